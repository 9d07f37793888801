package analyze

import (
	"fmt"

	"seam/analyze/teamview"
)

// NoTeam is the error of Team: nothing knows a team of that name.
type NoTeam struct {
	Name  string
	Known []string // declared teams, then inferred ones
}

func (e *NoTeam) Error() string { return fmt.Sprintf("no team is called %q", e.Name) }

// Team is the repository as one team meets it. It takes history; what else was not read
// is left out. The error is *NoTeam.
func (r *Result) Team(name string) (*teamview.View, error) {
	in := teamview.Input{
		Changes: r.Input.Changes, Owners: r.Input.Owners, Areas: r.Areas, Focus: r.Focus, Files: r.Input.Files,
		Base: r.Input.Base, Services: r.Input.Service, Deploy: r.Deploy,
	}
	if r.Split != nil {
		in.Candidates = r.Split.Candidates
	}
	if r.Diamonds != nil {
		in.Diamonds = r.Diamonds.Diamonds
	}
	v, ok := teamview.Find(in, name)
	if !ok {
		return nil, &NoTeam{name, teamview.Names(in)}
	}
	return &v, nil
}
