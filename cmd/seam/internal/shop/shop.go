// Package shop writes the demo monorepo: an invented shop in Go with four teams and
// two years of history, in which a few facts are planted for seam to find. Its
// README, in plain.go, lists them.
//
// The code compiles and its tests pass, without a network. All of it comes from the
// tables in this package: packages.go says which packages there are, templates/ what
// one looks like, themes.go who changes what how often. A file grows step by step
// (evolve.go), so every commit adds lines that stay.
//
// Equal versions of this package write equal commits, down to their ids.
package shop

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"seam/analyze/repo"
)

// Commits is how long the history is, merges included.
const Commits = 400

// Build writes the monorepo into dir, which must be empty or not exist yet.
func Build(dir string) error {
	if err := build(dir); err != nil {
		return fmt.Errorf("shop: %w", err)
	}
	return nil
}

func build(dir string) error {
	files, err := sources()
	if err != nil {
		return err
	}
	maps.Copy(files, plain)
	files["catalog/media/testdata/placeholder.png"] = picture
	p := &planner{growths: map[string]growth{}, uses: map[string]int{}, tickets: map[*team]int{}, dice: 1}
	for f, text := range files {
		p.growths[f] = grow(f, text)
	}
	list := p.plan()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		return err
	}
	w := &writer{builder: b, planner: p, revision: map[string]int{}, made: first}
	if err := w.all(list); err != nil {
		return err
	}
	return b.Finish()
}

// first is when the history begins; it lasts two years.
var first = time.Date(2024, 1, 8, 8, 30, 0, 0, time.UTC)

const span = 2 * 365 * 24 * time.Hour

// writer turns the plan into commits.
type writer struct {
	builder  *repo.Builder
	planner  *planner
	revision map[string]int // by file
	tip      []repo.ID      // of main; nil before the first commit
	made     time.Time      // of the last commit
	clock    dice
}

// Every so many commits a branch of two or three begins, which is then merged.
const (
	branchEvery = 16
	branchFirst = 10
)

func (w *writer) all(list []planned) error {
	for i := 0; i < len(list); {
		n := 1
		if i%branchEvery == branchFirst {
			n = min(2+w.clock.roll(2), len(list)-i)
		}
		if err := w.branch(list[i:i+n], i%branchEvery == branchFirst); err != nil {
			return err
		}
		i += n
	}
	return nil
}

// branch commits a few changes and, if they are a branch of their own, merges it.
func (w *writer) branch(list []planned, merge bool) error {
	base := w.tip
	brought := map[string]string{}
	for _, c := range list {
		written, err := w.content(c)
		if err != nil {
			return err
		}
		maps.Copy(brought, written)
		if err := w.commit(c.author, c.subject, c.at, w.tip, written); err != nil {
			return err
		}
	}
	if !merge {
		return nil
	}
	last := list[len(list)-1]
	return w.commit(last.author, "Merge: "+last.subject, last.at, append(slices.Clone(base), w.tip...), brought)
}

// content is what a commit writes.
func (w *writer) content(c planned) (map[string]string, error) {
	written := map[string]string{}
	for _, f := range c.files {
		w.revision[f]++
		text, err := w.planner.growths[f].at(w.revision[f], w.planner.uses[f])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		written[f] = text
	}
	switch {
	case c.bumps < 0:
		maps.Copy(written, firstVersions.files())
	case c.bumps > 0:
		before := firstVersions.after(c.bumps - 1).files()
		for f, text := range firstVersions.after(c.bumps).files() {
			if before[f] != text {
				written[f] = text
			}
		}
	}
	return written, nil
}

func (w *writer) commit(author person, subject string, at float64, parents []repo.ID, written map[string]string) error {
	if author == storefront.people[0] && at < 0.25 {
		author = oldNora
	}
	id, err := w.builder.Commit(repo.BuildCommit{
		Parents: parents, Author: author.name, Email: author.email, When: w.time(at), Message: subject, Write: written,
	})
	w.tip = []repo.ID{id}
	return err
}

// time finds a minute of a working day, later than the last one.
func (w *writer) time(at float64) time.Time {
	day := first.Add(time.Duration(at * float64(span))).Truncate(24 * time.Hour)
	switch day.Weekday() {
	case time.Saturday:
		day = day.AddDate(0, 0, 2)
	case time.Sunday:
		day = day.AddDate(0, 0, 1)
	}
	t := day.Add(time.Duration(8*60+w.clock.roll(9*60)) * time.Minute)
	if earliest := w.made.Add(7 * time.Minute); t.Before(earliest) {
		t = earliest
	}
	w.made = t
	return t
}
