package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/diamonds"
	"seam/analyze/edit"
	"seam/analyze/finding"
	"seam/analyze/repo"
)

// rounds bounds how often the repository is read again after edits: raising one version
// can bring two others together that did not agree with it.
const rounds = 5

// fixer writes edits into the files on disk.
type fixer struct {
	app     *app
	root    *os.Root
	head    repo.Tree // what is committed
	folder  string    // the analysed folder in the repository
	force   bool
	made    []finding.Edit
	touched map[string]bool   // files that this run has written
	left    map[string]string // what was not done, by place and dependency, and why
}

// fix makes the edits of workspace-skew, round by round until none is left to make, and
// prints what was done and what is left to do.
func (a *app) fix(c *cobra.Command, args []string, v verb, force bool) error {
	if v.read.revision != "" {
		return usage{fmt.Errorf("--fix edits the files on disk: leave --rev out"), ""}
	}
	if v.out.format != "text" || v.out.file != "" {
		return usage{fmt.Errorf("--fix answers in text on standard output"), "run seam diamonds --format json afterwards to see what is left"}
	}
	v.read.worktree = true
	f, done, err := a.fixer(folder(args), force)
	if err != nil {
		return err
	}
	defer done()
	var r *analyze.Result
	for range rounds {
		if r, err = a.analyse(c, args, v); err != nil {
			return err
		}
		f.folder = r.Input.Folder
		n, err := f.round(r.Diamonds.Diamonds)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	return f.report(r.Diamonds.Diamonds)
}

func (a *app) fixer(dir string, force bool) (*fixer, func(), error) {
	r, err := repo.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	if r.Root() == "" {
		return nil, nil, repo.ErrBare
	}
	id, err := r.Resolve("HEAD")
	if err != nil {
		return nil, nil, err
	}
	head, err := r.Snapshot(id)
	if err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(r.Root())
	if err != nil {
		head.Close()
		return nil, nil, err
	}
	f := &fixer{app: a, root: root, head: head, force: force, touched: map[string]bool{}, left: map[string]string{}}
	return f, func() { root.Close(); head.Close() }, nil
}

// round makes the edits of a reading and counts those made.
func (f *fixer) round(ds []diamonds.Diamond) (int, error) {
	byFile := map[string][]finding.Edit{}
	for _, d := range ds {
		if d.Rule != diamonds.WorkspaceSkew || d.Fix == nil {
			continue
		}
		for _, e := range d.Fix.Edits {
			e.File = path.Join(f.folder, e.File)
			byFile[e.File] = append(byFile[e.File], e)
		}
	}
	files := slices.Sorted(maps.Keys(byFile))
	n := 0
	for _, file := range files {
		made, err := f.file(file, byFile[file])
		if err != nil {
			return n, err
		}
		n += made
	}
	return n, nil
}

// file makes the edits of one file and counts those made.
func (f *fixer) file(file string, edits []finding.Edit) (int, error) {
	name := filepath.FromSlash(file)
	info, err := f.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		f.refuse(edits, "it is no regular file of this repository")
		return 0, nil
	}
	data, err := f.root.ReadFile(name)
	if err != nil {
		return 0, cannot{err, "check that the file can be read"}
	}
	if !f.force && !f.touched[file] && f.dirty(file, data) {
		f.refuse(edits, "it has uncommitted changes: commit them first, or give --force")
		return 0, nil
	}
	out, made, refused := edit.Apply(data, edits)
	for _, x := range refused {
		f.refuse([]finding.Edit{x.Edit}, x.Why+": edit it by hand")
	}
	if len(made) == 0 || bytes.Equal(out, data) {
		return 0, nil
	}
	if err := f.root.WriteFile(name, out, info.Mode().Perm()); err != nil {
		return 0, cannot{err, "check that the file can be written"}
	}
	f.touched[file] = true
	f.made = append(f.made, made...)
	return len(made), nil
}

// dirty reports whether a file on disk is not what is committed, line ends apart.
func (f *fixer) dirty(file string, data []byte) bool {
	committed, err := f.head.ReadFile(file)
	unix := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	return err != nil || !bytes.Equal(unix(committed), unix(data))
}

func (f *fixer) refuse(edits []finding.Edit, why string) {
	for _, e := range edits {
		f.left[fmt.Sprintf("%s:%d %s", e.File, e.Line, e.Name)] = why
	}
}

// report prints what was done, what was left alone and what only the package managers can
// do.
func (f *fixer) report(ds []diamonds.Diamond) error {
	var b strings.Builder
	for _, e := range f.made {
		fmt.Fprintf(&b, "edited %s:%d  %s %s -> %s\n", visible(e.File), e.Line, visible(e.Name), visible(e.Old), visible(e.New))
	}
	places := slices.Sorted(maps.Keys(f.left))
	for _, p := range places {
		fmt.Fprintf(&b, "left   %s: %s\n", visible(p), f.left[p])
	}
	commands := f.commands(ds)
	if len(commands) > 0 {
		b.WriteString("run, to bring what package managers write up to date:\n")
	}
	for _, x := range commands {
		fmt.Fprintf(&b, "  %s\n", visible(x))
	}
	if b.Len() == 0 {
		b.WriteString("Nothing to fix: no manifest asks for a version that another one here has left behind.\n")
	}
	return f.app.write([]byte(b.String()), "")
}

// commands lists what to run after the edits, then the commands of conflicts that no edit was made for.
func (f *fixer) commands(ds []diamonds.Diamond) []string {
	var out []string
	for _, e := range f.made {
		if c := f.refresh(e.File); c != "" {
			out = append(out, c)
		}
	}
	for _, d := range ds {
		locked := d.Rule == diamonds.WorkspaceSkew && d.Fix != nil && len(d.Fix.Edits) == 0
		if d.Fix != nil && d.Fix.Command != "" && (d.Rule == diamonds.Dedupable || locked) {
			out = append(out, d.Fix.Command)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// refreshing are the commands that write anew what follows from a manifest, by the lock
// file that stands beside the manifest or above it.
var refreshing = map[string][]struct{ lock, command string }{
	"go.mod":              {{"go.mod", "go mod tidy"}},
	"Cargo.toml":          {{"Cargo.lock", "cargo update --workspace"}},
	"package.json":        {{"package-lock.json", "npm install"}, {"pnpm-lock.yaml", "pnpm install"}, {"yarn.lock", "yarn install"}},
	"pnpm-workspace.yaml": {{"pnpm-lock.yaml", "pnpm install"}},
	".yarnrc.yml":         {{"yarn.lock", "yarn install"}},
	"pyproject.toml":      {{"uv.lock", "uv lock"}, {"poetry.lock", "poetry lock"}},
}

// refresh is the command that brings a manifest's lock file up to date; "" for none.
func (f *fixer) refresh(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		for _, x := range refreshing[path.Base(file)] {
			if info, err := f.root.Lstat(filepath.FromSlash(path.Join(dir, x.lock))); err == nil && info.Mode().IsRegular() {
				return inFolder(dir, x.command)
			}
		}
		if dir == "." {
			return ""
		}
	}
}

func inFolder(folder, command string) string {
	if folder == "." {
		return command
	}
	return "cd " + finding.ShellWord(folder) + " && " + command
}

// visible puts a sign in the place of characters that do not print.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}
