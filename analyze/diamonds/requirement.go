package diamonds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// requirementSkew finds the modules that a unit lists and builds at a version of
// another class than some other module that it lists asks for.
func (r *resolved) requirementSkew() []Diamond {
	var out []Diamond
	for i := range r.lock.Packages {
		p := &r.lock.Packages[i]
		if q := r.requires[p.Name]; q == nil || inFolder(p) || r.isRoot(i) {
			continue
		}
		if misfits := r.misfits(i); len(misfits) > 0 {
			out = append(out, r.mismatch(i, misfits))
		}
	}
	return out
}

// misfits are the listed askers that want a version of another class than what is built,
// the unit itself left out: what matters most first. What comes in behind listed modules is
// left out: go.mod lists all that the build needs, so nothing of theirs is built here.
func (r *resolved) misfits(i int) []asker {
	p := &r.lock.Packages[i]
	class := gomod.Class(built(p))
	var out []asker
	for _, a := range r.askers[i] {
		if !r.isRoot(a.from) && r.nearness(a.from) > 0 && gomod.Class(a.version) != class {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b asker) int {
		return cmp.Or(
			cmp.Compare(r.judgeAsker(p, b).Rank(), r.judgeAsker(p, a).Rank()),
			cmp.Compare(r.nearness(b.from), r.nearness(a.from)),
			gomod.Compare(a.version, b.version),
		)
	})
	return out
}

// nearness is 2 for what go.mod requires directly and for other units, 1 for what it
// lists, 0 for what comes in behind those.
func (r *resolved) nearness(i int) int {
	p := &r.lock.Packages[i]
	q := r.requires[p.Name]
	switch {
	case p.FirstParty(), q != nil && !q.Indirect:
		return 2
	case q != nil:
		return 1
	}
	return 0
}

func (r *resolved) mismatch(i int, misfits []asker) Diamond {
	p := &r.lock.Packages[i]
	a := misfits[0]
	return Diamond{
		ID:             "diamond:" + GoRequirementSkew + ":" + ecosystem + ":" + p.Name + ":" + r.unit.Path,
		Rule:           GoRequirementSkew,
		Ecosystem:      ecosystem,
		Unit:           r.unit.Path,
		Dependency:     p.Name,
		Severity:       r.judgeMismatch(p, a),
		Message:        r.mismatchMessage(p, a, len(misfits)-1),
		Incompatible:   true,
		DirectVersions: min(1, r.nearness(i)/2),
		Versions:       r.asked(i),
		Selected:       built(p),
		Location:       r.mismatchLine(p, a),
		Fix:            r.mismatchFix(p, a),
		Question:       r.question(p, a),
		Key: finding.Key{
			Group:   GoRequirementSkew + " " + ecosystem + " " + p.Name + " " + r.unit.Path,
			Classes: r.classes(p, misfits),
			Folders: []string{r.unit.Path},
		},
	}
}

func (r *resolved) classes(p *modules.Package, misfits []asker) []string {
	out := []string{gomod.Class(built(p))}
	for _, a := range misfits {
		out = append(out, gomod.Class(a.version))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// judgeMismatch grades the rule by the worst misfit, one step lower outside the product.
func (r *resolved) judgeMismatch(p *modules.Package, worst asker) finding.Severity {
	severity := r.judgeAsker(p, worst)
	switch {
	case r.production():
		return severity
	case severity == finding.Problem:
		return finding.Smell
	}
	return finding.Noise
}

// judgeAsker grades one misfit. Only of what the unit's own code requires it is more
// than noise; of 0.y versions, and where the unit does not require the asker itself, a
// smell.
func (r *resolved) judgeAsker(p *modules.Package, a asker) finding.Severity {
	near, direct := r.nearness(a.from), r.requires[p.Name] != nil && !r.requires[p.Name].Indirect
	switch {
	case direct && (heldDown(p, a) || slices.Contains(p.Retracted, p.Version)):
		return finding.Problem
	case !direct, Unpromising(p.Name), gomod.IsPseudo(a.version) && gomod.Class(a.version) == "0.0", gomod.IsPseudo(built(p)) && gomod.Class(built(p)) == "0.0":
		return finding.Noise
	case near == 2 && !unpromised(a.version, built(p)):
		return finding.Problem
	}
	return finding.Smell
}

// heldDown reports that a replacement builds less than what is asked for. A version
// "+incompatible" is from before the module had a go.mod, however high it counts: one
// with a go.mod is no step down (k8s.io/client-go v0.18.0 came after v11.0.0).
func heldDown(p *modules.Package, a asker) bool {
	legacy := gomod.IsIncompatible(a.version) && !gomod.IsIncompatible(built(p))
	return built(p) != p.Version && !legacy && gomod.Compare(built(p), a.version) < 0
}

// unpromised reports that one of two versions is a 0.y: such a version promised nothing,
// and often the step from it breaks nothing either.
func unpromised(a, b string) bool {
	return strings.HasPrefix(gomod.Class(a), "0.") || strings.HasPrefix(gomod.Class(b), "0.")
}

// Unpromising tells the modules that count 0.x upwards for years and keep compatible
// all the same: their classes mean nothing.
func Unpromising(name string) bool {
	return strings.HasPrefix(name, "golang.org/x/") || name == "google.golang.org/genproto" || strings.HasPrefix(name, "google.golang.org/genproto/")
}

func (r *resolved) mismatchMessage(p *modules.Package, a asker, others int) string {
	more := ""
	if others > 0 {
		more = fmt.Sprintf(", and %d more modules ask for another class", others)
	}
	if others == 1 {
		more = ", and one more module asks for another class"
	}
	text := fmt.Sprintf("%s builds %s %s, but %s asks for %s%s (%s)", r.unit.Manifest, p.Name, built(p), r.label(a.from), a.version, more, breaks(p.Name, a.version, built(p)))
	if slices.Contains(p.Retracted, p.Version) {
		text += fmt.Sprintf("; the authors of %s took %s back", p.Name, p.Version)
	}
	return text
}

// mismatchLine is the line that the edit begins with.
func (r *resolved) mismatchLine(p *modules.Package, a asker) finding.Location {
	if heldDown(p, a) {
		return p.Replaced.Location
	}
	return r.line(a.from)
}

// mismatchFix names the requirement to raise. Which release of it agrees cannot be told
// offline, so no version is named.
func (r *resolved) mismatchFix(p *modules.Package, a asker) *finding.Fix {
	at := r.mismatchLine(p, a)
	fix := &finding.Fix{File: at.File, Line: at.Line}
	from := &r.lock.Packages[a.from]
	switch {
	case heldDown(p, a):
		fix.Edit = fmt.Sprintf("Raise the replacement of %s to %s or later, or drop it: %s needs that version", p.Name, a.version, r.label(a.from))
	case from.FirstParty():
		fix.Edit = fmt.Sprintf("Raise %s to %s in the go.mod of %s, and adapt that module", p.Name, built(p), from.Unit)
		fix.Version = built(p)
		fix.Command = inFolders([]string{from.Unit}, "go get "+p.Name+"@"+built(p))
	default:
		fix.Edit = fmt.Sprintf("Raise %s in %s to a release that asks for %s %s; which one, if there is one, cannot be told offline", from.Name, r.unit.Manifest, p.Name, classWords(built(p)))
		fix.Command = inFolders([]string{r.unit.Path}, "go list -m -u "+from.Name)
	}
	return fix
}

// classWords says a class for a reader: "v0.25", "v2".
func classWords(v string) string { return "v" + gomod.Class(v) }
