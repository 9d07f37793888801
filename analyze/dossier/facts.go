package dossier

import (
	"bytes"
	"fmt"

	"seam/analyze/history"
	"seam/analyze/imports"
)

// maxSize is the size of the largest file that is read, in bytes.
const maxSize = 1 << 20

// facts is what one file says. Places are without the file's name until place names it.
type facts struct {
	Read                  bool
	Secrets, Names, Hosts []Mention
	Data                  data
}

// place names the file that facts are of.
func (f *facts) place(file string) {
	for _, list := range [][]Mention{f.Secrets, f.Names, f.Hosts} {
		for i := range list {
			list[i].File = file
		}
	}
	for _, list := range [][]Use{f.Data.Tables, f.Data.Settings} {
		for i := range list {
			list[i].At.File = file
		}
	}
	for i := range f.Data.Asked {
		f.Data.Asked[i].At.File = file
	}
}

// way is what is looked for in a file.
type way struct {
	part    bool // it is one of a part: what must not leave the house
	written bool // a program wrote it
}

var ways = []way{{}, {part: true}, {written: true}, {part: true, written: true}}

// name tells ways apart in a cache.
func (w way) name() string {
	name := "dossier"
	if w.part {
		name += "-part"
	}
	if w.written {
		name += "-written"
	}
	return name
}

// factsVersion is raised by whoever makes a reader say something else of some content.
const factsVersion = 2

// reader reads single files in one way.
func (w way) reader(n names) imports.Reader[facts] {
	r := imports.Reader[facts]{
		Name: w.name(), Version: factsVersion, Large: true,
		Facts: func(base string, content []byte) facts { return w.factsOf(n, base, content) },
	}
	if w.part && !w.written {
		r.For = fmt.Sprintf("%q %q", n.words, n.owners)
	}
	return r
}

func (w way) factsOf(n names, base string, content []byte) facts {
	if len(content) > maxSize {
		return facts{}
	}
	f := facts{Read: true}
	if bytes.IndexByte(content, 0) >= 0 {
		return f
	}
	if w.part {
		f.Secrets = secretsIn(base, content)
		if !w.written && !history.SaysGenerated(content) {
			f.Names, f.Hosts = n.in(base, content), hostsIn(base, content)
		}
	}
	if holdsData(base) {
		f.Data = dataIn(base, content, w.written)
	}
	f.place("")
	return f
}
