package source

import "testing"

// Comments and ends of lines are no code, and outside of it there is nothing.
func TestCode(t *testing.T) {
	c := CodeOf(Python, []byte("# a\nx = 'y'\nz\n"))
	for i, want := range []string{"x", "=", "'y'", "z"} {
		if got := c.Text(i); got != want {
			t.Errorf("Text(%d) = %q, want %q", i, got, want)
		}
	}
	if len(c) != 4 || c.Text(-1) != "" || c.Text(4) != "" {
		t.Errorf("%d tokens, %q before them and %q after", len(c), c.Text(-1), c.Text(4))
	}
	for i, want := range []bool{false, true, false, false, true, false} {
		if got := c.Is(i-1, Word); got != want {
			t.Errorf("Is(%d, Word) = %v", i-1, got)
		}
	}
	if len(CodeOf("cobol", []byte("MOVE A TO B."))) != 0 {
		t.Error("a language without a lexer has code")
	}
}
