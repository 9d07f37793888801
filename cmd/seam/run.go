package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"seam/analyze/config"
	"seam/analyze/history"
	"seam/analyze/profile"
	"seam/analyze/regex"
	"seam/analyze/repo"
	"seam/analyze/reuse"
)

// Exit codes.
const (
	exitOK       = 0
	exitFindings = 1   // findings at or above --fail-on
	exitUsage    = 2   // the command line or seam.yaml is wrong
	exitCannot   = 3   // the question cannot be answered: no repository, no history …
	exitStopped  = 130 // interrupted
)

// run is the whole program without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	a := &app{stdout: stdout, stderr: stderr, direct: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	a.progress.clear()
	if err == nil {
		return a.code
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "error: interrupted")
		return exitStopped
	}
	code, hint := diagnose(err)
	fmt.Fprintf(stderr, "error: %s\n", harmless(message(err)))
	if hint != "" {
		fmt.Fprintf(stderr, "hint: %s\n", harmless(hint))
	}
	return code
}

// harmless takes out what a terminal would act on or not show: names in hints are the
// repository's.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// app is the state of one run that all verbs share.
type app struct {
	stdout, stderr io.Writer
	direct         io.Writer   // standard error, for what is no part of an answer
	record         *recording  // of the answer that is being given; nil if it is not kept
	unread         atomic.Bool // an object of a repository could not be read
	code           int
	color          string
	progressMode   string
	noCache        bool
	cacheDir       string
	progress       progress
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "seam",
		Short: "Find where a codebase can be split, what each split costs, and the order to deploy it in",
		Long: `seam reads a git repository - its history, its imports, its manifests - and tells
where it can be split, what each split would cost, which dependency versions
conflict, and in which order the parts deploy. It reads committed content only,
runs nothing of the repository and needs no network.

DIR may be any folder of a repository; results cover what lies below it.

Exit codes: 0 done; 1 findings at or above --fail-on; 2 the command line or
seam.yaml is wrong; 3 what was asked cannot be produced.`,
		Version:           version(),
		Args:              noVerb,
		SilenceErrors:     true,
		SilenceUsage:      true,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.start() },
	}
	root.SetVersionTemplate("seam {{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage{err, flagHint(c, err)}
	})
	p := root.PersistentFlags()
	p.StringVar(&a.color, "color", "auto", "colour: auto, always or never; NO_COLOR is honoured")
	p.StringVar(&a.progressMode, "progress", "auto", "progress on standard error: auto, plain or none")
	p.BoolVar(&a.noCache, "no-cache", false, "neither read nor write the cache")
	p.StringVar(&a.cacheDir, "cache-dir", "", "keep below this folder what was read of each file and commit, and the newest answers (default: seam in the user's cache folder)")
	p.SortFlags = false
	root.AddCommand(
		a.reportCommand(), a.splitCommand(), a.planCommand(), a.explainCommand(), a.whatifCommand(), a.couplingCommand(), a.focusCommand(),
		a.diamondsCommand(), a.chainsCommand(), a.impactCommand(), a.deployCommand(), a.graphCommand(), a.exportCommand(), a.checkCommand(), a.baselineCommand(), a.diffCommand(),
		a.initCommand(), a.demoCommand(), a.versionCommand(), a.manCommand(),
	)
	completeFolders(root)
	a.keepAnswers(root)
	root.CompletionOptions.HiddenDefaultCmd = false
	suggestVerbs(root)
	groupVerbs(root)
	return root
}

// noVerb refuses a first word that is no verb.
func noVerb(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "seam --help lists the verbs"
	if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
		hint = "seam report " + args[0] + " reports on a folder"
	} else if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean: seam " + strings.Join(near, ", seam ")
	}
	return usage{fmt.Errorf("unknown verb %q", args[0]), hint}
}

// start checks the flags that every verb has.
func (a *app) start() error {
	if err := oneOf("--color", a.color, "auto", "always", "never"); err != nil {
		return err
	}
	if err := oneOf("--progress", a.progressMode, "auto", "plain", "none"); err != nil {
		return err
	}
	a.progress = newProgress(a.direct, a.progressMode)
	return nil
}

// usage is a mistake on the command line.
type usage struct {
	error
	hint string
}

func (u usage) Unwrap() error { return u.error }

// cannot is a reason why what was asked cannot be produced, with what to do.
type cannot struct {
	error
	hint string
}

func (c cannot) Unwrap() error { return c.error }

// diagnose maps an error to its exit code and to what the user can do.
func diagnose(err error) (code int, hint string) {
	var u usage
	var c cannot
	var malformed *config.Error
	switch {
	case errors.As(err, &u) && u.hint == "":
		return exitUsage, "seam --help lists the verbs, seam VERB --help its flags"
	case errors.As(err, &u):
		return exitUsage, u.hint
	case errors.As(err, &c):
		return exitCannot, c.hint
	case errors.As(err, &malformed):
		return exitUsage, "correct seam.yaml; `seam init --print` shows a valid one"
	case errors.Is(err, reuse.ErrSame):
		return exitUsage, "--with takes folders of other repositories, each once: seam split --with ../billing,../search"
	case errors.Is(err, profile.ErrNotCPU):
		return exitCannot, "write a CPU profile with go test -cpuprofile cpu.pb.gz, or fetch /debug/pprof/profile of a running program"
	case errors.Is(err, pflag.ErrHelp):
		return exitOK, ""
	case errors.Is(err, history.ErrShallow):
		return exitCannot, "git fetch --unshallow, or --allow-shallow to go on with what is there"
	case errors.Is(err, repo.ErrNoRepository):
		return exitCannot, "name a folder of a git repository as the last word, or run seam inside of one"
	case errors.Is(err, repo.ErrNoCommits):
		return exitCannot, "commit something first; seam reads committed content"
	case errors.Is(err, repo.ErrNoRevision):
		return exitCannot, "git rev-parse must know it; in a shallow clone fetch it first and name what was fetched: git fetch --depth=1 origin main, then FETCH_HEAD"
	case errors.Is(err, repo.ErrMissing):
		return exitCannot, "the clone is incomplete: git fetch --refetch --filter=blob:none brings every commit and tree"
	case errors.Is(err, repo.ErrFormat):
		return exitCannot, "seam asks the git found on PATH: install one that can read it (reftable needs git 2.45, SHA-256 git 2.29)"
	case errors.Is(err, repo.ErrCorrupt):
		return exitCannot, "git fsck names what is damaged; a fresh clone has it whole"
	case errors.Is(err, repo.ErrUnborn):
		return exitCannot, "name a branch with --rev, or let HEAD name one that exists: git symbolic-ref HEAD refs/heads/BRANCH"
	case errors.Is(err, fs.ErrNotExist):
		return exitCannot, "check the name: it must lead to a folder of a git repository"
	case errors.Is(err, repo.ErrBare):
		return exitCannot, "read a commit instead: leave --worktree out"
	case errors.Is(err, fs.ErrInvalid):
		return exitCannot, "symbolic links are not followed: commit the file itself"
	}
	return exitCannot, ""
}

// message is an error's text without the names of packages in front.
func message(err error) string {
	text := err.Error()
	for _, p := range []string{"shop: ", "history: ", "golang: ", "config: ", "report: ", "model: ", "repo: "} {
		text = strings.TrimPrefix(text, p)
	}
	text = strings.Replace(text, ": repo: ", ": ", 1)
	var malformed *config.Error
	if errors.As(err, &malformed) && malformed.Excerpt != "" {
		text += "\n" + strings.TrimRight(malformed.Excerpt, "\n")
	}
	return masked(text)
}

// address is an e-mail address: the last label of its domain is a word, while that of a
// version (react@18.2.0) is a number.
var address = regex.New(`[\w.+-]+@([\w-]+\.)+[A-Za-z]{2,}\b`)

// masked hides e-mail addresses, letter by letter so that a caret below still points
// right: an excerpt of seam.yaml must not carry somebody's address into a build log.
func masked(text string) string {
	return address().ReplaceAllStringFunc(text, func(a string) string { return strings.Repeat("*", len(a)) })
}
