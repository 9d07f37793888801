// Package dossier reads what the files of a few parts of a repository say beyond their
// imports: whether a part has papers of its own (README, licence), what in it must not
// leave the house (secrets, names of the company or the product, internal hosts), which
// other languages lie in its folders, under which licence its vendored third parties
// come, and which data it shares with the rest (tables named in SQL, settings).
//
// The files of a part are those below its roots: the highest folders that hold packages
// of that part alone. Data is looked for in all Go files and .sql files of the
// repository, since sharing takes two sides; everything else in the parts alone.
//
// Formulas. A table is a name behind FROM, JOIN, INTO, UPDATE, TABLE or REFERENCES in a
// string that reads as SQL, in a .sql file, or the result of a method TableName. A
// setting is a string, or a constant of a string, handed first to a function whose name
// holds "env", the name of a struct tag env or envconfig, or a key handed to viper. A
// secret is a text of a known form (keys of cloud and code hosts, private keys, user and
// password in a URL); its value is never kept. A name stands on a line if it is a whole
// word there outside an import path, a copyright line and the licence that a file begins
// with; without names given, it is that of the owner in Go module paths and Maven groups.
// A host is internal if it ends
// in .internal, .corp, .intranet, .lan or .localdomain.
//
// Source: the open-source litmus and shared data of Brikman, Fundamentals of DevOps and
// Software Delivery, part 6; forms of secrets as their issuers document them.
//
// Where it misleads: SQL put together at run time and tables behind an object-relational
// mapper without a TableName are not seen. Two tables of one name in two databases look
// like one. Secrets without a known form are not found, and what looks like one may be a
// sample. Files of tests and examples are not read, nor vendored and binary files, what a
// generator writes under a name of its own (x.pb.go), and files over 1 MiB.
package dossier

import (
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Dossier is what the files of the parts say. It is immutable.
type Dossier struct {
	Parts    []Part // as asked for, in that order
	Tables   []Use  // of the whole repository, sorted by name, place and kind
	Settings []Use  // the same
	Licence  string // of the repository's root; "" if none was recognised
	Names    []string
	Vendored []Licence // of third parties that the parts use, sorted by import path
	Read     int       // files read
	Unread   int       // files that could not be read, or were too many or too large
}

// Part is what the files of one part say. Mentions are sorted by place.
type Part struct {
	Packages  []string // as asked for, sorted
	Roots     []string // the highest folders that hold packages of this part alone, sorted
	Readme    string   // path; "" if there is none
	Licence   string   // path of a licence file of its own; "" if there is none
	Languages []Count  // source files of other languages, most files first
	Read      int      // files of it that were read
	Secrets   []Mention
	Names     []Mention
	Hosts     []Mention
}

// Count is a number of files of one language, with the first of them.
type Count struct {
	Name  string
	Files []string // sorted
}

// Mention is one line that says something. Text never holds a secret's value.
type Mention struct {
	finding.Location
	Text string // kind of secret, name or host
}

// Kind is what is done to a table. A setting is always read.
type Kind uint8

const (
	Read   Kind = iota
	Write       // rows are put, changed or taken away
	Define      // the table itself is made, changed, referred to or taken away, or stands in an SQL file
)

// Use is one mention of a table or of a setting.
type Use struct {
	Name    string
	Kind    Kind
	Package string // package that the file belongs to; "" if it belongs to none
	At      finding.Location
}

// Licence is the licence of a vendored third party.
type Licence struct {
	ImportPath string // folder below vendor
	Name       string // SPDX identifier as far as the text tells
	File       string
}

// Of finds what was read of a part; nil if it was not looked at. packages is sorted.
func (d *Dossier) Of(packages []string) *Part {
	if d == nil {
		return nil
	}
	for i := range d.Parts {
		if slices.Equal(d.Parts[i].Packages, packages) {
			return &d.Parts[i]
		}
	}
	return nil
}

// Shared is one table or setting that both sides of a border use.
type Shared struct {
	Name        string
	Here, There []Use // never empty; sorted by place
	BothWrite   bool  // both sides put, change or take away rows
}

// SharedTables lists the tables that a part and the rest of the repository both use. A
// side that only defines a table does not use it.
func (d *Dossier) SharedTables(packages []string) []Shared {
	return shared(d.Tables, packages)
}

// SharedSettings lists the settings that a part and the rest both read.
func (d *Dossier) SharedSettings(packages []string) []Shared {
	return shared(d.Settings, packages)
}

func shared(uses []Use, packages []string) []Shared {
	var out []Shared
	for len(uses) > 0 {
		n := 1
		for n < len(uses) && uses[n].Name == uses[0].Name {
			n++
		}
		s := Shared{Name: uses[0].Name}
		var here, there sides
		for _, u := range uses[:n] {
			if _, own := slices.BinarySearch(packages, u.Package); own {
				s.Here = append(s.Here, u)
				here.add(u)
			} else {
				s.There = append(s.There, u)
				there.add(u)
			}
		}
		if here.uses && there.uses {
			s.BothWrite = here.writes && there.writes
			out = append(out, s)
		}
		uses = uses[n:]
	}
	return out
}

// sides is what one side of a border does to a table.
type sides struct{ uses, writes bool }

func (s *sides) add(u Use) {
	s.uses = s.uses || u.Kind != Define
	s.writes = s.writes || u.Kind == Write
}

func compareUses(a, b Use) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return int(a.Kind) - int(b.Kind)
}
