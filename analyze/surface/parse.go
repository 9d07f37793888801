package surface

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"seam/analyze/cache/codec"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// names is what one version of a file exports: name -> signature. nil is a file that
// could not be read.
type names map[string]string

// namesVersion is raised by whoever makes one of the readers say something else of some
// content.
const namesVersion = 1

// exports reads what files export; allExports that of generated ones too.
var (
	exports    = imports.Reader[names]{Name: "surface", Version: namesVersion, Facts: func(_ string, src []byte) names { return exported(src) }}
	allExports = imports.Reader[names]{Name: "surface-all", Version: namesVersion, Facts: func(_ string, src []byte) names { return exportedOf(src) }}
)

// exporter finds the names of single versions: kept ones, else those of the content.
type exporter struct {
	imports.Reader[names]
	cache imports.Cache // nil: nothing is kept
	codec *codec.Codec[names]
}

func newExporter(r imports.Reader[names], c imports.Cache) (*exporter, error) {
	n, err := codec.New[names]()
	return &exporter{Reader: r, cache: c, codec: n}, err
}

func (p *exporter) key(version repo.ID) string {
	return fmt.Sprintf("%s\n%s %d %s", string(version), p.Name, p.Version, p.codec.Shape())
}

// kept looks up the names of a file version in the cache.
func (p *exporter) kept(version repo.ID) (names, bool) {
	if p.cache == nil {
		return nil, false
	}
	b, ok := p.cache.Get(p.key(version))
	if !ok {
		return nil, false
	}
	n, err := p.codec.Decode(b)
	return n, err == nil
}

// parse reads the content of a version.
func (p *exporter) parse(version repo.ID, content []byte) names {
	n := p.Facts("", content)
	if p.cache != nil {
		p.cache.Put(p.key(version), p.codec.Encode(&n))
	}
	return n
}

// all reads versions one after the other and parses them on all cores. Opening
// the object store once more for each core would cost more than reading by one. Of a
// content nothing but the names outlives its file.
func (p *exporter) all(ctx context.Context, objects *repo.Objects, versions []repo.ID) (map[repo.ID]names, error) {
	type content struct {
		index int
		bytes []byte
	}
	found := make([]names, len(versions))
	waiting := make(chan content)
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(versions)) {
		group.Go(func() {
			for c := range waiting {
				found[c.index] = p.parse(versions[c.index], c.bytes)
			}
		})
	}
	var err error
	for i := 0; i < len(versions) && err == nil; i++ {
		if n, ok := p.kept(versions[i]); ok {
			found[i], err = n, ctx.Err()
			continue
		}
		var b []byte
		switch b, err = objects.Blob(versions[i]); {
		case err == nil:
			waiting <- content{i, b}
			err = ctx.Err()
		case unreadable(err):
			err = nil
		}
	}
	close(waiting)
	group.Wait()
	if err != nil {
		return nil, fmt.Errorf("surface: %w", err)
	}
	out := make(map[repo.ID]names, len(versions))
	for i, id := range versions {
		out[id] = found[i]
	}
	return out, nil
}

// finish compares the names of a package's files, month by month.
func (d *draft) finish(files map[repo.ID]names) Package {
	p := d.Package
	for _, s := range d.steps {
		if p.Unread {
			break
		}
		before, ok1 := joined(s.old, files)
		after, ok2 := joined(s.new, files)
		if !ok1 || !ok2 {
			p.Unread = true
			break
		}
		if c := difference(before, after); len(c.Added)+len(c.Removed)+len(c.Changed) > 0 {
			c.Month = s.month
			p.Changes = append(p.Changes, c)
		}
	}
	if p.Unread {
		p.Since, p.Changes = "", nil
	}
	return p
}

// joined is the signatures of each name over several files, sorted: platforms may
// declare one name differently.
func joined(versions []repo.ID, files map[repo.ID]names) (map[string][]string, bool) {
	out := map[string][]string{}
	for _, id := range versions {
		if files[id] == nil {
			return nil, false
		}
		for name, signature := range files[id] {
			out[name] = append(out[name], signature)
		}
	}
	for name, list := range out {
		slices.Sort(list)
		out[name] = slices.Compact(list)
	}
	return out, true
}

func difference(before, after map[string][]string) Change {
	var c Change
	for name, was := range before {
		switch is, ok := after[name]; {
		case !ok:
			c.Removed = append(c.Removed, name)
		case !slices.Equal(was, is):
			c.Changed = append(c.Changed, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			c.Added = append(c.Added, name)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Removed)
	slices.Sort(c.Changed)
	return c
}
