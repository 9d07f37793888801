// Package finding holds what every analysis and every output format says alike:
// where something stands (Location), what is wrong and what to do about it
// (Finding, Fix), and what was not looked at (Warning).
//
// Baselines, SARIF, JUnit and annotations read findings only, so whatever a gate
// may act on must be expressed as one.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Severity says how much a finding matters.
type Severity string

const (
	// Problem is something that an edit in this repository can and should remove.
	Problem Severity = "problem"
	// Smell is worth knowing; nothing breaks today.
	Smell Severity = "smell"
	// Noise is true but nobody here can act on it; hidden unless asked for.
	Noise Severity = "noise"
)

// Rank orders severities: the higher, the worse. Unknown words rank below noise.
func (s Severity) Rank() int {
	switch s {
	case Problem:
		return 3
	case Smell:
		return 2
	case Noise:
		return 1
	}
	return 0
}

// Location is a place in the repository. File is slash-separated and relative to
// the analysed folder; Line counts from 1, 0 means the whole file.
type Location struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

func (l Location) String() string {
	if l.Line == 0 {
		return l.File
	}
	return fmt.Sprintf("%s:%d", l.File, l.Line)
}

// Compare orders locations by file, then line.
func (l Location) Compare(m Location) int {
	return cmp.Or(strings.Compare(l.File, m.File), cmp.Compare(l.Line, m.Line))
}

// Related is a further place that belongs to a finding, and what it shows.
type Related struct {
	Location Location `json:"location"`
	Message  string   `json:"message"`
}

// Way is one of the paths that prove a finding: how a version comes into the build.
type Way struct {
	Location Location `json:"location"` // a line of this repository, manifest or lock, that asks for the version
	Steps    []string `json:"steps"`    // from a unit of the repository down, at least two
}

// Fix is the one edit that removes a finding. A zero File with a non-empty Edit is
// advice that no single edit carries out.
type Fix struct {
	Edit    string `json:"edit"`              // one sentence, imperative
	File    string `json:"file,omitempty"`    // the file to edit
	Line    int    `json:"line,omitempty"`    // the line to edit, from 1
	Version string `json:"version,omitempty"` // the version to write
	Command string `json:"command,omitempty"` // a shell command that does the edit
	Edits   []Edit `json:"edits,omitempty"`   // every line of Edit that can be written without a package manager
}

// Edit is one version to write anew in a manifest.
type Edit struct {
	File string `json:"file"`
	Line int    `json:"line"` // where the entry begins, from 1
	Name string `json:"name"` // the dependency
	Old  string `json:"old"`
	New  string `json:"new"`
}

// Finding is one thing that a gate can fail on.
type Finding struct {
	ID          string    `json:"id"`
	Rule        string    `json:"rule"`
	Severity    Severity  `json:"severity"`
	Message     string    `json:"message"`
	Location    Location  `json:"location"`
	Related     []Related `json:"related,omitempty"`
	Ways        []Way     `json:"ways,omitempty"` // the paths that prove it, at most one for each version
	Fingerprint string    `json:"fingerprint"`    // stable over line moves and patch releases
	Key         *Key      `json:"key,omitempty"`  // what the fingerprint was made of, where a finding can shrink or grow
	Also        []Key     `json:"-"`              // keys under which another rule may know it already
	Fix         *Fix      `json:"fix,omitempty"`
	Dependency  string    `json:"dependency,omitempty"` // what a version conflict is about; "" for other rules
	Cause       string    `json:"cause,omitempty"`      // equal for findings that one edit removes together: shown as one
}

// Sort orders findings for output: worst first, then rule, place and id.
func Sort(fs []Finding) {
	slices.SortFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(b.Severity.Rank(), a.Severity.Rank()),
			strings.Compare(a.Rule, b.Rule),
			a.Location.Compare(b.Location),
			strings.Compare(a.ID, b.ID),
		)
	})
}

// Fingerprint hashes parts to 16 hexadecimal digits. The parts must not hold line
// numbers, dates or exact versions, or a finding would look new when it only moved.
func Fingerprint(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:8])
}

// Warning says that an answer is partial, and why. It is data, not a log line: it
// reaches every output format.
type Warning struct {
	Code    string `json:"code"`    // kebab-case, stable
	Message string `json:"message"` // one sentence; names a file and line where there is one
	Count   int    `json:"count"`   // how many cases it stands for, at least 1
}

// SortWarnings orders warnings by code, then message.
func SortWarnings(ws []Warning) {
	slices.SortFunc(ws, func(a, b Warning) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), strings.Compare(a.Message, b.Message))
	})
}
