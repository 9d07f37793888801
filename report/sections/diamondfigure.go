package sections

import (
	"fmt"
	"slices"

	"seam/analyze/diamonds"
	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/picture"
)

// Limits of the picture of a conflict: versions, and steps of the way to each.
const (
	mostVersions = 4
	mostSteps    = 8
)

// diamondFigure draws the paths that ask for each version of a dependency, from what they
// have in common.
func diamondFigure(d diamonds.Diamond) []doc.Figure {
	g := picture.Graph{Title: "Who asks for " + d.Dependency, Text: d.Message}
	at := map[string]int{}
	box := func(name string) int {
		i, ok := at[name]
		if !ok {
			i = len(g.Boxes)
			at[name] = i
			g.Boxes = append(g.Boxes, picture.Box{Lines: []string{phrase.Place(name)}, Class: "unit"})
		}
		return i
	}
	var tops []int
	missing := 0
	for _, v := range d.Versions {
		steps := v.Path
		if len(steps) < 2 && len(v.RequiredBy) > 0 {
			steps = []string{v.RequiredBy[0], d.Dependency}
		}
		if len(steps) < 2 || len(steps) > mostSteps || len(tops) == mostVersions {
			missing++
			continue
		}
		from := -1
		for _, s := range steps[:len(steps)-1] {
			to := box(s)
			if from >= 0 && from != to {
				g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: to})
			}
			from = to
		}
		tops = append(tops, at[steps[0]])
		g.Boxes = append(g.Boxes, versionBox(d, v))
		g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: len(g.Boxes) - 1, Class: "cut", Says: fmt.Sprintf("%s asks for %s %s", phrase.Place(steps[len(steps)-2]), d.Dependency, v.Version)})
	}
	if len(g.Boxes) < 3 {
		return nil
	}
	slices.Sort(tops)
	if tops = slices.Compact(tops); len(tops) > 1 {
		g.Boxes = append(g.Boxes, picture.Box{Lines: []string{"this repository"}, Class: "area"})
		for _, t := range tops {
			g.Arrows = append(g.Arrows, picture.Arrow{From: len(g.Boxes) - 1, To: t})
		}
	}
	g.Arrows = distinctArrows(g.Arrows)
	read := "From top to bottom: the shortest way on which each version is asked for. The lowest boxes are one dependency at several versions."
	if missing > 0 {
		read += fmt.Sprintf(" %s not drawn: see the list.", phrase.Plural(missing, "more version is", "more versions are"))
	}
	return []doc.Figure{{Caption: "Who asks for which version", Read: read, Draw: g,
		Legend: usedKeys(g, doc.Key{Class: "unit", Means: "who asks"}, doc.Key{Class: "cut", Means: "a version that is asked for, by the orange arrow"}, doc.Key{Class: "library", Means: "the version that the build takes"})}}
}

func versionBox(d diamonds.Diamond, v diamonds.Version) picture.Box {
	b := picture.Box{Lines: []string{d.Dependency, v.Version}, Class: "cut"}
	if n := len(v.RequiredBy); n > 1 {
		b.Lines = append(b.Lines, fmt.Sprintf("asked for by %d", n))
		b.Says = fmt.Sprintf("%s %s, asked for by %s", d.Dependency, v.Version, phrase.Few(phrase.Places(v.RequiredBy), 8))
	}
	if v.Version == d.Selected {
		b.Class = "library"
		b.Lines = append(b.Lines, "taken by the build")
	}
	return b
}

func distinctArrows(list []picture.Arrow) []picture.Arrow {
	seen := map[[2]int]bool{}
	return slices.DeleteFunc(list, func(a picture.Arrow) bool {
		key := [2]int{a.From, a.To}
		was := seen[key]
		seen[key] = true
		return was
	})
}
