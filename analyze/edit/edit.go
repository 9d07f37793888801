// Package edit writes a version anew in the text of a manifest and changes nothing else:
// layout, comments, line ends and quotes stay as people wrote them.
//
// An edit names a line. The old text must stand there as a word of its own, or on one of
// the few lines that follow and belong to the same entry (a pom's <version> below its
// <dependency>, a table of TOML). Where it stands on a line more than once, what comes
// before the name of the dependency does not count. Whatever is less clear than that is
// refused, with the reason.
//
// Limits: the lock file that goes with a manifest is not touched: only its package manager
// can write it.
package edit

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"seam/analyze/finding"
)

// Refused is an edit that was not made.
type Refused struct {
	Edit finding.Edit
	Why  string
}

// Apply makes edits of one file. Edits that say the same count once.
func Apply(data []byte, edits []finding.Edit) (out []byte, made []finding.Edit, refused []Refused) {
	lines := bytes.SplitAfter(data, []byte("\n"))
	done := map[finding.Edit]bool{}
	for _, e := range edits {
		if done[e] {
			continue
		}
		done[e] = true
		at, from, why := find(lines, e)
		if why != "" {
			refused = append(refused, Refused{e, why})
			continue
		}
		line := lines[at]
		lines[at] = bytes.Join([][]byte{line[:from], []byte(e.New), line[from+len(e.Old):]}, nil)
		made = append(made, e)
	}
	return bytes.Join(lines, nil), made, refused
}

// reach is how many lines of an entry may lie between its first line and its version.
const reach = 12

// find is the line, from 0, and the place on it where the old text stands.
func find(lines [][]byte, e finding.Edit) (line, from int, why string) {
	if e.Old == "" || !version(e.New, markup(e.File)) {
		return 0, 0, "the text to write could be read as more than a version"
	}
	if e.Line < 1 || e.Line > len(lines) {
		return 0, 0, "the line is not there"
	}
	for i := e.Line - 1; i < min(len(lines), e.Line-1+reach); i++ {
		text := string(lines[i])
		if i > e.Line-1 && ends(strings.TrimSpace(text)) {
			break
		}
		switch places := words(text, e.Old, e.Name); len(places) {
		case 0:
		case 1:
			return i, places[0], ""
		default:
			return 0, 0, fmt.Sprintf("%q stands there more than once", e.Old)
		}
	}
	return 0, 0, fmt.Sprintf("%q does not stand there", e.Old)
}

// version reports whether a text has only signs that versions and ranges have. What XML
// reads as a tag is none there.
func version(s string, xml bool) bool {
	signs := "=~^*|.,-+_ ()[]0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if !xml {
		signs += "<>!"
	}
	return s != "" && strings.Trim(s, signs) == ""
}

func markup(file string) bool {
	switch path.Ext(file) {
	case ".xml", ".props", ".targets", ".csproj", ".fsproj", ".vbproj":
		return true
	}
	return false
}

// ends reports whether a line belongs to another entry.
func ends(line string) bool {
	return line == "" || strings.HasPrefix(line, "[") ||
		strings.HasPrefix(line, "</dependency>") || strings.HasPrefix(line, "</PackageReference>") || strings.HasPrefix(line, "<dependency>") || strings.HasPrefix(line, "<PackageReference")
}

// words finds where old stands as a word of its own; of several places those behind name.
func words(line, old, name string) []int {
	var all, behind []int
	named := -1
	if i := strings.Index(strings.ToLower(line), strings.ToLower(name)); name != "" && i >= 0 {
		named = i + len(name)
	}
	for from := 0; ; {
		i := strings.Index(line[from:], old)
		if i < 0 {
			break
		}
		i += from
		from = i + 1
		if !alone(line, i, i+len(old)) {
			continue
		}
		all = append(all, i)
		if named >= 0 && i >= named {
			behind = append(behind, i)
		}
	}
	if len(all) > 1 && len(behind) > 0 {
		return behind
	}
	return all
}

// alone reports whether nothing that could belong to a version stands beside line[from:to].
func alone(line string, from, to int) bool {
	return (from == 0 || !part(line[from-1]) || !part(line[from])) && (to == len(line) || !part(line[to]))
}

func part(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte(".+-_", c) >= 0
}
