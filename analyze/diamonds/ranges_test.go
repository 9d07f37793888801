package diamonds

import (
	"fmt"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// What two manifests ask for as ranges is judged by what the ranges mean.
func TestRangesAreJudgedByWhatTheyMean(t *testing.T) {
	unit := func(ecosystem, path, name, dependency, version string) modules.Unit {
		file := path + "/manifest"
		return modules.Unit{Path: path, Manifest: file, Ecosystem: ecosystem, Name: name, Requirements: []modules.Requirement{
			{Name: dependency, Version: version, Location: finding.Location{File: file, Line: 1}},
		}}
	}
	for name, c := range map[string]struct {
		units []modules.Unit
		want  string
	}{
		"one range, written in two ways": {[]modules.Unit{unit("cargo", "a", "a", "x", "0.3"), unit("cargo", "b", "b", "x", "0.3.0")}, "[]"},
		"ranges of two classes":          {[]modules.Unit{unit("cargo", "a", "a", "x", "0.3"), unit("cargo", "b", "b", "x", "0.4")}, "[workspace-skew problem]"},
		"ranges that overlap":            {[]modules.Unit{unit("cargo", "a", "a", "x", "1.2"), unit("cargo", "b", "b", "x", "1.4")}, "[workspace-skew smell]"},
		"own unit, low bounds":           {[]modules.Unit{unit("cargo", "a", "a", "x", "1.2"), unit("cargo", "b", "b", "x", "1.4"), {Path: "x", Ecosystem: "cargo", Name: "x"}}, "[first-party-skew smell]"},
		"own unit, apart":                {[]modules.Unit{unit("cargo", "a", "a", "x", "1.2"), unit("cargo", "b", "b", "x", "2.4"), {Path: "x", Ecosystem: "cargo", Name: "x"}}, "[first-party-skew problem]"},
		"a test of that name is not own": {[]modules.Unit{unit("cargo", "a", "a", "x", "1.2"), unit("cargo", "b", "b", "x", "2.4"), {Path: "tests/x", Ecosystem: "cargo", Name: "x"}}, "[workspace-skew problem]"},
		"gems' ranges that overlap":      {[]modules.Unit{unit("bundler", "a", "a", "x", ">= 1.4"), unit("bundler", "b", "b", "x", "~> 2.0")}, "[workspace-skew smell]"},
		"gems' ranges that do not":       {[]modules.Unit{unit("bundler", "a", "a", "x", "~> 1.4"), unit("bundler", "b", "b", "x", "~> 2.0")}, "[workspace-skew problem]"},
		"a gem's version left out":       {[]modules.Unit{unit("bundler", "a", "a", "x", "!= 1.4.1"), unit("bundler", "b", "b", "x", "~> 2.0")}, "[]"},
		"pins of one version":            {[]modules.Unit{unit("python", "a", "a", "x", "==1.0"), unit("python", "b", "b", "x", "==1.0.0")}, "[]"},
		"pins that differ by an epoch":   {[]modules.Unit{unit("python", "a", "a", "x", "==1.0"), unit("python", "b", "b", "x", "==1!1.0")}, "[workspace-skew problem]"},
	} {
		got := []string{}
		whole := modules.Unit{Path: "whole", Ecosystem: c.units[0].Ecosystem, Requirements: []modules.Requirement{{Unit: "a"}, {Unit: "b"}}}
		for _, d := range Find(&modules.Set{Units: append(c.units, whole)}, Options{}).Diamonds {
			got = append(got, fmt.Sprintf("%s %s", d.Rule, d.Severity))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}
