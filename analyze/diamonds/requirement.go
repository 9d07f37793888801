package diamonds

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// requirementSkew finds the modules that a unit lists and builds at a version of
// another class than some selected module asks for.
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

// misfits are the askers that want a version of another class than what is built, the
// unit itself left out: those that go.mod requires directly first, then those that it
// lists, then the lowest version.
func (r *resolved) misfits(i int) []asker {
	class := gomod.Class(built(&r.lock.Packages[i]))
	var out []asker
	for _, a := range r.askers[i] {
		if !r.isRoot(a.from) && gomod.Class(a.version) != class {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b asker) int {
		if x, y := r.nearness(a.from), r.nearness(b.from); x != y {
			return y - x
		}
		return gomod.Compare(a.version, b.version)
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
		Severity:       r.judgeMismatch(i, misfits),
		Message:        r.mismatchMessage(p, a, len(misfits)-1),
		Incompatible:   true,
		DirectVersions: min(1, r.nearness(i)/2),
		Versions:       r.asked(i),
		Selected:       built(p),
		Location:       r.mismatchLine(p, a),
		Fix:            r.mismatchFix(p, a),
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

// judgeMismatch grades the rule. Only what the unit's own code requires is more than
// noise, and only where a module that go.mod lists is what asks for the other class.
func (r *resolved) judgeMismatch(i int, misfits []asker) finding.Severity {
	p := &r.lock.Packages[i]
	severity := finding.Noise
	for _, a := range misfits {
		severity = worse(severity, r.judgeAsker(p, a))
	}
	switch {
	case r.production():
		return severity
	case severity == finding.Problem:
		return finding.Smell
	}
	return finding.Noise
}

func worse(a, b finding.Severity) finding.Severity {
	if b.Rank() > a.Rank() {
		return b
	}
	return a
}

func (r *resolved) judgeAsker(p *modules.Package, a asker) finding.Severity {
	near, direct := r.nearness(a.from), r.requires[p.Name] != nil && !r.requires[p.Name].Indirect
	switch {
	case near == 0:
		return finding.Noise
	case direct && (heldDown(p, a) || slices.Contains(p.Retracted, p.Version)):
		return finding.Problem
	case !direct, unpromising(p.Name), gomod.IsPseudo(a.version) && gomod.Class(a.version) == "0.0", gomod.IsPseudo(built(p)) && gomod.Class(built(p)) == "0.0":
		return finding.Noise
	case near == 2 && !bothZero(a.version, built(p)):
		return finding.Problem
	}
	return finding.Smell
}

// heldDown reports that a replacement builds less than what is asked for.
func heldDown(p *modules.Package, a asker) bool {
	return built(p) != p.Version && gomod.Compare(built(p), a.version) < 0
}

func bothZero(a, b string) bool {
	return strings.HasPrefix(gomod.Class(a), "0.") && strings.HasPrefix(gomod.Class(b), "0.")
}

// unpromising tells the modules that count 0.x upwards for years and keep compatible
// all the same: their classes mean nothing.
func unpromising(name string) bool {
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
	text := fmt.Sprintf("%s builds %s %s, but %s asks for %s%s (%s)", r.unit.Manifest, p.Name, built(p), r.label(a.from), a.version, more, breaks(a.version, built(p)))
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
	entrance := r.entrance(a.from)
	switch {
	case heldDown(p, a):
		fix.Edit = fmt.Sprintf("Raise the replacement of %s to %s or later, or drop it: %s needs that version", p.Name, a.version, r.label(a.from))
	case from.FirstParty():
		fix.Edit = fmt.Sprintf("Raise %s to %s in the go.mod of %s, and adapt that module", p.Name, built(p), from.Unit)
		fix.Version = built(p)
		fix.Command = inFolders([]string{from.Unit}, "go get "+p.Name+"@"+built(p))
	case r.nearness(a.from) > 0:
		fix.Edit = fmt.Sprintf("Raise %s in %s to a release that asks for %s %s; which one, if there is one, cannot be told offline", from.Name, r.unit.Manifest, p.Name, classWords(built(p)))
		fix.Command = inFolders([]string{r.unit.Path}, "go list -m -u "+from.Name)
	case entrance != nil:
		fix.Edit = fmt.Sprintf("No single edit is known to remove it: %s is not listed in %s and comes in by %s, so look for a release of that which brings a newer one", from.Name, r.unit.Manifest, entrance.Name)
		fix.Command = inFolders([]string{r.unit.Path}, "go mod why -m "+from.Name)
	default:
		fix.Edit = "No edit in this repository is known to remove it"
	}
	return fix
}

// classWords says a class for a reader: "v0.25", "v2".
func classWords(v string) string { return "v" + gomod.Class(v) }
