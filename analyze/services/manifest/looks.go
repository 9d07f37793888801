package manifest

import (
	"bytes"
	"context"

	"seam/analyze/imports"
)

// looks is what a YAML file may hold, by its text. Most of a large repository hold none of
// it and are not read again.
type looks struct {
	Kubernetes  bool // see IsKubernetes
	Application bool // an Application of Argo CD
	Flux        bool // a HelmRelease of Flux
	Stack       bool // a template of CloudFormation or SAM
	TooLarge    bool // nobody looked
}

// looksVersion is raised by whoever makes looksOf say something else of some content.
const looksVersion = 2

var looker = imports.Reader[looks]{
	Name: "manifest-looks", Version: looksVersion, Large: true,
	Facts: func(_ string, src []byte) looks { return looksOf(src) },
}

func looksOf(text []byte) looks {
	if len(text) > MaxFile {
		return looks{TooLarge: true}
	}
	return looks{Kubernetes: IsKubernetes(text), Application: holdsApplication(text), Flux: mayBeFlux(text), Stack: isStack(text)}
}

// looks scans all manifests but compose files, once, and notes those that cannot be read.
func (s *Source) looks() map[string]looks {
	if s.looked != nil {
		return s.looked
	}
	var files []string
	for _, f := range s.manifests {
		if !IsCompose(f) {
			files = append(files, f)
		}
	}
	found, errs, err := looker.Scan(context.Background(), s.Tree, files, s.Cache)
	s.looked = make(map[string]looks, len(files))
	for i, f := range files {
		switch {
		case err != nil || errs[i] != nil:
			s.missing = append(s.missing, f)
		case found[i].TooLarge:
			s.tooLarge = append(s.tooLarge, f)
		default:
			s.looked[f] = found[i]
		}
	}
	return s.looked
}

// isStack reports whether a line begins with a key that templates of CloudFormation, or of
// SAM, have.
func isStack(text []byte) bool {
	for _, key := range []string{"AWSTemplateFormatVersion", "Transform"} {
		for at := 0; ; {
			i := bytes.Index(text[at:], []byte(key))
			if i < 0 {
				break
			}
			before := text[:at+i]
			at += i + len(key)
			if n := len(before); n > 0 && (before[n-1] == '"' || before[n-1] == '\'') {
				before = before[:n-1]
			}
			if n := len(before); (n == 0 || before[n-1] == '\n') && bytes.HasPrefix(trimSpace(unquoted(text[at:])), []byte{':'}) {
				return true
			}
		}
	}
	return false
}
