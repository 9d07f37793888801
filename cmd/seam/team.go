package main

import (
	"errors"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report/model"
)

// teamReport writes the report from one team's point of view.
func (a *app) teamReport(c *cobra.Command, args []string, team string, v verb) error {
	v.sections, v.options = model.Sections{Focus: true}, analyze.Options{}
	r, err := a.analyse(c, args, v)
	if err != nil {
		return err
	}
	view, err := r.Team(team)
	if unknown, ok := errors.AsType[*analyze.NoTeam](err); ok {
		return usage{err, meantOrKnown(team, unknown.Known, "known teams", "no team is known: declare teams in seam.yaml (seam init writes one)")}
	}
	if err != nil {
		return err
	}
	out := model.New(r, version(), options(c), model.Sections{}, v.graph)
	out.Team = view
	return a.deliver(out, v.out)
}
