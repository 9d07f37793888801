package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/report/model"
	"seam/report/phrase"
)

// service explains a unit of deployment, by its name or one of its other names: where it
// is declared, when its turn is, what it needs and what needs it.
func service(r *model.Report, name string) *model.Explanation {
	s := serviceOf(r, name)
	if s == nil {
		return nil
	}
	d := r.Deploy
	e := &model.Explanation{
		ID: "service:" + s.Name, Kind: "service", Title: s.Name, Text: turn(d, s),
		Definitions: define("wave", "confidence-of-an-edge"), More: []string{"services", "deploy"},
		Facts: []model.Fact{
			{Name: "kind", Value: s.Kind, Text: "the strongest kind of declaration"},
			{Name: "class", Value: string(s.Class), Text: "units of class telemetry and test order nothing"},
			{Name: "code", Value: orNone(s.Path)},
		},
	}
	e.Facts = append(e.Facts, someOf("also called", s.Aliases, "")...)
	e.Facts = append(e.Facts, someOf("declared owner of its code", d.Owners[s.Name], "")...)
	e.Facts = append(e.Facts, candidateAt(r, s.Path)...)
	if list, ok := d.Rollback[s.Name]; ok {
		e.Facts = append(e.Facts, model.Fact{Name: "rolls back with it", Value: orNone(phrase.Few(list, mostNamed)), Text: "callers first"})
	}
	if s.Job != nil {
		e.Facts = append(e.Facts, model.Fact{Name: "job", Value: s.Job.By, Text: "it runs and ends, by " + s.Job.At.String() + ": it has its place in the order, and is nothing to split out"})
	}
	for _, w := range s.Entries {
		e.Facts = append(e.Facts, model.Fact{Name: "way in from outside", Value: strings.TrimSpace(w.Host + " " + w.Path), Text: w.Kind + " at " + w.At.String()})
	}
	if len(s.Evidence) > 0 {
		e.Proof = append(e.Proof, model.Proof{Text: "declared at", Places: places(s.Evidence)})
		e.Commands = append(e.Commands, show(s.Evidence[0].File, s.Evidence[0].Line))
	}
	e.Proof = append(e.Proof, calls(d.Edges, s.Name)...)
	for _, u := range d.Unknown {
		if u.Service == s.Name {
			e.Proof = append(e.Proof, model.Proof{Text: "a call without a known target, " + u.Reason, Places: []string{finding.Location{File: u.File, Line: u.Line}.String()}})
		}
	}
	e.Commands = append(e.Commands, model.Command{Shows: "who must follow a change of it", Run: "seam impact " + finding.ShellWord("service:"+s.Name)})
	if slices.ContainsFunc(d.Waves, func(w []string) bool { return slices.Contains(w, s.Name) }) { // what has no place in the order rolls nothing back
		e.Commands = append(e.Commands, model.Command{Shows: "what rolls back with it, step by step", Run: "seam deploy --rollback " + finding.ShellWord(s.Name)})
	}
	return e
}

// serviceOf looks a unit up by its name, then by its other names.
func serviceOf(r *model.Report, name string) *services.Service {
	if r.Deploy == nil {
		return nil
	}
	list := r.Deploy.Services
	i := slices.IndexFunc(list, func(s services.Service) bool { return s.Name == name })
	if i < 0 {
		i = slices.IndexFunc(list, func(s services.Service) bool { return slices.Contains(s.Aliases, name) })
	}
	if i < 0 {
		return nil
	}
	return &list[i]
}

// turn is when a unit is deployed, in a sentence.
func turn(d *model.Deploy, s *services.Service) string {
	for i, w := range d.Waves {
		if !slices.Contains(w, s.Name) {
			continue
		}
		if len(d.Waves) == 1 {
			return fmt.Sprintf("It can be deployed at any time: no order between the %d units was seen.", len(w))
		}
		with := "alone"
		if n := len(w) - 1; n > 0 {
			with = "with " + phrase.Plural(n, "other unit", "other units")
		}
		return fmt.Sprintf("It is deployed in wave %d of %d, %s.", i+1, len(d.Waves), with)
	}
	if slices.Contains(d.Programs, s.Name) {
		return "It stands in no wave: nothing here says that the program is deployed."
	}
	return fmt.Sprintf("It stands in no wave: what is of class %s orders nothing.", s.Class)
}

// calls is what a unit needs and what needs it, one proof for each edge.
func calls(edges []services.Edge, name string) []model.Proof {
	var out []model.Proof
	for _, side := range []struct {
		text string
		own  func(services.Edge) bool
	}{
		{"it needs", func(x services.Edge) bool { return x.From == name }},
		{"it is needed by", func(x services.Edge) bool { return x.To == name }},
	} {
		for _, x := range edges {
			if side.own(x) {
				out = append(out, model.Proof{Text: fmt.Sprintf("%s, class %s, confidence %s", side.text, x.Class, number(x.Confidence)), Path: []string{x.From, x.To}, Places: seenAt(x)})
			}
		}
	}
	return out
}

// seenAt is the lines that show a call.
func seenAt(x services.Edge) []string {
	var out []string
	for _, v := range x.Evidence {
		if at := (finding.Location{File: v.File, Line: v.Line}).String(); !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// wave explains a step of the deployment order, by its number: "wave 2".
func wave(r *model.Report, name string) *model.Explanation {
	if r.Deploy == nil {
		return nil
	}
	waves := r.Deploy.Waves
	n, err := strconv.Atoi(strings.TrimPrefix(strings.ToLower(name), "wave "))
	if err != nil || n < 1 || n > len(waves) {
		return nil
	}
	e := &model.Explanation{
		ID: fmt.Sprintf("wave:%d", n), Kind: "wave", Title: fmt.Sprintf("wave %d", n), Definitions: define("wave"), More: []string{"deploy"},
		Text:     fmt.Sprintf("Wave %d of %d: %s that can go out at once, after the waves before.", n, len(waves), phrase.Plural(len(waves[n-1]), "unit", "units")),
		Commands: []model.Command{{Shows: "the whole order, with the line behind every edge", Run: "seam deploy"}},
	}
	for _, unit := range waves[n-1] {
		e.Facts = append(e.Facts, model.Fact{Name: unit, Value: waitsFor(r.Deploy, unit, waves[:n-1])})
	}
	return e
}

// waitsFor is why a unit stands in its wave: what it needs of the waves before.
func waitsFor(d *model.Deploy, unit string, before [][]string) string {
	var list []string
	earlier := slices.Concat(before...)
	for _, x := range d.Edges {
		if x.From == unit && !x.Contradicted && slices.Contains(earlier, x.To) && !slices.Contains(list, x.To) {
			list = append(list, x.To)
		}
	}
	if len(list) == 0 {
		return "waits for nobody"
	}
	return "waits for " + phrase.Few(list, mostNamed)
}
