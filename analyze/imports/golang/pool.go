package golang

import (
	"context"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// reader reads single files, whole or their headers alone.
func reader(headers bool) imports.Reader[facts] {
	r := imports.Reader[facts]{Name: "go", Version: factsVersion, Large: true}
	if headers {
		r.Name = "go-headers"
	}
	r.Worker = func() func(string, []byte) facts {
		r := &room{}
		return func(base string, src []byte) facts { return readFacts(base, src, headers, r) }
	}
	r.Facts = func(base string, src []byte) facts { return r.Worker()(base, src) }
	return r
}

// readAll reads files. Those that cannot be read become warnings and are left out; the
// rest keeps the order of names.
func readAll(ctx context.Context, t repo.Tree, names []string, headers bool, c imports.Cache, w *warnings) ([]*source, error) {
	all, failed, err := reader(headers).Scan(ctx, t, names, c)
	if err != nil {
		return nil, err
	}
	files := make([]*source, 0, len(names))
	room := newSources(all)
	for i, name := range names {
		if failed[i] != nil {
			w.unreadable(name, failed[i])
			continue
		}
		s := room.source(name, all[i])
		for _, p := range s.Problems {
			w.Add(p.Code, finding.Location{File: name, Line: p.Line}, p.Text)
		}
		files = append(files, s)
	}
	return files, nil
}
