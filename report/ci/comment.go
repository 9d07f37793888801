package ci

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"unicode/utf8"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/report/model"
	"seam/report/phrase"
)

const (
	commentFindings = 10     // findings told in full, and told in a line
	commentSteps    = 12     // steps of a path
	commentText     = 1500   // bytes of one text
	commentCaveats  = 5      // caveats and notes told
	commentSize     = 60_000 // bytes; GitHub takes 65,536 characters, GitLab more
)

// commentWriter writes the comment on a pull request.
type commentWriter struct {
	bytes.Buffer
}

// WriteComment writes a short Markdown comment. Its first line is the same for every run
// over the same folder and shows nothing, so that a bot finds and replaces its comment.
func WriteComment(w io.Writer, r *model.Report) error {
	var c commentWriter
	c.line("<!-- seam: " + sarifURI(rooted(r, "")) + " -->")
	c.line("### seam: " + commentTitle(r))
	c.between(r)
	list := gated(r)
	if r.Check != nil {
		list = r.Check.Shown()
	}
	left := len(list)
	for i, g := range Causes(list) {
		if i == commentFindings || c.Len() > commentSize {
			c.line("")
			c.line(fmt.Sprintf("…and %s: `seam %s`", phrase.Plural(left, "more finding", "more findings"), commentVerb(r)))
			break
		}
		c.finding(r, g)
		left -= len(g)
	}
	c.check(r)
	c.caveats(r.Warnings)
	_, err := w.Write(c.Bytes())
	return err
}

// commentTitle counts the findings by severity.
func commentTitle(r *model.Report) string {
	count := map[finding.Severity]int{}
	for _, f := range gated(r) {
		count[f.Severity]++
	}
	word := ""
	if r.Check != nil {
		word = "new "
	}
	var parts []string
	for _, s := range []finding.Severity{finding.Problem, finding.Smell} {
		if n := count[s]; n > 0 {
			parts = append(parts, phrase.Plural(n, word+string(s), word+string(s)+"s"))
		}
	}
	if n := count[finding.Noise]; n > 0 {
		parts = append(parts, phrase.Plural(n, word+"note", word+"notes"))
	}
	switch {
	case len(parts) > 0 && r.Check != nil && len(r.Check.Shown()) == 0:
		return "nothing new that fails, " + strings.Join(parts, ", ")
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case r.Check != nil:
		return "nothing new"
	}
	return "no findings"
}

func (c *commentWriter) between(r *model.Report) {
	if r.Check == nil {
		return
	}
	base := phrase.ShortID(r.Check.Base)
	if b := r.Check.Baseline; b != nil {
		base = b.File
	}
	text := fmt.Sprintf("%s against %s", phrase.Code(phrase.Visible(phrase.ShortID(r.Check.Head))), phrase.Code(phrase.Visible(base)))
	if n := len(r.Check.Gone); n > 0 {
		text += fmt.Sprintf("; %s gone", phrase.Count(n))
	}
	if n := r.Check.Unchanged; n > 0 {
		text += fmt.Sprintf("; %s known before", phrase.Count(n))
	}
	if n := len(r.Check.Suppressed); n > 0 {
		text += fmt.Sprintf("; %s suppressed by seam.yaml", phrase.Count(n))
	}
	c.line("")
	c.line(text + ".")
}

func commentVerb(r *model.Report) string {
	if r.Check == nil {
		return "diamonds"
	}
	return "check --format json"
}

// finding is one line for the findings of one cause, which unfolds to the proof and the edit
// of the first.
func (c *commentWriter) finding(r *model.Report, g []finding.Finding) {
	f := g[0]
	c.line("")
	c.line(fmt.Sprintf("<details><summary><b>%s</b> <code>%s</code> %s</summary>", commentHTML(string(f.Severity)), commentHTML(commentPlace(r, f.Location)), commentHTML(f.Message+Alike(g))))
	c.line("")
	for _, p := range commentProof(r, f) {
		c.line("- " + p)
	}
	c.fix(f.Fix)
	c.apart()
	c.line(fmt.Sprintf("Rule %s: %s says more.", phrase.Code(clip(phrase.Visible(f.Rule))), phrase.Code("seam explain "+clip(phrase.Visible(finding.ShellWord(f.Rule))))))
	c.line("")
	c.line("</details>")
}

// commentProof is the paths, else the further places.
func commentProof(r *model.Report, f finding.Finding) []string {
	var out []string
	for _, w := range f.Ways {
		out = append(out, phrase.Code(clip(phrase.Visible(commentPlace(r, w.Location))))+": "+commentPath(w.Steps))
	}
	if out != nil {
		return out
	}
	for _, x := range f.Related {
		out = append(out, phrase.Code(clip(phrase.Visible(commentPlace(r, x.Location))))+": "+phrase.Escape(clip(phrase.Visible(x.Message))))
	}
	return out
}

func commentPlace(r *model.Report, l finding.Location) string {
	return finding.Location{File: rooted(r, l.File), Line: l.Line}.String()
}

func (c *commentWriter) fix(f *finding.Fix) {
	if f == nil {
		return
	}
	c.apart()
	c.line("**Fix**: " + phrase.Escape(clip(phrase.Visible(f.Edit))))
	if f.Command != "" {
		c.line("")
		c.line("Run " + phrase.Code(clip(phrase.Visible(f.Command))))
	}
}

// commentPath leaves out the middle of a long path.
func commentPath(steps []string) string {
	var out []string
	for i, s := range steps {
		switch {
		case len(steps) <= commentSteps || i < commentSteps-1 || i == len(steps)-1:
			out = append(out, phrase.Code(clip(phrase.Visible(s))))
		case i == commentSteps-1:
			out = append(out, "…")
		}
	}
	return strings.Join(out, " → ")
}

// check folds what a check says beside the findings that matter to it.
func (c *commentWriter) check(r *model.Report) {
	if r.Check == nil {
		return
	}
	var lesser []finding.Finding
	for _, f := range r.Check.New {
		if f.Severity.Rank() < r.Check.ShownFrom().Rank() {
			lesser = append(lesser, f)
		}
	}
	c.short(r, phrase.Plural(len(lesser), "new finding that fails nothing", "new findings that fail nothing"), lesser)
	c.short(r, phrase.Plural(len(r.Check.Gone), "finding is gone", "findings are gone"), r.Check.Gone)
	if n := len(r.Check.Notes); n > 0 {
		c.texts(phrase.Plural(n, "note", "notes"), r.Check.Notes)
	}
}

// short folds findings, a line each.
func (c *commentWriter) short(r *model.Report, title string, list []finding.Finding) {
	if len(list) == 0 {
		return
	}
	c.fold(title)
	for i, f := range list {
		if i == commentFindings {
			c.line(fmt.Sprintf("- %s more", phrase.Count(len(list)-i)))
			break
		}
		c.line(fmt.Sprintf("- %s: %s", phrase.Code(clip(phrase.Visible(commentPlace(r, f.Location)))), phrase.Escape(clip(phrase.Visible(f.Message)))))
	}
	c.line("")
	c.line("</details>")
}

func (c *commentWriter) caveats(ws []finding.Warning) {
	var list []string
	for _, w := range ws {
		list = append(list, phrase.Caveat(w))
	}
	if len(list) > 0 {
		c.texts(phrase.Plural(len(list), "caveat", "caveats"), list)
	}
}

// texts folds sentences.
func (c *commentWriter) texts(title string, list []string) {
	c.fold(title)
	for i, s := range list {
		if i == commentCaveats {
			c.line(fmt.Sprintf("- %s more", phrase.Count(len(list)-i)))
			break
		}
		c.line("- " + phrase.Escape(clip(phrase.Visible(s))))
	}
	c.line("")
	c.line("</details>")
}

func (c *commentWriter) fold(title string) {
	c.line("")
	c.line("<details><summary>" + title + "</summary>")
	c.line("")
}

// apart leaves a line empty, unless one is.
func (c *commentWriter) apart() {
	if !bytes.HasSuffix(c.Bytes(), []byte("\n\n")) {
		c.line("")
	}
}

func (c *commentWriter) line(s string) {
	c.WriteString(s)
	c.WriteByte('\n')
}

// mention is an @ that may begin the name of a person or a team.
var mention = regex.New(`(^|[^\pL\pN])@`)

// commentHTML makes text mean itself inside a tag, and calls nobody to the comment.
func commentHTML(s string) string {
	return mention().ReplaceAllString(html.EscapeString(clip(phrase.Visible(s))), "$1@<!-- -->")
}

// clip shortens a text that no reader would finish.
func clip(s string) string {
	if len(s) <= commentText {
		return s
	}
	n := commentText
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
