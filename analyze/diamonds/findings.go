package diamonds

import (
	"fmt"

	"seam/analyze/finding"
)

// maxRelated bounds the further places of one finding.
const maxRelated = 10

// Findings turns diamonds into what a gate acts on. A fingerprint is made of the rule,
// the ecosystem, the dependency, the set of version classes and the folders of the
// manifests below the highest class: no exact version and no line, so that neither a
// patch release nor a moved line makes a known conflict new.
func Findings(ds []Diamond) []finding.Finding {
	out := make([]finding.Finding, 0, len(ds))
	for _, d := range ds {
		key := d.Key
		out = append(out, finding.Finding{
			ID:          d.ID,
			Rule:        d.Rule,
			Severity:    d.Severity,
			Message:     d.Message,
			Location:    d.Location,
			Related:     d.related(),
			Ways:        d.ways(),
			Fingerprint: key.Fingerprint(),
			Key:         &key,
			Also:        d.Also,
			Fix:         d.Fix,
			Dependency:  d.Dependency,
			Cause:       d.Cause,
		})
	}
	finding.Sort(out)
	return out
}

// related names the first requiring line of every version but the one that stands at
// the finding's own place.
func (d Diamond) related() []finding.Related {
	var out []finding.Related
	for _, v := range d.Versions {
		for i, at := range v.Locations {
			if at == d.Location {
				continue
			}
			if len(out) < maxRelated {
				out = append(out, finding.Related{Location: at, Message: fmt.Sprintf("%s wants %s", v.RequiredBy[i], v.Version)})
			}
			break
		}
	}
	return out
}

// ways is the path of every version that has one, with the first line that asks for it.
func (d Diamond) ways() []finding.Way {
	var out []finding.Way
	for _, v := range d.Versions {
		if len(v.Path) > 1 && len(v.Locations) > 0 && len(out) < maxRelated {
			out = append(out, finding.Way{Location: v.Locations[0], Steps: v.Path})
		}
	}
	return out
}
