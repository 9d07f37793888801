package analyze

import (
	"fmt"
	"sync/atomic"

	"seam/analyze/answers"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// keptImports is where the import graph of one commit is kept from run to run: of some ten
// thousand files it takes longer to put it together, from facts that are kept, than all else
// that is asked of a history that is known. There is room for one commit, the last.
type keptImports struct {
	at     imports.Cache // nil for nowhere
	key    string
	whose  string // what a graph depends on: the commit, what the repository replaces, the program
	files  []repo.File
	unread *atomic.Bool
}

// keptGraphFiles is how many files a tree has whose graph is kept.
const keptGraphFiles = 1 << 10

// keptImports tells where the graph of a tree is kept: nowhere if more than the commit and
// the program decides on it, as the module cache does or files on disk.
func (q Request) keptImports(tree repo.Tree, o imports.Options) *keptImports {
	program := answers.Ask()
	s, committed := tree.(*repo.Snapshot)
	if q.kept == nil || q.Unread == nil || !committed || o.Types || len(s.Files()) < keptGraphFiles || program.Program("") != nil {
		return &keptImports{}
	}
	return &keptImports{
		at:    q.kept,
		key:   fmt.Sprintf("imports/%t/%t", o.Headers, o.Files),
		whose: fmt.Sprintf("%s %x\n", s.Whose(), program.Key()),
		files: s.Files(), unread: q.Unread,
	}
}

// get is the kept graph, nil if there is none.
func (k *keptImports) get() *imports.Graph {
	if k.at == nil {
		return nil
	}
	value, ok := k.at.Get(k.key)
	if !ok || len(value) < len(k.whose) || string(value[:len(k.whose)]) != k.whose {
		return nil
	}
	g, ok := imports.Decode(string(value[len(k.whose):]), k.files)
	if !ok {
		return nil
	}
	return g
}

// put keeps a graph, unless it lacks what could not be read: that may be there the next time.
func (k *keptImports) put(g *imports.Graph) {
	if k.at != nil && !k.unread.Load() {
		k.at.Put(k.key, append([]byte(k.whose), g.Encode(k.files)...))
	}
}
