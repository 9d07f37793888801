package analyze

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"seam/analyze/format/glob"
	"seam/analyze/history"
)

// selectChanges reduces the log to changes. What the command line says wins over
// seam.yaml.
func (in *Input) selectChanges(ctx context.Context, tree *markedTree, q Request) error {
	excluded, err := patterns(in.Folder, q.Exclude)
	if err != nil {
		return fmt.Errorf("--exclude: %w", err)
	}
	only, err := patterns(in.Folder, q.Paths)
	if err != nil {
		return fmt.Errorf("--path: %w", err)
	}
	c := in.Config.History
	configured, err := glob.Compile(in.Config.Exclude)
	if err != nil {
		return fmt.Errorf("%s: exclude: %w", in.Config.File, err)
	}
	kept, err := glob.Compile(c.Keep)
	if err != nil {
		return fmt.Errorf("%s: keep: %w", in.Config.File, err)
	}
	f := history.Filter{
		Folder: in.Folder, Kept: kept.Match, MaxFiles: c.MaxFiles, Ticket: q.Ticket, NoLineage: q.NoLineage, Bots: q.Bots,
		Excluded: func(p string) bool { return excluded.Match(p) || configured.Match(p) },
		Unit:     q.Unit,
	}
	if f.Unit == "" || f.Unit == history.Auto {
		f.Unit = history.Unit(c.Unit)
	}
	if f.Ticket == nil && c.Ticket != "" {
		if f.Ticket, err = regexp.Compile(c.Ticket); err != nil {
			return fmt.Errorf("%s: ticket: %w", in.Config.File, err)
		}
	}
	if f.Bot, err = in.bots(); err != nil {
		return err
	}
	if f.Generated, in.unjudged, err = in.generated(ctx, tree); err != nil {
		return err
	}
	if len(q.Paths) > 0 {
		f.Only = only.Match
	}
	in.filter = f
	selector := history.NewSelector(in.Log, tree.Files(), f)
	v := selector.Views(f.Unit, in.extent(q))
	in.Changes, in.Output, in.Commits = v.Changes, v.Output, v.Commits
	return nil
}

// extent is how the changes are counted: without imports nobody counts what generators
// write, and every commit counts for a cut alone.
func (in *Input) extent(q Request) history.Extent {
	switch {
	case in.Imports == nil:
		return history.ChangesAlone
	case q.Needs.Split || len(q.Extract) > 0:
		return history.WithCommits
	}
	return history.WithOutput
}

// bots says who is a program: by seam.yaml, else by name and address.
func (in *Input) bots() (func(history.Person) bool, error) {
	bots, err := emails(in.Config.History.Bots)
	if err != nil {
		return nil, fmt.Errorf("%s: bots: %w", in.Config.File, err)
	}
	people, err := emails(in.Config.History.People)
	if err != nil {
		return nil, fmt.Errorf("%s: people: %w", in.Config.File, err)
	}
	return func(p history.Person) bool {
		return bots(p.Email) || !people(p.Email) && history.IsBot(p)
	}, nil
}

func emails(texts []string) (func(address string) bool, error) {
	var set []glob.Email
	for _, t := range texts {
		e, err := glob.CompileEmail(t)
		if err != nil {
			return nil, err
		}
		set = append(set, e)
	}
	return func(address string) bool {
		return slices.ContainsFunc(set, func(e glob.Email) bool { return e.Match(address) })
	}, nil
}

// patterns compiles patterns that are relative to folder.
func patterns(folder string, texts []string) (*glob.Set, error) {
	var abs []string
	for _, t := range texts {
		abs = append(abs, glob.Below(folder, t))
	}
	return glob.Compile(abs)
}
