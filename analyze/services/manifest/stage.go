package manifest

import (
	"path"
	"strings"

	"seam/analyze/finding"
)

// Stage is what a tool deploys in one go, and the stages that it waits for. Its fields name
// units in several ways; what none of them goes by is passed over.
type Stage struct {
	Kind   Kind
	Names  []string // of units
	Images []string // last path segments, without tag
	Paths  []string // of their code, or of what declares them: files, patterns of files, folders
	After  []After
}

// After is an edge from a stage to one that must run before it.
type After struct {
	Stage int // index into the list of Stages
	At    finding.Location
}

// Stages reads the orders that no manifest of a unit states: skaffold.yaml, the workflows
// of GitHub Actions and the pipeline of GitLab.
func Stages(s *Source) []Stage {
	out := skaffoldStages(s)
	for _, w := range append(workflows(s), pipeline(s)) {
		for i, j := range w {
			for k := range j.After {
				w[i].After[k].Stage += len(out)
			}
		}
		out = append(out, w...)
	}
	return out
}

// isPath tells paths of the tree from other words.
func isPath(s string) bool {
	return strings.ContainsAny(s, "/.") && !path.IsAbs(s) && !strings.ContainsAny(s, "$~ ") && !strings.Contains(s, "://")
}
