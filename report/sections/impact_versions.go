package sections

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/impact"
	"seam/report/doc"
	"seam/report/phrase"
)

func impactVersions(v *impact.Versions) doc.Section {
	s := doc.Section{ID: "impact-versions", Title: "Who asks for which version"}
	switch {
	case len(v.Lags) == 0:
		s.Lead = "No manifest that was read asks for a version of it."
		return s
	case v.Releases == 0:
		s.Lead = fmt.Sprintf("%s for it; not enough data on its releases: no tag and no manifest names one.", phrase.Plural(len(v.Lags), "manifest asks", "manifests ask"))
	default:
		s.Lead = fmt.Sprintf("%s for it: %s. %s known from %s, the newest is %s.", phrase.Plural(len(v.Lags), "manifest asks", "manifests ask"), behindOf(v),
			phrase.Plural(v.Releases, "release is", "releases are"), sourceOf(v), v.Newest)
	}
	t := doc.Table{Caption: "Behind = newer releases, and different major numbers among them; local = built with what lies in this repository",
		Most: 20, Columns: []doc.Column{{Title: "Consumer", Kind: doc.Ident}, {Title: "Asks for", Kind: doc.Word}, {Title: "Behind", Kind: doc.Number}, {Title: "Majors", Kind: doc.Number}, {Title: "Local", Kind: doc.Word}, {Title: "Stands at", Kind: doc.Ident, Fine: true}}}
	for _, l := range v.Lags {
		name, behind, majors, built := l.Consumer, "not known", "", ""
		if l.Repository != "" {
			name = l.Repository + ": " + name
		}
		if l.Known {
			behind, majors = phrase.Count(l.Releases), phrase.Count(l.Majors)
		}
		if l.Local {
			built = "yes"
		}
		t.Rows = append(t.Rows, doc.Cells(name, l.Requires, behind, majors, built, l.At.String()))
	}
	s.Tables = []doc.Table{t}
	return s
}

// fromSource reports whether every consumer is built with what lies in the repository and
// names no version.
func fromSource(v *impact.Versions) bool {
	return len(v.Lags) > 0 && v.Adoption.Samples == 0 && !slices.ContainsFunc(v.Lags, func(l impact.Lag) bool { return !l.Local || l.Known })
}

// behindOf counts consumers by how far they are.
func behindOf(v *impact.Versions) string {
	newest, behind, majors, unknown := 0, 0, 0, 0
	for _, l := range v.Lags {
		switch {
		case !l.Known:
			unknown++
		case l.Releases == 0:
			newest++
		case l.Majors > 0:
			majors++
		default:
			behind++
		}
	}
	var out []string
	for _, x := range []struct {
		n    int
		text string
	}{{newest, "at the newest release"}, {behind, "behind within its major version"}, {majors, "behind by a major version or more"}, {unknown, "not known"}} {
		if x.n > 0 {
			out = append(out, phrase.Count(x.n)+" "+x.text)
		}
	}
	return strings.Join(out, ", ")
}

func sourceOf(v *impact.Versions) string {
	if v.Source == impact.FromTags {
		return "tags " + v.Pattern
	}
	return "the versions that manifests here have named, which need not be all"
}

func impactAdoption(v *impact.Versions) doc.Section {
	s := doc.Section{ID: "impact-adoption", Title: "How long it took to follow before"}
	a := v.Adoption
	switch {
	case a == nil || a.Samples == 0:
		s.Lead = "Not enough data: no manifest moved from one known release to another."
		return s
	case a.Median == nil:
		s.Lead = fmt.Sprintf("Not enough data: %s of a manifest to a known release.", phrase.Plural(a.Samples, "move", "moves"))
	case *a.Median == 0:
		s.Lead = fmt.Sprintf("In the median the release itself asks for it, or a commit before it (%s).", phrase.Plural(a.Samples, "sample", "samples"))
	default:
		s.Lead = fmt.Sprintf("%s in the median, from a release to the commit that asks for it (%s).", days(*a.Median), phrase.Plural(a.Samples, "sample", "samples"))
	}
	t := doc.Table{Caption: "By consumer, slowest first",
		Most: 12, Columns: []doc.Column{{Title: "Consumer", Kind: doc.Ident}, {Title: "Median days", Kind: doc.Number}, {Title: "Samples", Kind: doc.Number}}}
	for _, c := range a.Consumers {
		m := "not enough data"
		if c.Median != nil {
			m = phrase.Score(*c.Median)
		}
		t.Rows = append(t.Rows, doc.Cells(c.Consumer, m, phrase.Count(c.Samples)))
	}
	s.Tables = doc.FilledTables(t)
	if v.Source == impact.FromManifests {
		s.Notes = append(s.Notes, "Releases are dated by the first manifest that names them, so that the first to follow are no samples.")
	}
	return s
}

func days(n float64) string {
	if n == 1 {
		return "1 day"
	}
	return phrase.Score(n) + " days"
}
