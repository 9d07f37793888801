package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestHistorySection(t *testing.T) {
	c, err := parse("sub/seam.yaml", []byte("history:\n  keep: [CHANGELOG.md]\n  bots: [release@x.example]\n  people: ['*bot@x.example']\n  unit: ticket\n  ticket: 'SHOP-[0-9]+'\n  max_files: 50\n"))
	if err != nil {
		t.Fatal(err)
	}
	h := c.History
	if len(h.Keep) != 1 || !strings.HasPrefix(h.Keep[0], "sub/") && !strings.HasPrefix(h.Keep[0], "/sub/") || !slices.Equal(h.Bots, []string{"release@x.example"}) ||
		h.Unit != "ticket" || h.Ticket != "SHOP-[0-9]+" || h.MaxFiles != 50 {
		t.Errorf("got %+v", h)
	}
	for text, want := range map[string]string{
		"history:\n  unit: week\n":      `"week" is none of auto`,
		"history:\n  ticket: '['\n":     "no regular expression",
		"history:\n  max_files: 0\n":    "no whole number above zero",
		"history:\n  max_files: many\n": "no whole number above zero",
		"history:\n  units: commit\n":   "unknown field",
	} {
		_, err := parse("seam.yaml", []byte(text))
		var e *Error
		if !errors.As(err, &e) || e.Line != 2 || !strings.Contains(e.Message, want) {
			t.Errorf("%q: %v, want line 2 and %q", text, err, want)
		}
	}
}
