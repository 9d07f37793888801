package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// layout says where a repository keeps what.
type layout struct {
	worktree string   // "" if bare
	gitDir   string   // HEAD and the index
	common   string   // objects and references; equals gitDir except in a linked worktree
	objects  []string // the folders of objects: common's own, then borrowed ones (alternates)
}

// place says where the worktree is if the configuration knows better.
func (l *layout) place(c config) {
	if c.worktree != "" {
		l.worktree = filepath.FromSlash(c.worktree)
		if !filepath.IsAbs(l.worktree) {
			l.worktree = filepath.Join(l.gitDir, l.worktree)
		}
		if real, err := filepath.EvalSymlinks(l.worktree); err == nil {
			l.worktree = real
		}
	} else if c.bare {
		l.worktree = ""
	}
}

// prefix is a folder relative to the worktree, "." if it is not in it.
func (l layout) prefix(dir string) string {
	if l.worktree == "" || dir == l.gitDir {
		return "."
	}
	rel, err := filepath.Rel(l.worktree, dir)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "."
	}
	return filepath.ToSlash(rel)
}

// discover walks up from dir to the repository it is in.
func discover(dir string) (layout, error) {
	for at := dir; ; {
		l, err := layoutAt(at)
		if err == nil || !errors.Is(err, ErrNoRepository) {
			return l, err
		}
		up := filepath.Dir(at)
		if up == at {
			return layout{}, ErrNoRepository
		}
		at = up
	}
}

// layoutAt looks for a repository in dir itself.
func layoutAt(dir string) (layout, error) {
	dot := filepath.Join(dir, ".git")
	info, err := os.Stat(dot)
	switch {
	case err == nil && info.IsDir() && isGitDir(dot):
		return complete(layout{worktree: dir, gitDir: dot})
	case err == nil && !info.IsDir():
		target, err := gitFile(dot)
		if err != nil {
			return layout{}, err
		}
		return complete(layout{worktree: dir, gitDir: target})
	case isGitDir(dir):
		l := layout{gitDir: dir}
		if filepath.Base(dir) == ".git" {
			l.worktree = filepath.Dir(dir)
		}
		return complete(l)
	}
	return layout{}, ErrNoRepository
}

func isGitDir(dir string) bool {
	// Old repositories have a symbolic link there, which leads nowhere before the first
	// commit.
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	_, err1 := os.Stat(filepath.Join(dir, "objects"))
	_, err2 := os.Stat(filepath.Join(dir, "commondir"))
	return err1 == nil || err2 == nil
}

// gitFile reads a ".git" file, which names the git folder of a linked worktree or a
// submodule.
func gitFile(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(strings.TrimSpace(string(b)), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%w: %s does not begin with \"gitdir: \"", ErrFormat, file)
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	if !isGitDir(target) {
		return "", fmt.Errorf("%w: %s names %s, which is not a git folder", ErrFormat, file, target)
	}
	return target, nil
}

// complete fills in the common folder and the alternates.
func complete(l layout) (layout, error) {
	l.common = l.gitDir
	if b, err := os.ReadFile(filepath.Join(l.gitDir, "commondir")); err == nil {
		common := strings.TrimSpace(string(b))
		if !filepath.IsAbs(common) {
			common = filepath.Join(l.gitDir, common)
		}
		l.common = filepath.Clean(common)
	}
	own := filepath.Join(l.common, "objects")
	l.objects = []string{own}
	return l, l.addAlternates(own, 0)
}

// addAlternates follows objects/info/alternates, to git's own depth of five.
func (l *layout) addAlternates(objects string, depth int) error {
	b, err := os.ReadFile(filepath.Join(objects, "info", "alternates"))
	if errors.Is(err, os.ErrNotExist) || depth > 5 {
		return nil
	} else if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		dir := strings.TrimRight(line, "\r\n")
		if dir == "" || strings.HasPrefix(dir, "#") {
			continue
		}
		if plain, err := strconv.Unquote(dir); err == nil {
			dir = plain
		}
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(objects, dir)
		}
		dir = filepath.Clean(dir)
		if _, err := os.Stat(dir); err != nil {
			return fmt.Errorf("%w: objects borrowed from %s, which cannot be read: %w", ErrMissing, dir, err)
		}
		if !slices.Contains(l.objects, dir) {
			l.objects = append(l.objects, dir)
			if err := l.addAlternates(dir, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
