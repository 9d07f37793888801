package repo

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Changed lists the paths that two snapshots do not share: those that only one tracks,
// and those with another content or mode, in byte order. Only ids are compared, nothing
// is read.
func (s *Snapshot) Changed(other *Snapshot) []string {
	var out []string
	i, j := 0, 0
	for i < len(s.files) || j < len(other.files) {
		switch c := s.compareAt(i, other, j); {
		case c < 0:
			out = append(out, s.files[i].Path)
			i++
		case c > 0:
			out = append(out, other.files[j].Path)
			j++
		default:
			if s.ids[i] != other.ids[j] || s.files[i].Mode != other.files[j].Mode {
				out = append(out, s.files[i].Path)
			}
			i++
			j++
		}
	}
	return out
}

// compareAt orders two positions; the end of a list comes last.
func (s *Snapshot) compareAt(i int, other *Snapshot, j int) int {
	switch {
	case i == len(s.files):
		return 1
	case j == len(other.files):
		return -1
	}
	return strings.Compare(s.files[i].Path, other.files[j].Path)
}

// Landed is the committer's date of the snapshot's commit in UTC; the zero time where the
// commit does not say one that can be read.
func (s *Snapshot) Landed() time.Time { return s.landed }

// landedAt reads the committer's date from a commit's content.
func landedAt(commit []byte) time.Time {
	head, _, _ := bytes.Cut(commit, []byte("\n\n"))
	for line := range bytes.Lines(head) {
		who, ok := bytes.CutPrefix(line, []byte("committer "))
		if !ok {
			continue
		}
		words := strings.Fields(string(who[bytes.LastIndexByte(who, '>')+1:]))
		if len(words) == 0 {
			return time.Time{}
		}
		seconds, err := strconv.ParseInt(words[0], 10, 64)
		if err != nil {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}
