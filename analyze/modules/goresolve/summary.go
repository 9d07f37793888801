package goresolve

import (
	"errors"
	"io"
	"io/fs"
	"path"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// summary is what counts of a go.mod that is not the main module's.
type summary struct {
	requires []mod
	pruned   bool // it lists everything that its build needs
	missing  bool // it could not be read
}

// summary reads the go.mod of a module or of what replaces it.
func (r *resolver) summary(m mod, rules rules) *summary {
	actual, folder := m, ""
	if x := rules.replacement(m); x != nil {
		if x.Folder && x.Target == "" {
			return &summary{missing: true} // it lies outside the repository
		}
		actual, folder = mod{x.NewName, x.NewVersion}, x.Target
		if x.Folder {
			actual = mod{path: "./" + folder}
		}
	}
	if s := r.read[actual]; s != nil {
		return s
	}
	s := &summary{missing: true}
	switch {
	case folder != "" && r.units[folder] != nil:
		s = ofUnit(r.units[folder])
	case folder != "":
		s = parsed(r.tree.ReadFile(path.Join(folder, "go.mod")))
	default:
		s = parsed(r.cached(actual))
	}
	r.read[actual] = s
	return s
}

func ofUnit(u *modules.Unit) *summary {
	s := &summary{pruned: gomod.Pruned(u.GoVersion)}
	for _, q := range u.Requirements {
		s.requires = append(s.requires, mod{q.Name, q.Version})
	}
	return s
}

func parsed(data []byte, err error) *summary {
	if err != nil {
		return &summary{missing: true}
	}
	f, err := gomod.ParseDependency("go.mod", data)
	if err != nil {
		return &summary{missing: true}
	}
	s := &summary{pruned: gomod.Pruned(f.Go)}
	for _, q := range f.Requires {
		s.requires = append(s.requires, mod{q.Path, q.Version})
	}
	return s
}

// cached reads a go.mod from the module cache.
func (r *resolver) cached(m mod) ([]byte, error) {
	if r.cache == nil {
		return nil, fs.ErrNotExist
	}
	name, err := gomod.CacheFile(m.path, m.version)
	if err != nil {
		return nil, err
	}
	f, err := r.cache.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, gomod.MaxSize+1))
	if err == nil && len(data) > gomod.MaxSize {
		err = errors.New("goresolve: " + name + " is too large")
	}
	return data, err
}
