package impact

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/regex"
	"seam/analyze/repo"
)

// Versions is who asks for which version of a module.
type Versions struct {
	Source   string    `json:"source"`             // tags, manifests, or "" where no release is known
	Pattern  string    `json:"pattern,omitempty"`  // of the tags that name its releases
	Releases int       `json:"releases"`           // that are known
	Newest   string    `json:"newest,omitempty"`   // of the known ones
	Lags     []Lag     `json:"lags"`               // by how far behind, then by consumer
	Adoption *Adoption `json:"adoption,omitempty"` // nil where no history was read
}

// Lag is one consumer's distance from the newest release.
type Lag struct {
	Consumer   string           `json:"consumer"`
	Repository string           `json:"repository,omitempty"` // another one than the analysed
	At         finding.Location `json:"location"`
	Requires   string           `json:"requires"` // as its manifest says
	Takes      string           `json:"takes"`    // the known release that Requires resolves to; "" if there is none
	Local      bool             `json:"local"`    // it is built with what lies in the repository, whatever the version says
	Known      bool             `json:"known"`    // Releases and Majors are counted
	Releases   int              `json:"releases"`
	Majors     int              `json:"majors"`
}

// Release is one published version.
type Release struct {
	Version string
	When    int64 // seconds since 1970
}

// Releases are the releases of one module, lowest version first.
type Releases struct {
	Ecosystem string
	Source    string // tags or manifests
	Pattern   string
	List      []Release
}

// The sources of releases.
const (
	FromTags      = "tags"
	FromManifests = "manifests"
)

// OfTags finds the releases of the module NAME in FOLDER among the tags of its
// repository. Go takes FOLDER/vX.Y.Z alone; elsewhere NAME@X.Y.Z, NAME-vX.Y.Z and the
// tags of a folder above the module count as well, nearest first.
func OfTags(tags []repo.Tag, ecosystem, name, folder string) Releases {
	for _, prefix := range prefixes(ecosystem, name, folder) {
		r := Releases{Ecosystem: ecosystem, Source: FromTags, Pattern: prefix + "X.Y.Z"}
		for _, t := range tags {
			if v, ok := strings.CutPrefix(t.Name, prefix); ok && stable().MatchString(v) {
				r.List = append(r.List, Release{Version: written(ecosystem, v), When: t.When})
			}
		}
		if len(r.List) > 0 {
			r.sort()
			return r
		}
	}
	return Releases{Ecosystem: ecosystem}
}

// stable is a release of three numbers, or two, and nothing behind.
var stable = regex.New(`^[0-9]{1,9}\.[0-9]{1,9}(\.[0-9]{1,9})?$`)

var majorFolder = regex.New(`^v[0-9]+$`)

func prefixes(ecosystem, name, folder string) []string {
	if ecosystem == "go" {
		if majorFolder().MatchString(path.Base(folder)) && strings.HasSuffix(name, "/"+path.Base(folder)) {
			folder = path.Dir(folder)
		}
		if folder == "." {
			return []string{"v"}
		}
		return []string{folder + "/v"}
	}
	var out []string
	short := name[strings.LastIndexAny(name, "/:")+1:]
	for _, n := range slices.Compact([]string{name, short}) {
		if n != "" {
			out = append(out, n+"@", n+"@v", n+"-v", n+"-", n+"/v")
		}
	}
	for d := folder; d != "." && d != "/" && !strings.HasPrefix(d, ".."); d = path.Dir(d) {
		out = append(out, d+"/v", d+"/")
	}
	return append(out, "v", "")
}

// written is a tag's version as manifests of the ecosystem write it.
func written(ecosystem, v string) string {
	if ecosystem == "go" {
		return "v" + v
	}
	return v
}

// OfManifests takes the versions that manifests named for the releases, each as of its
// first naming.
func OfManifests(ecosystem string, named []Release) Releases {
	first := map[string]int64{}
	for _, n := range named {
		if v := plain(n.Version); stable().MatchString(strings.TrimPrefix(v, "v")) {
			if when, known := first[v]; !known || n.When < when {
				first[v] = n.When
			}
		}
	}
	r := Releases{Ecosystem: ecosystem, Source: FromManifests}
	for v, when := range first {
		r.List = append(r.List, Release{v, when})
	}
	r.sort()
	if len(r.List) == 0 {
		r.Source = ""
	}
	return r
}

func (r *Releases) sort() {
	s := version.Of(r.Ecosystem)
	slices.SortFunc(r.List, func(a, b Release) int { return cmp.Or(s.Compare(a.Version, b.Version), cmp.Compare(a.When, b.When)) })
	r.List = slices.CompactFunc(r.List, func(a, b Release) bool { return a.Version == b.Version })
}

// exact tells the ecosystems in which a lone version is that version and no range.
func exact(ecosystem string) bool {
	return ecosystem == "go" || ecosystem == "maven" || ecosystem == "gradle" || ecosystem == "sbt" || ecosystem == "nuget"
}

// Lag counts how far a requirement is behind. Takes is "" and Known false for what is no
// version or range: workspace:*, a folder, a commit before any release.
func (r *Releases) Lag(requires string) Lag {
	l := Lag{Requires: requires}
	if len(r.List) == 0 || requires == "" {
		return l
	}
	s := version.Of(r.Ecosystem)
	at := requires
	if !exact(r.Ecosystem) || !s.Valid(requires) {
		for _, x := range r.List {
			if ok, known := s.Accepts(requires, x.Version); known && ok {
				at, l.Known = x.Version, true
			}
		}
	} else {
		l.Known = true
	}
	if !l.Known {
		return l
	}
	last := majorOf(at)
	for _, x := range r.List {
		switch {
		case x.Version == at:
			l.Takes = at
		case s.Compare(x.Version, at) > 0:
			l.Releases++
			if m := majorOf(x.Version); m != last {
				l.Majors++
				last = m
			}
		}
	}
	return l
}

func majorOf(v string) string {
	m, _, _ := strings.Cut(strings.TrimPrefix(v, "v"), ".")
	return m
}

// plain is the version that a range begins at: ^1.2.0 is 1.2.0.
func plain(requires string) string {
	return strings.TrimLeft(strings.TrimPrefix(requires, "npm:"), "^~>=! ")
}

// newVersions tells the lags in order: the one who has farthest to go first.
func newVersions(r Releases, lags []Lag) *Versions {
	v := &Versions{Source: r.Source, Pattern: r.Pattern, Releases: len(r.List), Lags: lags}
	if v.Lags == nil {
		v.Lags = []Lag{}
	}
	if n := len(r.List); n > 0 {
		v.Newest = r.List[n-1].Version
	}
	slices.SortStableFunc(v.Lags, func(a, b Lag) int {
		return cmp.Or(cmp.Compare(b.Majors, a.Majors), cmp.Compare(b.Releases, a.Releases),
			strings.Compare(a.Repository, b.Repository), strings.Compare(a.Consumer, b.Consumer), a.At.Compare(b.At))
	})
	return v
}

// NewVersions joins what is known of a module's releases and of those who ask for it.
func NewVersions(r Releases, lags []Lag, moves []Move) *Versions {
	v := newVersions(r, lags)
	v.Adoption = r.adoption(moves)
	return v
}
