package model

import (
	"fmt"
	"slices"

	"seam/analyze/finding"
	"seam/report/compare"
)

// NewCheck is the gate's section. It fails if a new finding is at or above least;
// with "" it never fails.
func NewCheck(base, head string, c compare.Result, least finding.Severity) *Check {
	failing := func(f finding.Finding) bool { return least != "" && f.Severity.Rank() >= least.Rank() }
	return &Check{
		Base: base, Head: head, New: list(c.New), Gone: list(c.Gone), Unchanged: len(c.Unchanged),
		Failed: slices.ContainsFunc(c.New, failing),
	}
}

// Names lists the deployable services, sorted.
func (d *Deploy) Names() []string {
	var out []string
	for _, s := range d.Services {
		out = append(out, s.Name)
	}
	return out
}

// Rolling narrows the rollback closure to one service.
func (d *Deploy) Rolling(service string) error {
	closure, ok := d.Rollback[service]
	if !ok {
		return fmt.Errorf("no service is called %q", service)
	}
	d.Rollback = map[string][]string{service: closure}
	return nil
}
