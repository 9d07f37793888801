package sbt

import (
	"cmp"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/source"
)

// collector gathers what one project requires.
type collector struct {
	*build
	project *project
	out     []modules.Requirement
	visits  int // of values
}

// Bounds of what is gathered for one project.
const (
	maxRequirements = 10_000
	maxVisits       = 10_000 // values that values mention
)

// settings reads what stands in a script outside definitions.
func (c *collector) settings(s *script) {
	i := 0
	for _, d := range s.definitions {
		if d.start > i {
			c.collect(s, i, d.start, finding.Location{}, 0)
		}
		i = max(i, d.end)
	}
	c.collect(s, i, len(s.Code), finding.Location{}, 0)
}

// aside are settings that list what is not required.
var aside = source.Words(`addSbtPlugin aggregate dependencyOverrides evictionRules exclude excludeAll excludeDependencies ExclusionRule
	mimaPreviousArtifacts InclExclRule`)

// collect reads the tokens of a definition or of settings; from is the place that a value is
// mentioned at, zero for the project's own text.
func (c *collector) collect(s *script, i, end int, from finding.Location, depth int) {
	for i < end && len(c.out) < maxRequirements && c.steps < maxSteps {
		c.steps++
		switch {
		case s.Is(i, source.Word) && aside[s.Text(i)]:
			i = c.pass(s, i+1, end)
		case s.word(i, "dependsOn") && s.mark(i+1, "("):
			closing := s.closing(i+1, end)
			c.dependsOn(s, i+2, closing)
			i = closing
		case s.mark(i+1, "%") && (s.Is(i, source.String) || s.Is(i, source.Word)) && !s.mark(i-1, "%") && !s.mark(i-1, "."):
			i = c.module(s, i, end, from)
		case s.Is(i, source.Word) && !s.mark(i-1, "."):
			i = c.mentioned(s, i, from, depth)
		default:
			i++
		}
	}
}

// pass is the place behind the arguments or the value of a setting.
func (c *collector) pass(s *script, i, end int) int {
	if s.mark(i, "(") {
		return s.closing(i, end)
	}
	for depth := 0; i < end; i++ {
		switch {
		case s.mark(i, "("), s.mark(i, "{"), s.mark(i, "["):
			depth++
		case s.mark(i, ")"), s.mark(i, "}"), s.mark(i, "]"):
			if depth--; depth < 0 {
				return i
			}
		case depth == 0 && s.mark(i, ","):
			return i
		}
	}
	return end
}

// mentioned reads the value that a name stands for, if that lists requirements.
func (c *collector) mentioned(s *script, i int, from finding.Location, depth int) int {
	name, next := s.chain(i)
	if c.projects[name] != nil {
		return next // a project, whatever else has its name
	}
	d := c.value(name)
	if d == nil || depth > maxNested || c.visits > maxVisits || c.visiting[d] || s == d.script && i >= d.start && i < d.end {
		return next
	}
	if from.File == "" {
		from = s.at(i)
	}
	c.visits++
	c.visiting[d] = true
	c.collect(d.script, d.from, d.end, from, depth+1)
	delete(c.visiting, d)
	return next
}

// module reads "group" % "artifact" % "version" % "configuration" from its first text on.
func (c *collector) module(s *script, i, end int, from finding.Location) int {
	group, k := c.operand(s, i, 0)
	at := s.at(i)
	k = percents(s, k)
	artifact, next := c.operand(s, k, 0)
	if !isName(group.value) || !isName(artifact.value) || k >= end {
		return k
	}
	r := modules.Requirement{Name: group.value + ":" + artifact.value, Location: at}
	if s.word(i-2, "addCompilerPlugin") || s.word(i-2, "compilerPlugin") {
		r.Kind = modules.Development
	}
	var version text
	for first := true; s.mark(next, "%") && next < end; first = false {
		k = percents(s, next)
		name := s.Text(k)
		var v text
		v, next = c.operand(s, k, 0)
		if s.Is(k, source.String) {
			name = v.value
		}
		if kind, ok := kindOf(name); ok {
			r.Kind = cmp.Or(r.Kind, kind)
		} else if first {
			version = v
		}
	}
	r.Version = version.value
	if version.at.File != "" && version.at != at {
		r.Decides = version.at
	}
	if from.File != "" {
		if r.Location = from; r.Decides.File == "" && r.Version != "" {
			r.Decides = at
		}
	}
	c.out = append(c.out, r)
	return next
}

// percents passes %, %% and %%%.
func percents(s *script, i int) int {
	for s.mark(i, "%") {
		i++
	}
	return i
}

// kindOf says what a configuration is for; ok is false for what is none.
func kindOf(configuration string) (kind modules.Kind, ok bool) {
	first, _, _ := strings.Cut(configuration, "->")
	low := strings.ToLower(strings.TrimSpace(first))
	switch {
	case strings.Contains(low, "compile") || low == "runtime" || low == "default":
		return modules.Production, true
	case low == "test", low == "it", low == "integrationtest", low == "multi-jvm", low == "multijvm", low == "test,it", low == "it,test", low == "docs":
		return modules.Development, true
	case low == "provided", low == "optional":
		return modules.Peer, true
	}
	return modules.Production, false
}

// dependsOn reads the arguments of dependsOn.
func (c *collector) dependsOn(s *script, i, end int) {
	for i < end {
		stop := c.pass(s, i, end)
		c.depends(s, i, stop)
		i = stop + 1
	}
}

// depends reads one argument: a project, and what for.
func (c *collector) depends(s *script, i, end int) {
	for s.mark(i, "(") {
		i++
	}
	if i >= end || !s.Is(i, source.Word) {
		return
	}
	name, next := s.chain(i)
	first, _, _ := strings.Cut(name, ".")
	if first == "LocalProject" && s.mark(next, "(") && s.Is(next+1, source.String) {
		first, next = s.Code[next+1].Value(), next+3
	}
	p := c.projects[first]
	if p == nil || p == c.project {
		return
	}
	r := modules.Requirement{Name: p.name, Unit: p.folder, Location: s.at(i)}
	for ; next < end; next++ {
		if s.mark(next, "%") {
			configuration, _ := c.operand(s, next+1, 0)
			if s.Is(next+1, source.Word) {
				configuration.value, _ = s.chain(next + 1)
			}
			if kind, ok := kindOf(path.Base(configuration.value)); ok && !strings.Contains(configuration.value, "compile") {
				r.Kind = kind
			}
		}
	}
	c.out = append(c.out, r)
}

// isName reports whether a text may be a group or an artifact.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '.' && c != '-' && c != '_' && !(c >= '0' && c <= '9') && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
			return false
		}
	}
	return s != "" && s != "_" && len(s) < 200
}
