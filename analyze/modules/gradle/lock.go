package gradle

import (
	"path"
	"strings"

	"seam/analyze/modules"
)

// lock reads one lock file: group:artifact:version=configuration,configuration, or the
// older form without configurations, whose file is named for one.
func (l *loader) lock(file string) {
	data, ok := l.read(file)
	if !ok {
		return
	}
	folder := path.Dir(file)
	if path.Base(folder) == "dependency-locks" {
		folder = path.Dir(path.Dir(folder))
	}
	k := modules.Lock{File: file, Path: folder, Ecosystem: Ecosystem}
	k.Packages = append(k.Packages, modules.Package{Name: l.projectOf(folder), Unit: folder})
	asked := l.askedIn(folder)
	line, count := 0, map[string]int{}
	for s := range strings.Lines(string(data)) {
		line++
		s = strings.TrimSpace(s)
		if s == "" || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "empty=") {
			continue
		}
		pin, configurations, _ := strings.Cut(s, "=")
		name, version, ok := coordinates(pin)
		if !ok || version == "" {
			l.set.Break(Ecosystem, file, line, "no group:artifact:version stands here; write the file anew with gradle dependencies --write-locks")
			return
		}
		count[name]++
		k.Packages = append(k.Packages, modules.Package{Name: name, Version: version, Line: line})
		if kind, ok := asked[name]; ok {
			if testOnly(configurations) {
				kind = modules.Development
			}
			k.Packages[0].Requires = append(k.Packages[0].Requires, modules.Link{To: len(k.Packages) - 1, Kind: kind})
		}
	}
	for i := range k.Packages {
		k.Packages[i].Fork = count[k.Packages[i].Name] > 1
	}
	k.Sort()
	l.set.Locks = append(l.set.Locks, k)
}

// askedIn is what the build file of a folder asks for, and for what.
func (l *loader) askedIn(folder string) map[string]modules.Kind {
	out := map[string]modules.Kind{}
	for i := range l.set.Units {
		u := &l.set.Units[i]
		if u.Path != folder {
			continue
		}
		for _, r := range u.Requirements {
			if kind, ok := out[r.Name]; !ok || kind != modules.Production {
				out[r.Name] = r.Kind
			}
		}
	}
	return out
}

// testOnly reports that every configuration of a line is one of tests.
func testOnly(configurations string) bool {
	for c := range strings.SplitSeq(configurations, ",") {
		if !strings.Contains(strings.ToLower(c), "test") {
			return false
		}
	}
	return true
}
