package repo

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// config is what matters here of a repository's own configuration.
type config struct {
	partial  bool   // objects may be missing on purpose: a promisor remote has them
	replaces bool   // refs/replace counts
	bare     bool   // there is no worktree, whatever the folder is called
	worktree string // core.worktree; "" where it is not set
	wideIDs  bool   // object ids are of SHA-256
	noGraph  bool   // a commit-graph does not count
	origin   string // the address that it was cloned from; "" where it has no remote

	// foreign says what of the format go-git cannot read; "" if it can.
	foreign string
}

// idSize is the size of object ids in bytes.
func (c config) idSize() int {
	if c.wideIDs {
		return idSizeWide
	}
	return idSize
}

// readable holds the extensions that change nothing about what is read here, or that
// are read here.
var readable = map[string]bool{
	"noop": true, "noop-v1": true, "preciousobjects": true, "partialclone": true, "worktreeconfig": true, "relativeworktrees": true,
	"objectformat": true, "refstorage": true,
}

// readConfig reads the configuration of the repository at l.
func readConfig(l layout) (config, error) {
	values, err := configValues(filepath.Join(l.common, "config"))
	if err != nil {
		return config{}, err
	}
	c := config{replaces: isTrue(cmp.Or(values["core.usereplacerefs"], "true")), origin: originOf(values)}
	c.noGraph = !isTrue(cmp.Or(values["core.commitgraph"], "true"))
	c.format(values)
	for key, value := range values {
		switch {
		case key == "extensions.partialclone", strings.HasSuffix(key, ".partialclonefilter"), strings.HasSuffix(key, ".promisor") && isTrue(value):
			c.partial = true
		}
	}
	return c, c.ownWorktree(l, values)
}

// format reads how the repository is stored. Git takes names that it does not know
// for a format that it does not know only where the version says so.
func (c *config) format(values map[string]string) {
	version := cmp.Or(values["core.repositoryformatversion"], "0")
	ids := cmp.Or(values["extensions.objectformat"], "sha1")
	refs := cmp.Or(values["extensions.refstorage"], "files")
	c.wideIDs = ids == "sha256"
	switch {
	case version != "0" && version != "1":
		c.foreign = "its format has version " + version
	case ids != "sha1":
		c.foreign = "object ids are " + ids
	case refs != "files":
		c.foreign = "references are stored as " + refs
	case version == "1":
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if name, ok := strings.CutPrefix(key, "extensions."); ok && !readable[name] {
				c.foreign = "it uses the extension " + name
				return
			}
		}
	}
}

// ownWorktree reads core.bare and core.worktree. In the common file they speak of the
// main worktree only; any worktree may have a file of its own.
func (c *config) ownWorktree(l layout, values map[string]string) error {
	own := map[string]string{}
	if isTrue(values["extensions.worktreeconfig"]) {
		var err error
		if own, err = configValues(filepath.Join(l.gitDir, "config.worktree")); err != nil {
			return err
		}
	}
	if l.common == l.gitDir {
		own["core.bare"] = cmp.Or(own["core.bare"], values["core.bare"])
		own["core.worktree"] = cmp.Or(own["core.worktree"], values["core.worktree"])
	}
	c.bare, c.worktree = isTrue(own["core.bare"]), own["core.worktree"]
	return nil
}

// isTrue reads a boolean as git does; a key without a value is true.
func isTrue(value string) bool {
	switch strings.ToLower(value) {
	case "", "false", "no", "off":
		return false
	}
	// git reads numbers as C does, white space in front of them and a unit behind them
	// allowed.
	number := strings.TrimLeft(value, " \t\n\v\f\r")
	if last := len(number) - 1; last > 0 && strings.ContainsRune("kKmMgG", rune(number[last])) {
		number = number[:last]
	}
	n, err := strconv.ParseInt(number, 0, 64)
	return err != nil || n != 0
}

// configValues reads a file of git's configuration into section.key, or
// section.subsection.key, and value. Sections and keys are in lower case. What git
// would not read either is passed over: git itself says so better.
func configValues(file string) (map[string]string, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return map[string]string{}, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	return parseConfig(b), nil
}

func parseConfig(b []byte) map[string]string {
	values := map[string]string{}
	section := ""
	s := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	s.Buffer(nil, len(b)+64)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		if rest, ok := strings.CutPrefix(line, "["); ok {
			section, line = configSection(rest)
			line = strings.TrimSpace(line)
		}
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		key, value, set := strings.Cut(line, "=")
		for strings.HasSuffix(value, `\`) && !strings.HasSuffix(value, `\\`) && s.Scan() {
			value = value[:len(value)-1] + s.Text()
		}
		value = configValue(value)
		if !set {
			value = "true"
		}
		values[section+"."+strings.ToLower(strings.TrimSpace(key))] = value
	}
	return values
}

// configSection reads what stands behind a "[": section] or section "subsection"].
func configSection(text string) (name, rest string) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ']' && !quoted:
			head, sub, ok := strings.Cut(text[:i], "\"")
			name = strings.ToLower(strings.TrimSpace(head))
			if ok {
				name += "." + strings.TrimSuffix(sub, "\"")
			}
			return name, text[i+1:]
		}
	}
	return "", ""
}

// configValue takes quotes, escapes and a comment off a value.
func configValue(text string) string {
	var out strings.Builder
	quoted, end := false, 0 // end: what is kept for sure, spaces behind it may be trimmed
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
			end = out.Len()
			continue
		case c == '\\' && i+1 == len(text):
			continue // the line goes on where the file has ended
		case c == '\\':
			i++
			out.WriteByte(unescaped(text[i]))
		case !quoted && (c == '#' || c == ';'):
			return out.String()[:end]
		case !quoted && (c == ' ' || c == '\t' || c == '\r'):
			if out.Len() > 0 {
				out.WriteByte(c)
			}
			continue
		default:
			out.WriteByte(c)
		}
		end = out.Len()
	}
	return out.String()[:end]
}

func unescaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'b':
		return '\b'
	}
	return c
}
