package typeset

import (
	"strings"
	"testing"

	"seam/report/doc"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// A name that does not fit is broken after its separators, else before a capital, else
// anywhere; whatever the width, no character of it is lost.
func TestWrapName(t *testing.T) {
	for _, c := range []struct {
		in   string
		room int
		want string
	}{
		{"internal/billing", 20, "internal/billing"},
		{"cmd/argocd/commands/app.go:118", 20, "cmd/argocd/|  commands/|  app.go:118"},
		{"src/ServiceCollectionExtensions.cs", 20, "src/|  ServiceCollection|  Extensions.cs"},
		{"0123456789012345678901234567890123456789", 18, "0123456789012345|  6789012345678901|  23456789"},
		{"common/common.go:43 and 6 more", 20, "common/|  common.go:43 and 6|  more"},
		{"日本語日本語日本語", 12, "日本語日本|  語日本語"},
	} {
		got := strings.ReplaceAll(wrapName(c.in, c.room), "\n", "|")
		if got != c.want {
			t.Errorf("wrapName(%q, %d) = %q, want %q", c.in, c.room, got, c.want)
		}
	}
	const path = "services/注文サービス/ServiceCollectionExtensions.test.spec.ts"
	for room := 4; room < 70; room++ {
		got := wrapName(path, room)
		if strings.NewReplacer("\n", "", " ", "").Replace(got) != path {
			t.Errorf("room %d loses a piece: %q", room, got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if Width(line) > room {
				t.Errorf("room %d: %q", room, line)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		room int
		want string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two|three"},
		{"one two", 0, "one two"},
		{"at internal/billing/invoice/store.go", 16, "at|internal/|billing/invoice/|store.go"},
		{"v0.0.0-20240102030405-0123456789ab", 18, "v0.0.0-|20240102030405-|0123456789ab"},
		{"github.com/evanphx/json-patch/v5@v5.9.11", 26, "github.com/evanphx/|json-patch/v5@v5.9.11"},
		{"a 0123456789012345678901234567890123456789", 18, "a|012345678901234567|890123456789012345|6789"},
		{"日本語", 1, "日|本|語"},
	} {
		if got := strings.Join(Wrap(c.in, c.room), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.in, c.room, got, c.want)
		}
	}
}

// What holds printable ASCII alone needs a column for each character.
func TestWidthOfPlainText(t *testing.T) {
	for c := range rune(0x250) {
		text := "a" + string(c) + "/"
		if want := twwidth.WidthWithOptions(text, twwidth.Options{}); Width(text) != want {
			t.Errorf("%q needs %d columns, not %d", text, want, Width(text))
		}
	}
}

// Characters whose width depends on the locale count as one column everywhere: the
// same report gives the same bytes on a Japanese machine.
func TestWidthIgnoresTheLocale(t *testing.T) {
	tab := doc.Table{Columns: []doc.Column{{Title: "Name", Kind: doc.Ident}, {Title: "N", Kind: doc.Number}}, Rows: []doc.Row{doc.Cells("→§±°", "1"), doc.Cells("abcd", "2")}}
	var b strings.Builder
	if err := WriteTable(&b, tab, 0, nil); err != nil {
		t.Fatal(err)
	}
	if want := "Name  N\n-------\n→§±°  1\nabcd  2\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
