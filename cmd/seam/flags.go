package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
	"seam/analyze/history"
	"seam/analyze/modules/goresolve"
	"seam/analyze/profile"
	"seam/analyze/repo"
)

// readFlags say what a verb reads.
type readFlags struct {
	revision     string
	worktree     bool
	since, until string
	maxCommits   int
	paths        []string
	exclude      []string
	allowShallow bool
	reader       string
	types        bool
	unit         string
	ticket       string
	noLineage    bool
	renames      bool
	bots         bool
	with         []string
	profile      string
	rendered     string
	resolve      bool
}

func (f *readFlags) addRevision(s *pflag.FlagSet) {
	s.StringVar(&f.revision, "rev", "", "read this revision instead of HEAD")
}

func (f *readFlags) addWorktree(s *pflag.FlagSet) {
	s.BoolVar(&f.worktree, "worktree", false, "read the tracked files as they are on disk, uncommitted changes included")
}

func (f *readFlags) addHistory(s *pflag.FlagSet) {
	s.StringVar(&f.since, "since", "", "only commits from this day on (YYYY-MM-DD, UTC)")
	s.StringVar(&f.until, "until", "", "only commits up to the end of this day (YYYY-MM-DD, UTC)")
	s.IntVar(&f.maxCommits, "max-commits", 0, "only the newest N commits (0: all)")
	s.StringArrayVar(&f.paths, "path", nil, "history only of these paths (pattern; may be repeated)")
	s.StringArrayVar(&f.exclude, "exclude", nil, "leave these paths out of history (pattern; may be repeated)")
	s.StringVar(&f.unit, "unit", "auto", "what one change is: auto, commit, pull-request, ticket or window (one author's commits with short pauses)")
	s.StringVar(&f.ticket, "ticket", "", "regular expression that finds a ticket id in a subject (default: such as SHOP-123)")
	s.BoolVar(&f.noLineage, "no-lineage", false, "do not follow renames and moved folders")
	s.BoolVar(&f.renames, "renames", false, "find renames of edited files by similar content too (reads blobs)")
	s.BoolVar(&f.bots, "bots", false, "count the commits of bots as well")
	f.addAllowShallow(s)
	s.StringVar(&f.reader, "history-reader", "auto", "what reads the repository: pack (the fastest, go-git beside it), git (the command), go-git, or auto: the first of them that can")
}

func (f *readFlags) addAllowShallow(s *pflag.FlagSet) {
	s.BoolVar(&f.allowShallow, "allow-shallow", false, "go on with the history that a shallow clone has")
}

func (f *readFlags) addTypes(s *pflag.FlagSet) {
	s.BoolVar(&f.types, "types", false, "type-check Go code where it loads, so that used names are exact (runs the go command, offline); compare the Go modules in conflict")
}

func (f *readFlags) addResolve(s *pflag.FlagSet) {
	s.BoolVar(&f.resolve, "resolve", false, "work out from the Go module cache what each Go module is built with (no network, no command)")
}

// addProofs is the part of --types that verbs about dependencies know.
func (f *readFlags) addProofs(s *pflag.FlagSet) {
	s.BoolVar(&f.types, "types", false, "read the sources of Go modules in conflict from the module cache: which used names differ between the versions, which of their types this repository exports (no network, no command)")
}

// addParts is for verbs that judge parts.
func (f *readFlags) addParts(s *pflag.FlagSet) {
	f.addRevision(s)
	f.addHistory(s)
	f.addTypes(s)
	f.addWith(s)
	f.addProfile(s)
}

func (f *readFlags) addWith(s *pflag.FlagSet) {
	s.StringSliceVar(&f.with, "with", nil, "folders of other git repositories: what they import or copy from here speaks for a library (comma separated; may be repeated)")
}

func (f *readFlags) addProfile(s *pflag.FlagSet) {
	s.StringVar(&f.profile, "profile", "", "a CPU profile of the program (pprof format): which calls a cut would turn into network hops, which part burns the CPU")
}

// readProfile reads the profile that --profile names, if any.
func (f *readFlags) readProfile() ([]byte, error) {
	if f.profile == "" {
		return nil, nil
	}
	hint := "write one with go test -cpuprofile cpu.pb.gz, or fetch /debug/pprof/profile of a running program"
	file, err := os.Open(f.profile)
	if err != nil {
		return nil, cannot{fmt.Errorf("--profile: %w", err), hint}
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, profile.MaxFile+1))
	if err != nil {
		return nil, cannot{fmt.Errorf("--profile: %w", err), hint}
	}
	return b, nil
}

// request turns raw flags into what analyze.Load takes.
func (f *readFlags) request(dir string, needs analyze.Needs) (analyze.Request, error) {
	q := analyze.Request{
		Dir: dir, Revision: f.revision, Worktree: f.worktree, Needs: needs, MaxCommits: f.maxCommits,
		Paths: f.paths, Exclude: f.exclude, AllowShallow: f.allowShallow, Types: f.types, With: f.with,
	}
	var err error
	if q.Since, err = day("--since", f.since); err != nil {
		return q, err
	}
	if q.Until, err = day("--until", f.until); err != nil {
		return q, err
	}
	if !q.Until.IsZero() {
		q.Until = q.Until.Add(24*time.Hour - time.Second)
	}
	if f.unit != "" {
		if err := oneOf("--unit", f.unit, "auto", "commit", "pull-request", "ticket", "window"); err != nil {
			return q, err
		}
	}
	if f.reader != "" && f.reader != "auto" {
		if err := oneOf("--history-reader", f.reader, "auto", string(repo.PackReader), string(repo.GitReader), string(repo.GoGitReader)); err != nil {
			return q, err
		}
		q.Reader = repo.Reader(f.reader)
	}
	if q.Profile, err = f.readProfile(); err != nil {
		return q, err
	}
	if q.Rendered, err = f.readRendered(os.Stdin); err != nil {
		return q, err
	}
	if q.Resolve = f.resolve; f.resolve || f.types {
		q.ModuleCache = goresolve.CacheOf(os.Getenv)
	}
	q.Unit, q.NoLineage, q.Renames, q.Bots = history.Unit(f.unit), f.noLineage, f.renames, f.bots
	if f.ticket != "" {
		if q.Ticket, err = regexp.Compile(f.ticket); err != nil {
			return q, usage{fmt.Errorf("--ticket: %w", err), ""}
		}
	}
	if !q.Since.IsZero() && !q.Until.IsZero() && q.Until.Before(q.Since) {
		return q, usage{fmt.Errorf("--since %s is after --until %s", f.since, f.until), ""}
	}
	if f.worktree && f.revision != "" {
		return q, usage{errors.New("--worktree and --rev exclude each other"), "--worktree reads the files on disk, --rev those of a commit"}
	}
	for _, patterns := range []struct {
		flag string
		list []string
	}{{"--path", f.paths}, {"--exclude", f.exclude}} {
		if _, err := glob.Compile(patterns.list); err != nil {
			return q, usage{fmt.Errorf("%s: %w", patterns.flag, err), "patterns are those of a .gitignore, for example vendor/ or '**/*.gen.ts'"}
		}
	}
	if f.maxCommits < 0 {
		return q, usage{fmt.Errorf("--max-commits: %d is negative", f.maxCommits), ""}
	}
	return q, nil
}

func day(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, usage{fmt.Errorf("%s: %q is no day", flag, text), "write it as YYYY-MM-DD, for example 2026-01-31"}
	}
	return t, nil
}

// options names the flags that the user set and that change an answer, for the
// report's own record.
func options(c *cobra.Command) map[string]string {
	silent := map[string]bool{"format": true, "output": true, "open": true, "color": true, "progress": true, "fail-on": true, "top": true, "help": true, "no-cache": true, "cache-dir": true, "history-reader": true}
	set := map[string]string{}
	c.Flags().Visit(func(f *pflag.Flag) {
		if !silent[f.Name] {
			set[f.Name] = strings.Trim(f.Value.String(), "[]")
		}
	})
	return set
}

// folder is the DIR argument.
func folder(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

// oneFolder refuses more than one DIR.
func oneFolder(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage{fmt.Errorf("%s takes one folder, not %d", c.CommandPath(), len(args)), ""}
	}
	return nil
}

// severity reads --fail-on; "never" is no severity.
func severity(text string) (finding.Severity, error) {
	if err := oneOf("--fail-on", text, string(finding.Problem), string(finding.Smell), "never"); err != nil || text == "never" {
		return "", err
	}
	return finding.Severity(text), nil
}

// cleanPath makes a path that the user typed comparable with seam's own.
func cleanPath(p string) string {
	if p == "" {
		return ""
	}
	p = path.Clean(strings.ReplaceAll(p, `\`, "/"))
	return strings.Trim(strings.TrimPrefix(p, "./"), "/")
}
