package main

import (
	"fmt"
	"path/filepath"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/report/model"
	"seam/report/phrase"
)

// silence says, where a check has nothing to print, what it looked at; and how many new
// findings do not fail it. It is for standard error.
func (v verdict) silence(s *model.Check, f checkFlags) string {
	quiet := 0
	for _, n := range s.New {
		if n.Severity.Rank() < s.ShownFrom().Rank() {
			quiet++
		}
	}
	if quiet < len(s.New) {
		return ""
	}
	tail := "nothing new"
	switch {
	case quiet > 0 && v.baseline != nil: // a list of problems says nothing of which smells are old
		tail = fmt.Sprintf("nothing new that fails; %s not listed: --fail-on smell shows %s, seam baseline --fail-on smell lists %s",
			english.Count(quiet, "smell")+english.Choose(quiet, " is", " are"), them(quiet), them(quiet))
	case quiet > 0:
		tail = fmt.Sprintf("nothing new that fails, %s: --fail-on smell shows %s", english.Count(quiet, "new smell"), them(quiet))
	}
	if n := len(s.Suppressed); n > 0 {
		tail += fmt.Sprintf("; %s suppressed by seam.yaml", english.Count(n, "finding"))
	}
	return v.compared(f) + tail
}

// standing names the caveats that are not this change's: they do not break the silence.
func standing(r *model.Report) string {
	old := r.Warnings[len(r.Warnings)-r.Check.Standing:]
	if len(old) == 0 {
		return ""
	}
	text := "not checked, as before: " + phrase.Visible(masked(old[0].Message))
	if n := len(old) - 1; n > 0 {
		text += fmt.Sprintf(" (%s)", english.Count(n, "more caveat"))
	}
	return text
}

func them(n int) string { return english.Choose(n, "it", "them") }

// compared says what was looked at, with the colon behind it.
func (v verdict) compared(f checkFlags) string {
	after := v.after.Input
	switch {
	case v.baseline != nil:
		return fmt.Sprintf("held %s at %s against %s of %s: ", english.Count(manifests(after.Modules), "manifest"), f.head, entries(len(v.baseline.Entries)), baseName(f.baseline))
	case v.gate.SkippedManifests && after.Imports == nil:
		return fmt.Sprintf("no manifest and no lock file differs between %s and %s: ", f.base, f.head)
	case v.gate.SkippedManifests:
		return fmt.Sprintf("compared imports at %s and %s, no manifest and no lock file differs: ", f.base, f.head)
	}
	n, m := manifests(v.before.Input.Modules), manifests(after.Modules)
	switch {
	case n == 0 && m == 0:
		return fmt.Sprintf("no manifest at %s or %s: ", f.base, f.head)
	case n == m:
		return fmt.Sprintf("compared %s at %s and %s: ", english.Count(n, "manifest"), f.base, f.head)
	}
	return fmt.Sprintf("compared %s at %s and %d at %s: ", english.Count(n, "manifest"), f.base, m, f.head)
}

// manifests counts those at and below the analysed folder.
func manifests(set *modules.Set) int {
	n := 0
	for _, u := range set.Units {
		if !repo.Outside(u.Manifest) {
			n++
		}
	}
	for _, w := range set.Workspaces {
		if !repo.Outside(w.Manifest) {
			n++
		}
	}
	return n
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// baseName is a file's name without the folders of this machine.
func baseName(file string) string { return filepath.Base(file) }

// least is what a baseline is written from: the severity that the gate fails on.
func least(failOn string) (finding.Severity, error) {
	s, err := severity(failOn)
	if err == nil && s == "" {
		err = usage{fmt.Errorf("--fail-on never: a check that never fails needs no baseline"), ""}
	}
	return s, err
}
