package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"seam/analyze/answers"
	"seam/analyze/repo"
)

// keptVerbs are the verbs whose answers are kept: those that write one answer and nothing
// else. The number is how many words stand before DIR.
var keptVerbs = map[string]int{
	"report": 0, "split": 0, "plan": 1, "explain": 1, "whatif": 0, "coupling": 0, "focus": 0,
	"diamonds": 0, "chains": 0, "impact": 1, "deploy": 0, "graph": 0, "check": 0, "diff": 2,
}

// flagKind says what an answer depends on beside a flag's value.
type flagKind int

const (
	itself     flagKind = iota // nothing else
	aside                      // not even the value: where the answer goes, how the run looks
	revision                   // the commit that it names
	file                       // the content of the file that it names
	folders                    // the repositories in the folders that it names
	unkeepable                 // what no key can tell
)

// flagKinds holds every flag of keptVerbs: one that is missing here keeps no answer.
var flagKinds = map[string]flagKind{
	"output": aside, "open": aside, "color": aside, "progress": aside, "no-cache": aside, "cache-dir": aside, "help": aside,

	"rev": revision, "base": revision, "head": revision,
	"profile": file, "whatif": file, "baseline": file, "from": file,
	"with":     folders,
	"worktree": unkeepable, "types": unkeepable, "resolve": unkeepable, "rendered": unkeepable, "fix": unkeepable, "force": unkeepable,

	"format": itself, "fail-on": itself, "top": itself, "level": itself, "team": itself, "all": itself, "why": itself,
	"since": itself, "until": itself, "max-commits": itself, "path": itself, "exclude": itself, "unit": itself, "ticket": itself,
	"no-lineage": itself, "renames": itself, "bots": itself, "allow-shallow": itself, "history-reader": itself,
	"extract": itself, "by-path": itself, "rollback": itself, "weak": itself, "focus": itself, "depth": itself, "lang": itself,
	"all-constraints": itself, "no-tests": itself, "any-order": itself, "strict": itself, "messages": itself,
}

// errNotKept: the question is asked anew each time.
var errNotKept = errors.New("no key tells what the answer depends on")

// keepAnswers has the verbs of keptVerbs answer from the cache where they can.
func (a *app) keepAnswers(root *cobra.Command) {
	for _, c := range root.Commands() {
		if _, ok := keptVerbs[c.Name()]; ok {
			c.RunE = a.kept(c.RunE)
		}
	}
}

// kept answers with what an earlier run wrote, if there is such an answer to the same
// question; else it runs the verb and keeps what that writes.
func (a *app) kept(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		key, subject, err := a.question(answers.Ask(), c, args)
		if err != nil {
			return run(c, args)
		}
		store := answers.Open(a.cacheFolder(), subject)
		file := c.Flag("output").Value.String()
		if answer, ok := a.known(store, key); ok {
			return a.repeat(answer, file)
		}
		lacking, _, err := a.question(answers.AskLacking(), c, args)
		if err != nil {
			return run(c, args)
		}
		if answer, ok := a.known(store, lacking); ok {
			return a.repeat(answer, file)
		}
		a.record = &recording{w: a.stderr, file: file}
		a.stderr = a.record
		err = run(c, args)
		a.stderr = a.direct
		answer, whole := a.record.answer(a.code)
		if err != nil || !whole {
			return err
		}
		asked := answers.Ask()
		if a.unread.Load() {
			asked, key = answers.AskLacking(), lacking
		}
		if again, _, err := a.question(asked, c, args); err != nil || again != key {
			return nil
		}
		store.Put(key, answer) // where nothing can be written the cache of facts says so
		return nil
	}
}

// known looks up a kept answer; a damaged one is reported on stderr and counts as none.
func (a *app) known(store answers.Store, key answers.Key) (answers.Answer, bool) {
	answer, warning, ok := store.Get(key)
	if warning != "" {
		a.aboutThisRun([]string{warning})
	}
	return answer, ok
}

// repeat writes a kept answer.
func (a *app) repeat(answer answers.Answer, file string) error {
	a.stderr.Write(answer.Before)
	if err := a.put(answer.Body, file); err != nil {
		return err
	}
	a.stderr.Write(answer.After)
	a.code = answer.Code
	return nil
}

// recording is what one run writes. It stands before standard error.
type recording struct {
	w    io.Writer
	file string // the file of --output; "" is stdout

	before, after []byte
	body          []byte
	bodies        int
	elsewhere     bool
}

func (r *recording) Write(b []byte) (int, error) {
	if r.bodies == 0 {
		r.before = append(r.before, b...)
	} else {
		r.after = append(r.after, b...)
	}
	return r.w.Write(b)
}

// took notes what was written as the answer. A nil recording takes nothing.
func (r *recording) took(b []byte, file string) {
	if r == nil {
		return
	}
	r.body = b
	r.bodies++
	r.elsewhere = r.elsewhere || file != r.file
}

// answer is the recorded output; whole is false if some of it was not recorded.
func (r *recording) answer(code int) (a answers.Answer, whole bool) {
	return answers.Answer{Before: r.before, Body: r.body, After: r.after, Code: code}, r.bodies == 1 && !r.elsewhere
}

// question is the key of what was asked, and the folder or file that it is about. The
// error says that there is none: the verb tells what is wrong, if anything is.
func (a *app) question(q *answers.Question, c *cobra.Command, args []string) (key answers.Key, subject string, err error) {
	if a.cacheFolder() == "" {
		return key, "", errNotKept
	}
	if err := q.Program(version()); err != nil {
		return key, "", err
	}
	q.Add("verb", c.Name())
	for _, arg := range args {
		q.Add("argument", arg)
	}
	color, width := a.layout(c.Flag("output").Value.String())
	q.Add("colour", strconv.FormatBool(color))
	q.Add("width", strconv.Itoa(width))
	if subject, err = a.depends(q, c, args); err != nil {
		return key, "", err
	}
	return q.Key(), subject, nil
}

// depends adds the flags, and what they and the arguments name.
func (a *app) depends(q *answers.Question, c *cobra.Command, args []string) (subject string, err error) {
	names, dir := words(c, args)
	revisions, err := a.flagsOf(q, c, dir)
	if err != nil {
		return "", err
	}
	if from := c.Flag("from"); from != nil && from.Changed {
		return filepath.Abs(from.Value.String()) // nothing else is read
	}
	if c.Name() == "diff" {
		revisions = nil
		for _, side := range names {
			if !savedFile(side) {
				revisions = append(revisions, side)
			} else if err := q.File("saved report", side); err != nil {
				return "", err
			}
		}
	}
	return q.Repository("repository", dir, readerOf(c), revisions...)
}

// words splits the arguments of a verb into names and the analysed folder.
func words(c *cobra.Command, args []string) (names []string, dir string) {
	n := min(keptVerbs[c.Name()], len(args))
	if c.Name() == "impact" && c.Flag("base").Changed {
		n = 0
	}
	return args[:n], folder(args[n:])
}

// readerOf is the way to read that --history-reader asks for.
func readerOf(c *cobra.Command) repo.Reader {
	if f := c.Flag("history-reader"); f != nil && f.Value.String() != "auto" {
		return repo.Reader(f.Value.String())
	}
	return repo.AnyReader
}

// flagsOf adds every flag and what it names, but for revisions: these it returns, HEAD
// where no flag says what is read.
func (a *app) flagsOf(q *answers.Question, c *cobra.Command, dir string) (revisions []string, err error) {
	read := false
	c.Flags().VisitAll(func(f *pflag.Flag) {
		kind, known := flagKinds[f.Name]
		value := f.Value.String()
		if kind != aside {
			q.Add("--"+f.Name, fmt.Sprint(f.Changed, " ", value)) // some verbs take a default for more than its value
		}
		switch {
		case !known || kind == unkeepable && f.Changed:
			err = errNotKept
		case kind == revision && value != "":
			revisions = append(revisions, value)
			read = read || f.Name != "base"
		case kind == file && value != "":
			err = errors.Join(err, q.File("file of --"+f.Name, value))
			if f.Name == "baseline" { // it may lie in the analysed folder
				err = errors.Join(err, q.File("file of --baseline in DIR", filepath.Join(dir, value)))
			}
		case kind == folders:
			err = errors.Join(err, others(q, f))
		}
	})
	if !read {
		revisions = append(revisions, "HEAD")
	}
	return slices.Compact(revisions), err
}

// others adds the repositories that a flag names, which are read at their HEAD.
func others(q *answers.Question, f *pflag.Flag) error {
	list, ok := f.Value.(pflag.SliceValue)
	if !ok {
		return errNotKept
	}
	for i, dir := range list.GetSlice() {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return err
		}
		q.Add("folder of --"+f.Name, abs)
		if _, err := q.Repository(fmt.Sprintf("--%s %d", f.Name, i), dir, repo.AnyReader, "HEAD"); err != nil {
			return err
		}
	}
	return nil
}

// aboutThisRun reports what a run says of itself alone: it is no part of its answer.
func (a *app) aboutThisRun(notes []string) {
	for _, n := range notes {
		fmt.Fprintf(a.direct, "note: %s\n", n)
	}
}
