package diamonds

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/finding"
)

// duplicate is a duplicate as the rules make them: NAME wanted by REQUIRERS.
func duplicate(name string, severity finding.Severity, derived bool, fix *finding.Fix, requirers ...string) Diamond {
	return Diamond{
		ID: "diamond:" + LockDuplicate + ":npm:" + name + ":.", Rule: LockDuplicate, Ecosystem: "npm", Dependency: name,
		Severity: severity, Derived: derived, Fix: fix, Versions: []Version{{Version: "1.0.0", RequiredBy: requirers}},
	}
}

func TestFold(t *testing.T) {
	update := &finding.Fix{Edit: "Update jest", File: "package.json", Line: 7}
	raise := &finding.Fix{Edit: "Raise", File: "package.json", Line: 7, Version: "^2.0.0"}
	skew := func(name string, by ...string) Diamond {
		return Diamond{ID: "diamond:" + WorkspaceSkew + ":go:" + name, Rule: WorkspaceSkew, Ecosystem: "go", Dependency: name, Versions: []Version{
			{Version: "v1.0.0", RequiredBy: by}, {Version: "v1.1.0", RequiredBy: []string{"."}}}}
	}
	merge := func(name string) Diamond {
		return Diamond{ID: "diamond:" + Dedupable + ":npm:" + name + ":.", Rule: Dedupable, Ecosystem: "npm", Dependency: name, Fix: &finding.Fix{File: "package-lock.json"}}
	}
	all := []Diamond{
		merge("ms"), merge("debug"),
		duplicate("a", finding.Smell, false, update, "jest@1.0.0"),
		duplicate("b", finding.Smell, false, update, "jest@1.0.0"),
		duplicate("c", finding.Smell, false, raise, "."),
		duplicate("d", finding.Noise, true, nil, "a@1.0.0"),
		duplicate("e", finding.Noise, true, nil, "d@1.0.0", "e@1.0.0"),
		duplicate("f", finding.Noise, true, nil, "f@1.0.0"),            // a cycle: no root
		duplicate("g", finding.Noise, true, nil, "c@1.0.0", "a@1.0.0"), // of two roots the first by name
		skew("k8s.io/api", "x"), skew("k8s.io/client-go", "x"), skew("k8s.io/utils", "y"),
	}
	fold(all)
	var got []string
	for _, g := range Groups(all) {
		var names []string
		for _, d := range g {
			name := d.Dependency
			if len(d.Folded) > 0 {
				name += fmt.Sprint(d.Folded)
			}
			names = append(names, name)
		}
		got = append(got, strings.Join(names, "+"))
	}
	if s, want := strings.Join(got, " "), "ms+debug a[d e g]+b+d+e+g c f k8s.io/api+k8s.io/client-go k8s.io/utils"; s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// What a duplicate comes from is looked for in its own lock, that of a package called like its
// ecosystem, too.
func TestFoldWithinALock(t *testing.T) {
	elsewhere := duplicate("npm", finding.Smell, false, nil, ".")
	elsewhere.ID += "/web"
	all := []Diamond{duplicate("npm", finding.Smell, false, nil, "."), elsewhere, duplicate("z", finding.Noise, true, nil, "npm@1.0.0")}
	if fold(all); len(all[0].Folded) != 1 || len(all[1].Folded) != 0 {
		t.Errorf("in the lock %v, in another %v", all[0].Folded, all[1].Folded)
	}
}

// Folders are named once and in order, however they were found.
func TestLeaveHeld(t *testing.T) {
	if got := leaveHeld([]string{"b", "a", "b"}).Edit; got != "Leave it: a, b hold another version on purpose, as the names say" {
		t.Error(got)
	}
}

// What is alone has no cause to share.
func TestFoldAlone(t *testing.T) {
	all := []Diamond{duplicate("a", finding.Smell, false, nil, ".")}
	if fold(all); all[0].Cause != "" {
		t.Errorf("cause %q", all[0].Cause)
	}
}
