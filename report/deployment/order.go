// Package deployment writes the order in which services are deployed for the programs that
// deploy them: a workflow of GitHub Actions, sync waves of Argo CD; and the services as a
// catalogue of Backstage. Names come from the repository and mean nothing to those
// programs: each is quoted, and identifiers are made of letters, digits and the few marks
// that each program allows.
//
// Source: jobs.<job_id>.needs of GitHub Actions, sync waves of Argo CD, the descriptor
// format of Backstage. Limits: what deploys a service is left to a script of the reader's.
package deployment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/services"
	"seam/graph"
	"seam/report/model"
	"seam/report/phrase"
)

// order is what is given out together, and what each group waits for: the same for the
// deployment of everything and for that of a change.
type order struct {
	Groups []orderGroup // the first wave first, then by name
}

// orderGroup is one service, or several that need each other.
type orderGroup struct {
	Names []string // sorted, never empty
	Wave  int      // from 0
	Needs []int    // indexes into order.Groups: what it waits for, without what these wait for, too
}

// orderOf is the order of a report's change, else of its deployment.
func orderOf(r *model.Report) order {
	if r.Rollout != nil {
		return newOrder(r.Rollout.Services, func(yield func(graph.Edge) bool) {
			for _, c := range r.Rollout.Constraints {
				if !yield(graph.Edge{From: c.Then, To: c.First}) {
					return
				}
			}
		})
	}
	return newOrder(slices.Concat(r.Deploy.Waves...), func(yield func(graph.Edge) bool) {
		for _, e := range r.Deploy.Edges {
			switch e.Class {
			case services.Call, services.Declared, services.Data:
				if !e.Contradicted && !yield(graph.Edge{From: e.From, To: e.To}) {
					return
				}
			}
		}
	})
}

// newOrder orders names by who needs whom.
func newOrder(names []string, needs func(func(graph.Edge) bool)) order {
	g := graph.New(names, needs)
	group := make([]int, g.Len())
	var o order
	for w, nodes := range graph.Waves(g) {
		at := map[int]int{} // component -> group
		component := componentOf(g)
		for _, i := range nodes {
			k, known := at[component[i]]
			if !known {
				k = len(o.Groups)
				at[component[i]] = k
				o.Groups = append(o.Groups, orderGroup{Wave: w})
			}
			group[i] = k
			o.Groups[k].Names = append(o.Groups[k].Names, g.Name(i))
		}
	}
	o.need(g, group)
	return o
}

func componentOf(g *graph.Graph) []int {
	out := make([]int, g.Len())
	for k, nodes := range graph.SCCs(g) {
		for _, i := range nodes {
			out[i] = k
		}
	}
	return out
}

// need fills in what groups wait for.
func (o *order) need(g *graph.Graph, group []int) {
	names := make([]string, len(o.Groups))
	for k := range names {
		names[k] = fmt.Sprintf("%09d", k)
	}
	reduced := graph.Reduced(g.Quotient(group, names))
	for k := range o.Groups {
		o.Groups[k].Needs = slices.Clone(reduced.Out(k))
	}
}

// madeBy is the line that generated files begin with.
func madeBy(r *model.Report) string {
	return strings.TrimSpace(fmt.Sprintf("Written by %s %s for commit %s.", r.Tool.Name, phrase.Visible(r.Tool.Version), phrase.ShortID(r.Repository.Head)))
}

// identifiers makes a name for each text of the letters, digits and marks that may stand
// in it, different ones for different texts: jobs, entities and objects have no free
// names. A text that is such a name keeps it.
func identifiers(texts []string, may func(c rune) bool, most int) []string {
	ids := make([]string, len(texts))
	taken := map[string]bool{}
	for i, t := range texts {
		if ids[i] = identifier(t, may, most); ids[i] == t {
			taken[t] = true
		}
	}
	for i, base := range ids {
		if base == texts[i] {
			continue
		}
		for n := 2; taken[ids[i]]; n++ {
			suffix := fmt.Sprintf("-%d", n)
			ids[i] = base[:min(len(base), most-len(suffix))] + suffix
		}
		taken[ids[i]] = true
	}
	return ids
}

func identifier(text string, may func(c rune) bool, most int) string {
	id := strings.Map(func(c rune) rune {
		if may(c) {
			return c
		}
		return '-'
	}, text)
	id = strings.Trim(id, "-_.")
	id = strings.TrimRight(id[:min(len(id), most)], "-_.")
	if id == "" {
		return "service"
	}
	return id
}

func isASCIIWord(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// yamlText writes a text as a YAML scalar: JSON's double quotes are YAML's.
func yamlText(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(phrase.Visible(s)); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}
