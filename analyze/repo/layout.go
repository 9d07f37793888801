package repo

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// layout says where a repository keeps what.
type layout struct {
	worktree string   // "" if bare
	gitDir   string   // HEAD and the index
	common   string   // objects and references; equals gitDir except in a linked worktree
	objects  []string // object folders besides common's own (alternates), each the parent of "objects"
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
	if _, err := os.Stat(filepath.Join(dir, "HEAD")); err != nil {
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
	seen := map[string]bool{l.common: true}
	return l, l.addAlternates(filepath.Join(l.common, "objects"), seen, 0)
}

// addAlternates follows objects/info/alternates, to git's own depth of five.
func (l *layout) addAlternates(objects string, seen map[string]bool, depth int) error {
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
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(objects, dir)
		}
		dir = filepath.Clean(dir)
		if _, err := os.Stat(dir); err != nil {
			return fmt.Errorf("%w: objects borrowed from %s, which cannot be read: %w", ErrMissing, dir, err)
		}
		if parent := filepath.Dir(dir); !seen[parent] {
			seen[parent] = true
			l.objects = append(l.objects, parent)
			if err := l.addAlternates(dir, seen, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// config is what matters here of a repository's own configuration.
type config struct {
	partial bool // objects may be missing on purpose: a promisor remote has them
}

// readConfig reads a repository's config file and refuses formats that go-git would
// misread.
func readConfig(file string) (config, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return config{}, nil
	} else if err != nil {
		return config{}, err
	}
	var c config
	section := ""
	for s := bufio.NewScanner(bytes.NewReader(b)); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if strings.HasPrefix(line, "[") {
			section, _, _ = strings.Cut(strings.ToLower(strings.Trim(line, "[]")), " ")
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.ToLower(strings.TrimSpace(value))
		switch {
		case section == "extensions" && key == "objectformat" && value != "sha1":
			return c, fmt.Errorf("%w: object ids are %s", ErrFormat, value)
		case section == "extensions" && key == "refstorage" && value != "files":
			return c, fmt.Errorf("%w: references are stored as %s", ErrFormat, value)
		case section == "remote" && key == "promisor" && value == "true",
			section == "extensions" && key == "partialclone":
			c.partial = true
		}
	}
	return c, nil
}
