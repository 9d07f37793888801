package compare

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// Baseline is a committed list of findings that are old debt, each with the reason why it
// may stay. It names rules, dependencies, version classes and folders; no line, no date
// and no exact version, so that neither a patch release nor a moved line changes it.
type Baseline struct {
	Folder  string // the folder that was analysed, from the repository root
	Entries []Entry
}

// Entry is one finding of a Baseline.
type Entry struct {
	Rule     string
	About    string           // the ecosystem and the dependency, and the unit where each has its own story
	Severity finding.Severity // at the time the baseline was written; a finding that has become worse since is new
	Classes  []string         // sorted
	Folders  []string         // of the manifests that would have to change, sorted
	Size     int              // of a budget: the number that is not to be exceeded
	Reason   string
}

// NewBaseline lists the findings at or above a severity. Of what stands in old already the
// reason is kept, also where the conflict has changed since; the others get reason.
func NewBaseline(folder string, list []finding.Finding, least finding.Severity, reason string, old Baseline) Baseline {
	var kept []finding.Finding
	for _, f := range list {
		if f.Severity.Rank() >= least.Rank() && f.Key != nil {
			kept = append(kept, f)
		}
	}
	pairs := New(old.Findings(), texts(kept))
	reasons := map[string]string{}
	for i := range pairs.Unchanged {
		reasons[pairs.Unchanged[i].ID] = old.of(pairs.Was[i]).Reason
	}
	b := Baseline{Folder: folder}
	for _, f := range texts(kept) {
		e := entryOf(f)
		e.Reason = cmp.Or(reasons[f.ID], old.reason(e), reason)
		b.Entries = append(b.Entries, e)
	}
	b.sort()
	return b
}

// Prune takes out what is fixed, and narrows what is fixed in part; it never adds.
// Gone and narrowed are how many entries that concerned.
func (b Baseline) Prune(list []finding.Finding, least finding.Severity) (out Baseline, gone, narrowed int) {
	out.Folder = b.Folder
	r := New(b.Findings(), texts(list))
	kept := map[string]bool{} // by ID of r.Was
	for i, f := range r.Unchanged {
		was := b.of(r.Was[i])
		if f.Severity.Rank() < least.Rank() || f.Key == nil || f.Rule != was.Rule {
			continue
		}
		kept[r.Was[i].ID] = true
		e := entryOf(f)
		e.Reason = was.Reason
		if e.asMuch(was) {
			e = was // versions that only move on are no reason to write the file
		} else {
			narrowed++
		}
		out.Entries = append(out.Entries, e)
	}
	for i, w := range r.Was { // by what another rule tells now
		if !kept[w.ID] && r.Unchanged[i].Severity.Rank() >= least.Rank() {
			kept[w.ID] = true
			out.Entries = append(out.Entries, b.of(w))
		}
	}
	out.sort()
	return out, len(b.Entries) - len(out.Entries), narrowed
}

// Findings are the entries as New compares them.
func (b Baseline) Findings() []finding.Finding {
	var out []finding.Finding
	for i, e := range b.Entries {
		key := finding.Key{Group: e.Rule + " " + e.About, Classes: e.Classes, Folders: e.Folders, Size: e.Size}
		out = append(out, finding.Finding{ID: strconv.Itoa(i), Rule: e.Rule, Severity: e.Severity, Message: e.Reason, Fingerprint: key.Fingerprint(), Key: &key})
	}
	return out
}

// Against compares the findings of a revision with the baseline.
func (b Baseline) Against(head []finding.Finding) Result { return New(b.Findings(), texts(head)) }

// Kept counts the entries whose reason stands in old already, for the same thing.
func (b Baseline) Kept(old Baseline) (n int) {
	for _, e := range b.Entries {
		if old.reason(e) != "" {
			n++
		}
	}
	return n
}

// of is the entry that one of Findings was made from.
func (b Baseline) of(f finding.Finding) Entry {
	i, _ := strconv.Atoi(f.ID)
	return b.Entries[i]
}

// reason is that of another entry about the same thing.
func (b Baseline) reason(e Entry) string {
	for _, o := range b.Entries {
		if o.Rule == e.Rule && o.About == e.About {
			return o.Reason
		}
	}
	return ""
}

// texts makes the keys of findings what a file can hold: valid UTF-8.
func texts(list []finding.Finding) []finding.Finding {
	out := slices.Clone(list)
	for i, f := range out {
		if f.Key == nil || validKey(*f.Key) {
			continue
		}
		key := finding.Key{Group: valid(f.Key.Group), Classes: validAll(f.Key.Classes), Folders: validAll(f.Key.Folders), Size: f.Key.Size}
		out[i].Key, out[i].Fingerprint = &key, key.Fingerprint()
	}
	return out
}

func validKey(k finding.Key) bool {
	odd := func(s string) bool { return valid(s) != s }
	return !odd(k.Group) && !slices.ContainsFunc(k.Classes, odd) && !slices.ContainsFunc(k.Folders, odd)
}

func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func validAll(list []string) []string {
	out := slices.Clone(list)
	for i, s := range out {
		out[i] = valid(s)
	}
	return out
}

func entryOf(f finding.Finding) Entry {
	return Entry{
		Rule: f.Rule, About: strings.TrimPrefix(f.Key.Group, f.Rule+" "), Severity: f.Severity,
		Classes: f.Key.Classes, Folders: f.Key.Folders, Size: f.Key.Size,
	}
}

// asMuch reports whether two entries excuse as much.
func (e Entry) asMuch(o Entry) bool {
	return e.Severity == o.Severity && e.Size == o.Size && len(e.Classes) == len(o.Classes) && slices.Equal(e.Folders, o.Folders)
}

func (b *Baseline) sort() {
	slices.SortStableFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(
			strings.Compare(x.Rule, y.Rule), strings.Compare(x.About, y.About),
			slices.Compare(x.Classes, y.Classes), slices.Compare(x.Folders, y.Folders),
			cmp.Compare(y.Severity.Rank(), x.Severity.Rank()), strings.Compare(x.Reason, y.Reason),
		)
	})
}

const baselineHead = `# Findings that were there before seam check watched over them: what stands here does
# not fail a check, anything else does. seam baseline writes this file anew and keeps the
# reasons; seam baseline --prune takes out what is fixed. Say for each entry why it may
# stay.
`

// Text is the file, sorted.
func (b Baseline) Text() string {
	var t strings.Builder
	t.WriteString(baselineHead)
	fmt.Fprintf(&t, "folder: %s\n", plain(b.Folder))
	if len(b.Entries) == 0 {
		t.WriteString("entries: []\n")
		return t.String()
	}
	t.WriteString("entries:\n")
	for _, e := range b.Entries {
		fmt.Fprintf(&t, "  - rule: %s\n    about: %s\n", plain(e.Rule), plain(e.About))
		if e.Severity != finding.Problem {
			fmt.Fprintf(&t, "    severity: %s\n", e.Severity)
		}
		if len(e.Classes) > 0 {
			fmt.Fprintf(&t, "    classes: %s\n", flow(e.Classes))
		}
		if len(e.Folders) > 0 {
			fmt.Fprintf(&t, "    folders: %s\n", flow(e.Folders))
		}
		if e.Size > 0 {
			fmt.Fprintf(&t, "    size: %d\n", e.Size)
		}
		fmt.Fprintf(&t, "    reason: %s\n", plain(e.Reason))
	}
	return t.String()
}

func flow(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = plain(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// plain quotes what is not beyond doubt plain text to YAML. Go's escapes are YAML's.
func plain(s string) string {
	s = valid(s)
	ok := s != "" && strings.TrimSpace(s) == s && (unicode.IsLetter(rune(s[0])) || s == ".") && !strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_./-@ ", r)
	})
	switch strings.ToLower(s) {
	case "null", "true", "false":
		ok = false
	}
	if ok {
		return s
	}
	return strconv.Quote(s)
}

// baselineFile is a baseline as written.
type baselineFile struct {
	Folder  string  `yaml:"folder"`
	Entries []entry `yaml:"entries"`
}

type entry struct {
	Rule     string   `yaml:"rule"`
	About    string   `yaml:"about"`
	Severity string   `yaml:"severity"`
	Classes  []string `yaml:"classes"`
	Folders  []string `yaml:"folders"`
	Size     int      `yaml:"size"`
	Reason   string   `yaml:"reason"`
}

// UnmarshalNode reads one entry and checks that it says what it excuses, and why.
func (e *entry) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	type fields entry // without this method
	if err := decode("an entry", n, (*fields)(e)); err != nil {
		return err
	}
	switch {
	case e.Rule == "" || e.About == "":
		return errors.New("needs a rule and what it is about")
	case strings.TrimSpace(e.Reason) == "":
		return errors.New("has no reason: say why this may stay")
	case e.Severity != "" && finding.Severity(e.Severity).Rank() == 0:
		return fmt.Errorf("severity: %q is none of problem, smell", e.Severity)
	}
	return nil
}

// ReadBaseline reads the text of a baseline; file names it in errors, which say line and
// column.
func ReadBaseline(file string, data []byte) (Baseline, error) {
	var f baselineFile
	if err := yaml.Strict(file, data, &f); err != nil {
		return Baseline{}, err
	}
	b := Baseline{Folder: cmp.Or(f.Folder, ".")}
	for _, e := range f.Entries {
		slices.Sort(e.Classes)
		slices.Sort(e.Folders)
		b.Entries = append(b.Entries, Entry{
			Rule: e.Rule, About: e.About, Severity: cmp.Or(finding.Severity(e.Severity), finding.Problem),
			Classes: e.Classes, Folders: e.Folders, Size: e.Size, Reason: strings.TrimSpace(e.Reason),
		})
	}
	return b, nil
}
