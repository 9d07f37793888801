package report

import (
	"fmt"
	"io"
	"strings"

	"seam/analyze/plan"
	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/sections"
	"seam/report/typeset"
)

// How much of a plan is shown where Options say nothing; all of it is in the JSON.
const (
	planTasks = 40 // of one step
	planSites = 4  // of one task
)

// writePlanMarkdown writes a plan as a list to tick off, fit for an issue.
func writePlanMarkdown(w io.Writer, r *model.Report, opt Options) error {
	p := r.Plan
	m := &markdownWriter{rows: limit(opt.Rows, planTasks)}
	m.line("# Plan: split out " + phrase.Code(phrase.Visible(p.Title)))
	m.block("> " + phrase.EscapeLine(phrase.Visible(p.Advice)))
	m.block(phrase.Escape(planHead(r)))
	for i, s := range p.Steps {
		m.block(fmt.Sprintf("## %d. %s", i+1, phrase.Escape(s.Title)))
		m.prose(phrase.Visible(s.Why))
		m.tasks(s.Tasks)
		for k, n := range s.Notes {
			if k == 0 {
				m.line("")
			}
			m.line("- " + phrase.EscapeLine(phrase.Visible(n)))
		}
	}
	_, err := w.Write(m.Bytes())
	return err
}

// planHead says what the plan was made from.
func planHead(r *model.Report) string {
	return fmt.Sprintf("%s at commit %s, by %s. %s.", phrase.Visible(sections.Title(r)), phrase.ShortID(r.Repository.Head),
		strings.TrimSpace(r.Tool.Name+" "+r.Tool.Version), phrase.Plural(len(r.Plan.Packages), "package", "packages"))
}

func (m *markdownWriter) tasks(tasks []plan.Task) {
	for i, t := range tasks {
		if i == 0 {
			m.line("")
		}
		if m.rows > 0 && i == m.rows {
			m.line(fmt.Sprintf("- [ ] %s more: `--format json`", phrase.Count(len(tasks)-i)))
			return
		}
		m.line("- [ ] " + phrase.Escape(phrase.Visible(t.Text)))
		for _, line := range taskProof(t) {
			m.line("  - " + codes(line.places) + line.names())
		}
		m.fenced(language(t), t.Content)
		m.fenced("sh", strings.Join(doc.Shown(t.Commands), "\n"))
	}
}

// fenced writes a block of code below a list item; the fence is longer than any row of
// backticks in it.
func (m *markdownWriter) fenced(language, text string) {
	if text == "" {
		return
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.line("")
	m.line("  " + fence + language)
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		m.line(strings.TrimRight("  "+indented(l), " \t"))
	}
	m.line("  " + fence)
}

// indented is phrase.Visible for a line of code, whose tabs at the start stay.
func indented(line string) string {
	code := strings.TrimLeft(line, "\t")
	return line[:len(line)-len(code)] + phrase.Visible(code)
}

func language(t plan.Task) string {
	if t.File != "" {
		return ""
	}
	return "go"
}

// proofLine is one import of a task: its file and line, and the names that it uses.
type proofLine struct {
	places []string
	used   []string
}

func (l proofLine) names() string {
	if len(l.used) == 0 {
		return ""
	}
	return ": " + phrase.Escape(phrase.Few(l.used, 8))
}

// taskProof lists the places of a task's imports.
func taskProof(t plan.Task) []proofLine {
	var out []proofLine
	for _, i := range t.Imports {
		out = append(out, proofLine{sites(i), doc.Shown(i.Symbols)})
	}
	return out
}

func sites(i whatif.Import) []string {
	var out []string
	for k, s := range i.Sites {
		if k == planSites {
			out = append(out, fmt.Sprintf("%d more", len(i.Sites)-k))
			break
		}
		out = append(out, phrase.Visible(s.String()))
	}
	return out
}

// writePlanText writes the same for a terminal.
func writePlanText(w io.Writer, r *model.Report, opt Options) error {
	p := r.Plan
	t := &textWriter{rows: limit(opt.Rows, planTasks), p: typeset.NewPalette(opt.Color)}
	t.prose = proseMost
	if opt.Width > 0 {
		t.prose = min(opt.Width, proseMost)
	}
	t.line(t.p.Tone("heading", "Plan: split out "+phrase.Visible(p.Title)))
	t.hang("", 0, planHead(r))
	t.hang("", 0, phrase.Visible(p.Advice))
	for i, s := range p.Steps {
		t.line("")
		t.line(t.p.Tone("heading", fmt.Sprintf("%d. %s", i+1, s.Title)))
		t.hang("", 0, phrase.Visible(s.Why))
		t.tasks(s.Tasks)
		for _, n := range s.Notes {
			t.hang("  ! ", 4, phrase.Visible(n))
		}
	}
	_, err := w.Write(trimLines(t.Bytes()))
	return err
}

func (t *textWriter) tasks(tasks []plan.Task) {
	for i, task := range tasks {
		if t.rows > 0 && i == t.rows {
			t.more(len(tasks) - i)
			return
		}
		t.hang("  [ ] ", 6, phrase.Visible(task.Text))
		for _, l := range taskProof(task) {
			t.hang("      ", 8, strings.Join(l.places, ", "))
		}
		for l := range strings.SplitSeq(strings.TrimRight(task.Content, "\n"), "\n") {
			if task.Content != "" {
				t.line("        " + phrase.Visible(strings.ReplaceAll(l, "\t", "    ")))
			}
		}
		for _, c := range task.Commands {
			t.line("      $ " + phrase.Visible(c))
		}
	}
}
