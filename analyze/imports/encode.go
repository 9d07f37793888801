package imports

import (
	"encoding/binary"
	"slices"
	"strings"

	"seam/analyze/cache/codec"
	"seam/analyze/finding"
	"seam/analyze/repo"
)

// A graph is, as bytes, the texts that it is made of and its packages, modules, edges, file
// edges and warnings: numbers, of which most stand for texts. Nearly all long texts are names
// of tracked files and of folders, which are told by the place of a file in the tree and their
// length.

// Encode writes a graph of a tree with these files.
func (g *Graph) Encode(files []repo.File) []byte {
	w := graphWriter{files: files, number: make(map[string]uint64, len(files))}
	list(&w, g.Packages, w.addPackage)
	list(&w, g.Modules, func(m Module) { w.addTexts(m.Name, m.Path, m.Language, m.Manifest) })
	list(&w, g.Edges, w.addEdge)
	list(&w, g.FileEdges, func(e FileEdge) {
		w.addTexts(e.From, e.To, string(e.Kind), e.Constraint)
		w.add(uint64(e.Line))
	})
	list(&w, g.Warnings, func(x finding.Warning) {
		w.addTexts(x.Code, x.Message)
		w.add(uint64(x.Count))
	})
	w.addFlags(g.Exact)
	out := binary.AppendUvarint(nil, uint64(len(w.number)))
	out = append(out, w.texts...)
	return append(out, w.b...)
}

// graphWriter collects the texts and the numbers of a graph.
type graphWriter struct {
	files  []repo.File
	number map[string]uint64 // by text
	texts  []byte
	b      []byte
}

func (w *graphWriter) add(n uint64) { w.b = binary.AppendUvarint(w.b, n) }

func (w *graphWriter) addTexts(texts ...string) {
	for _, s := range texts {
		n, ok := w.number[s]
		if !ok {
			n = uint64(len(w.number))
			w.number[s] = n
			w.define(s)
		}
		w.add(n)
	}
}

// define writes a text: 0, its length and itself, or 1 more than the place of a file whose
// name it begins, and its length.
func (w *graphWriter) define(s string) {
	if strings.IndexByte(s, '/') < 0 { // the name of something, nearly always
		w.texts = codec.AppendText(append(w.texts, 0), s)
		return
	}
	i, _ := slices.BinarySearchFunc(w.files, s, func(f repo.File, s string) int { return strings.Compare(f.Path, s) })
	if i < len(w.files) && strings.HasPrefix(w.files[i].Path, s) {
		w.texts = binary.AppendUvarint(w.texts, uint64(i)+1)
		w.texts = binary.AppendUvarint(w.texts, uint64(len(s)))
		return
	}
	w.texts = codec.AppendText(append(w.texts, 0), s)
}

func (w *graphWriter) addFlags(flags ...bool) {
	n := uint64(0)
	for i, f := range flags {
		if f {
			n |= 1 << i
		}
	}
	w.add(n)
}

// list writes a list: 0 for nil, else 1 more than its length, and its elements.
func list[T any](w *graphWriter, l []T, each func(T)) {
	if l == nil {
		w.add(0)
		return
	}
	w.add(uint64(len(l)) + 1)
	for _, x := range l {
		each(x)
	}
}

func (w *graphWriter) addNames(l []string) { list(w, l, func(s string) { w.addTexts(s) }) }

func (w *graphWriter) addPackage(p Package) {
	w.addTexts(p.Path, p.Language, p.Module, p.ImportPath, p.Name)
	w.addFlags(p.Main, p.TestOnly, p.Elsewhere, p.Documented, p.Deep)
	for _, l := range [...][]string{p.Others, p.Files, p.TestFiles, p.Generated, p.Exported, p.ThirdParty, p.TestThird} {
		w.addNames(l)
	}
	w.add(uint64(p.Lines))
	w.add(uint64(p.TestLines))
}

func (w *graphWriter) addEdge(e Edge) {
	w.addTexts(e.From, e.To, string(e.Kind), e.Constraint)
	w.add(uint64(e.Files))
	list(w, e.Sites, func(l finding.Location) {
		w.addTexts(l.File)
		w.add(uint64(l.Line))
	})
	w.addNames(e.Symbols)
}

// Decode reads what Encode wrote of a tree with these files; ok is false of other bytes.
func Decode(b string, files []repo.File) (g *Graph, ok bool) {
	r := graphReader{Reader: codec.NewReader(b)}
	r.readTexts(files)
	g = &Graph{
		Packages: readList(&r, r.readPackage),
		Modules:  readList(&r, func() Module { return Module{Name: r.text(), Path: r.text(), Language: r.text(), Manifest: r.text()} }),
		Edges:    readList(&r, r.readEdge),
		FileEdges: readList(&r, func() FileEdge {
			return FileEdge{From: r.text(), To: r.text(), Kind: Kind(r.text()), Constraint: r.text(), Line: int(r.Number())}
		}),
		Warnings: readList(&r, func() finding.Warning {
			return finding.Warning{Code: r.text(), Message: r.text(), Count: int(r.Number())}
		}),
	}
	r.flags(&g.Exact)
	return g, r.Whole()
}

// graphReader reads numbers that stand for texts.
type graphReader struct {
	*codec.Reader
	texts []string
	sites []finding.Location // room for the places of many edges
	names []string           // room for many lists of names
}

func (r *graphReader) readTexts(files []repo.File) {
	n := r.Number()
	if n > uint64(r.Left()) { // each takes a byte at least
		r.Fail()
		return
	}
	r.texts = make([]string, n)
	for i := range r.texts {
		file := r.Number()
		if file == 0 {
			r.texts[i] = r.Text()
			continue
		}
		n := r.Number()
		if file > uint64(len(files)) || n > uint64(len(files[file-1].Path)) {
			r.Fail()
			return
		}
		r.texts[i] = files[file-1].Path[:n]
	}
}

func (r *graphReader) text() string {
	n := r.Number()
	if n >= uint64(len(r.texts)) {
		r.Fail()
		return ""
	}
	return r.texts[n]
}

func (r *graphReader) flags(to ...*bool) {
	n := r.Number()
	for i, f := range to {
		*f = n>>i&1 > 0
	}
	if n>>len(to) > 0 {
		r.Fail()
	}
}

// maxRoom is how many elements a length alone makes room for: each may be many times as
// large as the bytes that it takes.
const maxRoom = 1 << 16

func readList[T any](r *graphReader, one func() T) []T {
	n, ok := r.Length()
	if !ok {
		return nil
	}
	out := make([]T, 0, min(n, maxRoom))
	for range n {
		x := one()
		if r.Failed() {
			return nil
		}
		out = append(out, x)
	}
	return out
}

// roomFor gives a short list room of its own in that of many.
func roomFor[T any](room *[]T, n int) []T {
	if *room == nil || cap(*room)-len(*room) < n { // of no elements it is not nil
		*room = make([]T, 0, max(n, 1<<12))
	}
	from := len(*room)
	*room = (*room)[:from+n]
	return (*room)[from : from+n : from+n]
}

func (r *graphReader) readNames() []string {
	n, ok := r.Length()
	if !ok {
		return nil
	}
	out := roomFor(&r.names, n)
	for i := range out {
		out[i] = r.text()
	}
	return out
}

func (r *graphReader) readPackage() Package {
	p := Package{Path: r.text(), Language: r.text(), Module: r.text(), ImportPath: r.text(), Name: r.text()}
	r.flags(&p.Main, &p.TestOnly, &p.Elsewhere, &p.Documented, &p.Deep)
	for _, l := range [...]*[]string{&p.Others, &p.Files, &p.TestFiles, &p.Generated, &p.Exported, &p.ThirdParty, &p.TestThird} {
		*l = r.readNames()
	}
	p.Lines, p.TestLines = int(r.Number()), int(r.Number())
	return p
}

func (r *graphReader) readEdge() Edge {
	e := Edge{From: r.text(), To: r.text(), Kind: Kind(r.text()), Constraint: r.text(), Files: int(r.Number())}
	if n, ok := r.Length(); ok {
		e.Sites = roomFor(&r.sites, n)
		for i := range e.Sites {
			e.Sites[i] = finding.Location{File: r.text(), Line: int(r.Number())}
		}
	}
	e.Symbols = r.readNames()
	return e
}
