package facts

import (
	"slices"

	"seam/analyze/services"
)

// align gives services of the base that the head calls otherwise the head's names, so that
// one which another manifest now names, too, is not told as gone and new. Two are the same
// if each is missing by its name on the other side, one goes by the name of the other, and
// no code folder speaks against it.
func align(base, head *services.Graph) {
	gone, added := without(base, head), without(head, base)
	names := map[string]string{}
	for _, s := range gone {
		var same []string
		for _, t := range added {
			if s.Path != "" && t.Path != "" && s.Path != t.Path {
				continue
			}
			if slices.Contains(t.Aliases, s.Name) || slices.Contains(s.Aliases, t.Name) {
				same = append(same, t.Name)
			}
		}
		if len(same) == 1 {
			names[s.Name] = same[0]
		}
	}
	taken := map[string]int{}
	for _, now := range names {
		taken[now]++
	}
	for was, now := range names {
		if taken[now] == 1 {
			rename(base, was, now)
		}
	}
}

// without lists the services of a graph whose names another one does not have.
func without(g, other *services.Graph) []services.Service {
	named := map[string]bool{}
	for _, s := range other.Services {
		named[s.Name] = true
	}
	return slices.DeleteFunc(slices.Clone(g.Services), func(s services.Service) bool { return named[s.Name] })
}

// rename gives a service of a graph another name.
func rename(g *services.Graph, was, now string) {
	for i := range g.Services {
		if g.Services[i].Name == was {
			g.Services[i].Name = now
		}
	}
	for i := range g.Edges {
		if g.Edges[i].From == was {
			g.Edges[i].From = now
		}
		if g.Edges[i].To == was {
			g.Edges[i].To = now
		}
	}
	g.Details[now] = g.Details[was]
	delete(g.Details, was)
}
