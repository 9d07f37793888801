package model

import (
	"fmt"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/report/compare"
)

// NewCheck is the gate's section. It fails if a new finding is at or above least;
// with "" it never fails.
func NewCheck(base, head string, c compare.Result, least finding.Severity) *Check {
	failing := func(f finding.Finding) bool { return least != "" && f.Severity.Rank() >= least.Rank() }
	return &Check{
		Base: base, Head: head, New: list(c.New), Gone: list(c.Gone), Unchanged: len(c.Unchanged),
		Failed: slices.ContainsFunc(c.New, failing), FailOn: least,
	}
}

// ShownFrom is the least severity of new findings that are shown where room is short: what
// fails, and problems where nothing does.
func (c *Check) ShownFrom() finding.Severity {
	if c.FailOn == "" {
		return finding.Problem
	}
	return c.FailOn
}

// Shown are the new findings from that severity on.
func (c *Check) Shown() []finding.Finding { return findingsOf(c.New, c.ShownFrom()) }

// Names lists the deployable services, sorted.
func (d *Deploy) Names() []string {
	var out []string
	for _, s := range d.Services {
		out = append(out, s.Name)
	}
	return out
}

// Rolling narrows the section to one service and what must be rolled back with it. A
// service that is not there is an error, and the section stays as it is.
func (d *Deploy) Rolling(service string) error {
	closure, ok := d.Rollback[service]
	if !ok {
		return fmt.Errorf("no service is called %q", service)
	}
	in := func(name string) bool { return name == service || slices.Contains(closure, name) }
	d.Rollback = map[string][]string{service: closure}
	d.Services = slices.DeleteFunc(slices.Clone(d.Services), func(s services.Service) bool { return !in(s.Name) })
	d.Edges = slices.DeleteFunc(slices.Clone(d.Edges), func(e services.Edge) bool { return !in(e.From) || !in(e.To) })
	d.Unknown = slices.DeleteFunc(slices.Clone(d.Unknown), func(u services.Unknown) bool { return !in(u.Service) })
	waves := [][]string{}
	for _, w := range d.Waves {
		if kept := slices.DeleteFunc(slices.Clone(w), func(n string) bool { return !in(n) }); len(kept) > 0 {
			waves = append(waves, kept)
		}
	}
	d.Waves = waves
	return nil
}
