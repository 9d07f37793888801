package shop

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// planned is one commit before its place in time and its content are fixed.
type planned struct {
	at      float64 // share of the two years
	author  person
	subject string
	files   []string // that it edits or brings
	bumps   int      // how many bumps are done with it; 0 for other commits
}

// planner decides which files each commit edits.
type planner struct {
	growths map[string]growth
	uses    map[string]int // revisions so far, by file
	tickets map[*team]int
	dice    dice
}

// massEdit is when one commit touches every file.
const massEdit = 0.55

// plan lists every commit that is no merge, oldest first.
func (p *planner) plan() []planned {
	type event struct {
		at   float64
		make func(at float64) planned
	}
	events := []event{{0, p.first}, {massEdit, p.mass}}
	for _, f := range founded {
		events = append(events, event{f.at, func(float64) planned {
			return planned{author: p.author(f.team), subject: p.subject(f.team, f.subject), files: p.bring(f.folders)}
		}})
	}
	for n := range bumps {
		events = append(events, event{(float64(n) + 0.7) / float64(len(bumps)), func(float64) planned { return bump(n + 1) }})
	}
	for _, t := range themes {
		for k := range t.count {
			at := t.from + (1-t.from)*(float64(k)+0.2+float64(0.6*p.dice.share()))/float64(t.count)
			events = append(events, event{max(at, 0.002), func(float64) planned { return p.everyday(t, k) }})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	list := make([]planned, len(events))
	for i, e := range events {
		list[i] = e.make(e.at)
		list[i].at = e.at
	}
	return list
}

// first brings everything that is not founded later.
func (p *planner) first(float64) planned {
	var late []string
	for _, f := range founded {
		late = append(late, f.folders...)
	}
	var files []string
	for f := range p.growths {
		if !slices.Contains(late, path.Dir(f)) && !strings.HasSuffix(f, ".png") {
			files = append(files, f)
		}
	}
	return planned{author: platform.people[0], subject: "Import the shop", files: p.use(files), bumps: -1}
}

func (p *planner) bring(folders []string) []string {
	var files []string
	for f := range p.growths {
		if slices.Contains(folders, path.Dir(f)) {
			files = append(files, f)
		}
	}
	return p.use(files)
}

// mass is the one commit that edits every Go file.
func (p *planner) mass(float64) planned {
	var files []string
	for f := range p.uses {
		if strings.HasSuffix(f, ".go") && p.growths[f].steps > 0 && !strings.HasPrefix(f, "vendor/") {
			files = append(files, f)
		}
	}
	return planned{author: platform.people[1], subject: "One style for all comments", files: p.use(files)}
}

func bump(n int) planned {
	v := firstVersions.after(n)
	return planned{author: bot, subject: fmt.Sprintf("Bump %s from %s to %s", v.bumped, v.bumpedFrom, v.bumpedOne), bumps: n}
}

func (p *planner) everyday(t theme, k int) planned {
	var files []string
	for _, touch := range t.touches {
		if touch.file != "" {
			files = append(files, touch.file)
			continue
		}
		files = append(files, p.pick(touch.folder, 1+p.dice.roll(touch.files))...)
	}
	return planned{author: p.author(t.team), subject: p.subject(t.team, t.subjects[k%len(t.subjects)]), files: p.use(files)}
}

// pick chooses the n files of a folder that have most growth left.
func (p *planner) pick(folder string, n int) []string {
	type choice struct {
		file string
		left float64
	}
	var choices []choice
	for f, g := range p.growths {
		generated := strings.Contains(f, "zz_generated")
		if path.Dir(f) == folder && strings.HasSuffix(f, ".go") && !generated && g.steps > 0 {
			choices = append(choices, choice{f, 1 - float64(p.uses[f]+1)/float64(g.steps)})
		}
	}
	slices.SortFunc(choices, func(a, b choice) int {
		return cmp.Or(cmp.Compare(b.left, a.left), strings.Compare(a.file, b.file))
	})
	var files []string
	for _, c := range choices[:min(n, len(choices))] {
		files = append(files, c.file)
	}
	return files
}

// use counts a revision of each file and sorts them.
func (p *planner) use(files []string) []string {
	slices.Sort(files)
	for _, f := range files {
		p.uses[f]++
	}
	return files
}

func (p *planner) author(t *team) person { return t.people[p.dice.roll(len(t.people))] }

func (p *planner) subject(t *team, text string) string {
	p.tickets[t] += 1 + p.dice.roll(3)
	return fmt.Sprintf("%s-%d %s", t.ticket, 100+p.tickets[t], text)
}

// dice is a small generator of numbers that no new version of Go will change.
type dice uint64

func (d *dice) roll(n int) int {
	// Linear congruential, with Knuth's factor and increment for 64 bits.
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d>>33) % uint64(n))
}

// share is a number from 0 up to, not including, 1.
func (d *dice) share() float64 { return float64(d.roll(1000)) / 1000 }
