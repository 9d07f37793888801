package services

import (
	"seam/analyze/finding"
	"seam/analyze/services/code"
)

// texts adds the files that stand in the manifests of each node, as files that it is
// handed. One that several nodes are handed, or a copy of, is a bag: it says nothing.
func (u *usage) texts(nodes []*node, wanted code.Wanted) {
	handed := map[string]map[*node]bool{} // by content
	for _, n := range nodes {
		for _, d := range n.units {
			for _, t := range d.Texts {
				if handed[t.Data] == nil {
					handed[t.Data] = map[*node]bool{}
				}
				handed[t.Data][n] = true
			}
		}
	}
	reader := code.NewReader(wanted)
	for _, n := range nodes {
		seen := map[finding.Location]bool{}
		for _, d := range n.units {
			for _, t := range d.Texts {
				if seen[t.At] {
					continue
				}
				seen[t.At] = true
				if facts := reader.Read(t.Name, []byte(t.Data)); facts != nil {
					facts.Shift(t.At.Line - 1)
					u.files[n] = append(u.files[n], belonging{file: t.At.File, handed: true, text: true, shared: len(handed[t.Data]) > 1, facts: facts})
				}
			}
		}
	}
}
