package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// progress draws how far a run is on standard error. On a terminal it is one line
// that redraws itself; in plain mode a line every ten seconds; otherwise silent.
// Calls must not overlap.
type progress struct {
	w     io.Writer
	line  bool // one line that redraws itself
	every time.Duration
	last  time.Time
	drawn bool
}

func newProgress(w io.Writer, mode string) progress {
	switch {
	case mode == "plain":
		return progress{w: w, every: 10 * time.Second, last: time.Now()}
	case mode == "none" || !isTerminal(w) || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb":
		return progress{}
	}
	return progress{w: w, line: true, every: 100 * time.Millisecond, last: time.Now()}
}

func (p *progress) show(stage string, done, total int) {
	if p.w == nil || time.Since(p.last) < p.every {
		return
	}
	p.last = time.Now()
	text := fmt.Sprintf("%s: %d of %d", stage, done, total)
	if !p.line {
		fmt.Fprintln(p.w, text)
		return
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", text)
	p.drawn = true
}

// clear removes the line, so that it never stands in front of the answer.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the width to lay text out for: the terminal's, else COLUMNS, else
// 0 for unlimited.
func terminalWidth(w any) int {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	var width int
	if _, err := fmt.Sscan(os.Getenv("COLUMNS"), &width); err == nil && width > 0 {
		return width
	}
	return 0
}
