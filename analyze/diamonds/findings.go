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
			Message:     d.message(),
			Location:    d.Location,
			Related:     d.related(),
			Fingerprint: key.Fingerprint(),
			Key:         &key,
			Fix:         d.Fix,
		})
	}
	finding.Sort(out)
	return out
}

// message is one sentence: who wants what, and what that means.
func (d Diamond) message() string {
	low, high := d.Versions[0], d.Versions[len(d.Versions)-1]
	switch d.Rule {
	case ReplaceSkew:
		if len(d.Versions) == 1 {
			return fmt.Sprintf("%s is built from %s everywhere, but the replacements are spelled differently", d.Dependency, low.Version)
		}
		return fmt.Sprintf("%s is built from %s in %s and from %s in %s", d.Dependency, low.Version, some(low.RequiredBy, 3), high.Version, some(high.RequiredBy, 3))
	case GoTwoMajors:
		return fmt.Sprintf("%s stands in one manifest at two major versions, %s and %s: their types do not mix", d.Dependency, low.Version, high.Version)
	}
	return fmt.Sprintf("%s is required at %s in %s and at %s in %s (%s)",
		d.Dependency, low.Version, some(low.RequiredBy, 3), high.Version, some(high.RequiredBy, 3), breaks(low.Version, high.Version))
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
