package gomod

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/mod/modfile"
)

// Work is what a go.work says. Lists are in the order of the file.
type Work struct {
	Uses     []Item // folders of modules, as written
	Replaces []Replace
	Skipped  []Item // directives that are not known, by their first word: the go command refuses the file
}

// ParseWork reads a go.work. The error is a *SyntaxError that names file.
func ParseWork(file string, data []byte) (*Work, error) {
	var wf *modfile.WorkFile
	skipped, err := tolerate(file, data, func(data []byte) (err error) {
		wf, err = modfile.ParseWork(file, data, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	w := &Work{Replaces: replaces(wf.Replace), Skipped: skipped}
	for _, u := range wf.Use {
		w.Uses = append(w.Uses, Item{u.Path, lineOf(u.Syntax)})
		if strings.ContainsFunc(u.Path, unicode.IsControl) {
			return nil, syntaxError(file, lineOf(u.Syntax), fmt.Errorf("folder %q has control characters", u.Path))
		}
	}
	if err := checkReplaces(file, w.Replaces); err != nil {
		return nil, err
	}
	return w, nil
}
