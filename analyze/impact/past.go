package impact

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/format/version"
	"seam/analyze/history"
	"seam/analyze/repo"
)

const (
	// leastSamples is from how many moves on a median is given.
	leastSamples = 3
	// maxVersions bounds the versions of manifests that one Past reads, newest first.
	maxVersions = 20_000
	// maxManifest is the size in bytes above which a version of a manifest is not read.
	maxManifest = 4 << 20
	// objectCache is what reading may keep of trees and delta bases, in bytes.
	objectCache = 32 << 20
)

// Adoption is how long consumers took to follow releases.
type Adoption struct {
	Samples   int       `json:"samples"`
	Median    *float64  `json:"median_days"` // nil: not enough data
	Consumers []Adopter `json:"consumers"`   // slowest first; those without a median last
}

// Adopter is one consumer of Adoption.
type Adopter struct {
	Consumer string   `json:"consumer"`
	Samples  int      `json:"samples"`
	Median   *float64 `json:"median_days"`
}

// Manifest is a file that names versions of the target.
type Manifest struct {
	Consumer string
	Path     string // from the root of the repository
}

// Move is the first time that a consumer asks for a version.
type Move struct {
	Consumer string
	Version  string // as written
	When     int64
	Begins   bool // nothing was asked for before, or what was did not come from a version
}

// Past reads what manifests asked for over a history. read lists the versions of the
// target that one content asks for; path is that of the manifest. Contents that cannot
// be read are passed over. Moves are sorted by time, then consumer, then version. Whole is
// false where there were too many to read all. The error is that of ctx, or that a commit
// of the log cannot be read.
func Past(ctx context.Context, r *repo.Repository, log *history.Log, manifests []Manifest, read func(path string, content []byte) []string) (moves []Move, whole bool, err error) {
	p := past{objects: r.Objects(repo.NewCache(objectCache)), read: read, known: map[repo.ID][]string{}}
	defer p.objects.Close()
	places := map[string]int{}
	for i, path := range log.Paths {
		places[path] = i
	}
	commits := map[int32][]int32{} // by path: the commits that touch it, newest first
	wanted := map[int32]bool{}
	for _, m := range manifests {
		if i, ok := places[m.Path]; ok {
			wanted[int32(i)] = true
		}
	}
	total := 0
	whole = true
	for i, c := range log.Commits() {
		for _, f := range c.Files() {
			if !wanted[f.Path()] || f.Status() == history.Deleted {
				continue
			}
			if total++; total > maxVersions {
				whole = false
				break
			}
			commits[f.Path()] = append(commits[f.Path()], int32(i))
		}
	}
	for _, m := range manifests {
		i, ok := places[m.Path]
		if !ok {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		list, err := p.moves(log, m, commits[int32(i)])
		if err != nil {
			return nil, false, fmt.Errorf("impact: %s: %w", m.Path, err)
		}
		moves = append(moves, list...)
	}
	slices.SortStableFunc(moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.When, b.When), strings.Compare(a.Consumer, b.Consumer), strings.Compare(a.Version, b.Version))
	})
	return moves, whole, nil
}

type past struct {
	objects *repo.Objects
	read    func(path string, content []byte) []string
	known   map[repo.ID][]string // by content
}

// moves walks the commits of one manifest, oldest first.
func (p *past) moves(log *history.Log, m Manifest, commits []int32) ([]Move, error) {
	var out []Move
	seen := map[string]bool{}
	begins := true
	for _, i := range slices.Backward(commits) {
		c := log.Commit(int(i))
		asked, err := p.at(c.ID(), m.Path)
		if err != nil {
			return nil, err
		}
		for _, v := range asked {
			if !seen[v] {
				seen[v] = true
				out = append(out, Move{Consumer: m.Consumer, Version: v, When: c.Landed(), Begins: begins})
			}
		}
		begins = begins && len(asked) == 0
	}
	return out, nil
}

// at is what a manifest asks for in one commit.
func (p *past) at(commit repo.ID, path string) ([]string, error) {
	id, err := p.objects.At(commit, path)
	if id == "" || err != nil {
		return nil, passed(err)
	}
	if known, ok := p.known[id]; ok {
		return known, nil
	}
	b, err := p.objects.Blob(id)
	if err != nil {
		return nil, passed(err)
	}
	var out []string
	if len(b) <= maxManifest {
		out = p.read(path, b)
	}
	p.known[id] = out
	return out, nil
}

// passed keeps the errors that are about the run rather than about one object.
func passed(err error) error {
	if errors.Is(err, repo.ErrMissing) || errors.Is(err, repo.ErrCorrupt) {
		return nil
	}
	return err
}

// adoption measures moves against the releases that they moved to.
func (r *Releases) adoption(moves []Move) *Adoption {
	s := version.Of(r.Ecosystem)
	released := map[string]int64{}
	for _, x := range r.List {
		released[x.Version] = x.When
	}
	days := map[string][]float64{}
	highest := map[string]string{}
	var all []float64
	for _, m := range moves {
		v := plain(m.Version)
		when, known := released[v]
		if !known {
			continue
		}
		up := highest[m.Consumer] == "" || s.Compare(v, highest[m.Consumer]) > 0
		if up {
			highest[m.Consumer] = v
		}
		if m.Begins || !up || r.Source == FromManifests && when == m.When {
			continue
		}
		d := max(0, float64(m.When-when)/(24*3600))
		days[m.Consumer] = append(days[m.Consumer], d)
		all = append(all, d)
	}
	a := &Adoption{Samples: len(all), Median: median(all), Consumers: []Adopter{}}
	for c, list := range days {
		a.Consumers = append(a.Consumers, Adopter{c, len(list), median(list)})
	}
	slices.SortFunc(a.Consumers, func(x, y Adopter) int {
		return cmp.Or(cmp.Compare(rank(y.Median), rank(x.Median)), strings.Compare(x.Consumer, y.Consumer))
	})
	return a
}

func rank(m *float64) float64 {
	if m == nil {
		return -1
	}
	return *m
}

// median is nil for too few values. It is rounded to a tenth of a day.
func median(list []float64) *float64 {
	n := len(list)
	if n < leastSamples {
		return nil
	}
	list = slices.Sorted(slices.Values(list))
	m := (list[(n-1)/2] + list[n/2]) / 2
	m = float64(int64(float64(m*10)+0.5)) / 10
	return &m
}
