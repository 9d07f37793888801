package reach

import (
	"context"
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/impact"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// versions tells who asks for which version of a module; nil for packages and services.
func (x *Search) versions(ctx context.Context, t impact.Target, unit int) (*impact.Versions, error) {
	ecosystem, name, folder := "", t.Name, ""
	switch {
	case t.Kind == impact.Dependency:
		ecosystem = x.ecosystemOf(name)
	case unit >= 0:
		u := x.Modules.Units[unit]
		ecosystem, name, folder = u.Ecosystem, u.Name, path.Join(x.Folder, u.Path)
	}
	if ecosystem == "" || name == "" {
		return nil, nil
	}
	moves, err := x.moves(ctx, ecosystem, name)
	if err != nil {
		return nil, err
	}
	var releases impact.Releases
	if unit >= 0 {
		tags, err := x.Repository.Tags()
		if err != nil {
			return nil, err
		}
		releases = impact.OfTags(tags, ecosystem, name, folder)
	}
	if len(releases.List) == 0 {
		var named []impact.Release
		for _, m := range moves {
			named = append(named, impact.Release{Version: m.Version, When: m.When})
		}
		releases = impact.OfManifests(ecosystem, named)
	}
	return impact.NewVersions(releases, x.lags(releases, ecosystem, name), moves), nil
}

func (x *Search) lags(releases impact.Releases, ecosystem, name string) []impact.Lag {
	var out []impact.Lag
	add := func(set *modules.Set, repository string, names []string) {
		for _, c := range impact.Consumers(set, ecosystem, name) {
			l := releases.Lag(c.Requirement.Version)
			l.Consumer, l.Repository, l.At, l.Local = names[c.Unit], repository, c.Requirement.Location, c.Local
			out = append(out, l)
		}
	}
	add(x.Modules, "", x.units.Names)
	for _, o := range x.others {
		add(o.units.Set, o.name, o.units.Names)
	}
	return out
}

// moves reads what the manifests of all consumers asked for over time.
func (x *Search) moves(ctx context.Context, ecosystem, name string) ([]impact.Move, error) {
	read := x.versionsIn(ecosystem, name)
	var out []impact.Move
	if x.Log != nil {
		list := manifestsAsking(x.units, ecosystem, name, "", x.Folder)
		moves, whole, err := impact.Past(ctx, x.Repository, x.Log, list, read)
		if err != nil {
			return nil, err
		}
		x.partly(whole)
		out = append(out, moves...)
	}
	for _, o := range x.others {
		list := manifestsAsking(o.units, ecosystem, name, o.name+": ", ".")
		if len(list) == 0 {
			continue
		}
		log, err := x.History(ctx, o.repository, o.head)
		if err != nil {
			return nil, err
		}
		moves, whole, err := impact.Past(ctx, o.repository, log, list, read)
		if err != nil {
			return nil, err
		}
		x.partly(whole)
		out = append(out, moves...)
	}
	return out, nil
}

func (x *Search) partly(whole bool) {
	if !whole {
		x.Warnings = append(x.Warnings, finding.Warning{Code: "manifest-history-cut", Count: 1,
			Message: "the manifests were changed so often that their oldest versions were not read"})
	}
}

// manifestsAsking lists the files that set the versions which consumers ask for. folder
// is where paths begin.
func manifestsAsking(u *impact.Units, ecosystem, name, prefix, folder string) []impact.Manifest {
	var out []impact.Manifest
	seen := map[string]bool{}
	for _, c := range impact.Consumers(u.Set, ecosystem, name) {
		file := c.Requirement.Sets().File
		m := impact.Manifest{Consumer: prefix + u.Names[c.Unit], Path: path.Join(folder, file)}
		if file != u.Set.Units[c.Unit].Manifest {
			m.Consumer = prefix + file
		}
		if !seen[m.Path] {
			seen[m.Path] = true
			out = append(out, m)
		}
	}
	return out
}

// versionsIn reads of one manifest's content which versions of a module it asks for.
func (x *Search) versionsIn(ecosystem, name string) func(file string, content []byte) []string {
	return func(file string, content []byte) []string {
		var out []string
		set := x.Manifests(ecosystem, repo.Memory(map[string]string{path.Base(file): string(content)}))
		for _, c := range impact.Consumers(set, ecosystem, name) {
			if v := c.Requirement.Version; v != "" {
				out = append(out, v)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
}
