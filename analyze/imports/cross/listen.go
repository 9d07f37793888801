package cross

import (
	"context"
	"strings"
	"sync"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// Listener is a tree that reads what sources mention while the loaders of the languages
// have them at hand, so that Load need not read them again.
type Listener struct {
	*repo.Overheard
	kept imports.Cache

	mu      sync.Mutex
	readers map[string]func(name string, src []byte) []mention // by language
	heard   map[string][]mention                               // by file
}

// Listen makes a Listener of a tree. kept may hold what the files mention; nil keeps nothing.
func Listen(t repo.Tree, kept imports.Cache) *Listener {
	l := &Listener{kept: kept, readers: map[string]func(string, []byte) []mention{}, heard: map[string][]mention{}}
	l.Overheard = repo.Overhear(t, l.listen)
	return l
}

// listen reads what a file mentions, once. Tests, which are not asked for, are left out
// where the name tells.
func (l *Listener) listen(name string, content []byte) {
	language := source.LanguageOf(name)
	if language == "" || isTest(name) {
		return
	}
	l.mu.Lock()
	read, known := l.readers[language]
	if !known {
		read, _ = reader(language).Beside(l.Tree, l.kept)
		l.readers[language] = read
	}
	_, again := l.heard[name]
	l.mu.Unlock()
	if again || read == nil { // what is wrong with the reader is for Load to say
		return
	}
	found := read(name, content)
	l.mu.Lock()
	l.heard[name] = found
	l.mu.Unlock()
}

// isTest tells most tests by their names; of others Load takes no notice.
func isTest(name string) bool {
	for _, mark := range [...]string{"_test.go", ".test.", ".spec.", "__tests__/"} {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return false
}

// mentions lists what each of some files of a language mentions. It reads those that
// nobody has read; what cannot be read is a warning of the language's own loader.
func (l *Listener) mentions(ctx context.Context, language string, names []string) ([][]mention, error) {
	out := make([][]mention, len(names))
	var unheard []string
	var at []int
	for i, name := range names {
		found, ok := l.heard[name]
		if out[i] = found; !ok {
			unheard, at = append(unheard, name), append(at, i)
		}
	}
	read, _, err := reader(language).Scan(ctx, l.Tree, unheard, l.kept)
	for k, i := range at {
		out[i] = read[k]
	}
	return out, err
}
