package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestServices(t *testing.T) {
	const text = `
services:
  billing:
    path: ./services/billing/
    aliases: [billing-v2]
    calls:
      - ledger
      - mail
  ledger:
`
	want := []Service{
		{Name: "billing", Path: "shop/services/billing", Aliases: []string{"billing-v2"}, Calls: []Call{{"ledger", 7}, {"mail", 8}}, Line: 3},
		{Name: "ledger", Line: 9},
	}
	got, err := parse("shop/seam.yaml", []byte(text))
	if d := cmp.Diff(want, got.Services); d != "" || err != nil {
		t.Errorf("error %v, difference (-want +got):\n%s", err, d)
	}
}

func TestServicesRefused(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		want       string
	}{
		{"unknown key", "services:\n  a: {call: [b]}\n", 2, `"call"`},
		{"list", "services: [a]\n", 1, "must be a mapping"},
		{"a path that leaves", "services:\n  a: {path: ../b}\n", 2, "below"},
		{"an absolute path", "services:\n  a: {path: /b}\n", 2, "below"},
		{"a name with blanks", "services:\n  a: {calls: [\"b c\"]}\n", 2, "no name"},
		{"itself", "services:\n  a: {calls: [a]}\n", 2, "calls itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse("seam.yaml", []byte(c.text))
			var e *Error
			if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Message, c.want) {
				t.Errorf("got %v, want it in line %d and to hold %q", err, c.line, c.want)
			}
		})
	}
}
