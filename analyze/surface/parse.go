package surface

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"seam/analyze/repo"
)

// names is what one version of a file exports: name -> signature. nil is a file that
// could not be read.
type names map[string]string

// parseAll reads and parses versions on all cores. Of a content nothing but the names
// outlives its file.
func parseAll(ctx context.Context, r *repo.Repository, versions []repo.ID) (map[repo.ID]names, error) {
	found := make([]names, len(versions))
	errs := make([]error, len(versions))
	cache := repo.NewCache(blobCache)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(versions)) {
		group.Go(func() {
			objects := r.Objects(cache)
			defer objects.Close()
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(versions) {
					return
				}
				b, err := objects.Blob(versions[i])
				if errs[i] = err; err == nil {
					found[i] = exported(b)
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make(map[repo.ID]names, len(versions))
	for i, id := range versions {
		if errs[i] != nil && !unreadable(errs[i]) {
			return nil, errs[i]
		}
		out[id] = found[i]
	}
	return out, nil
}

// blobCache is what parsing may keep of blobs and delta bases, in bytes.
const blobCache = 32 << 20

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
