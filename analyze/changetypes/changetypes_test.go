package changetypes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
)

// changes reads "count subject: files" lines.
func changes(text string) *history.Changes {
	c := &history.Changes{}
	type line struct {
		n       int
		subject string
		files   []string
	}
	var lines []line
	for row := range strings.Lines(text) {
		head, files, ok := strings.Cut(strings.TrimSpace(row), " | ")
		if !ok {
			continue
		}
		var l line
		fmt.Sscan(head, &l.n)
		_, l.subject, _ = strings.Cut(head, " ")
		l.files = strings.Fields(files)
		c.Paths = append(c.Paths, l.files...)
		lines = append(lines, l)
	}
	slices.Sort(c.Paths)
	c.Paths = slices.Compact(c.Paths)
	var list []history.ChangeFields
	for _, l := range lines {
		for range l.n {
			ch := history.ChangeFields{Subject: l.subject}
			for _, f := range l.files {
				at, _ := slices.BinarySearch(c.Paths, f)
				ch.Files = append(ch.Files, int32(at))
			}
			list = append(list, ch)
		}
	}
	c.List = history.ListOf(list...)
	return c
}

func area(p string) (string, bool) { a, _, ok := strings.Cut(p, "/"); return a, ok }

func TestMeasure(t *testing.T) {
	for _, c := range []struct{ name, text, kind, want string }{
		{"ticket projects", `
			10 PAY-12 charge | pay/a
			6 WEB-3 page | web/a pay/a
			2 no ticket | web/a`, "ticket project", "PAY 10 always pay; WEB 6 always pay,web"},
		{"scopes", `
			10 fix(Pay): charge | pay/a
			6 feat(web)!: page | web/a
			5 docs: text | docs/a`, "conventional scope", "pay 10 always pay; web 6 always web; docs 5 always docs"},
		{"prefixes as Go has them", `
			10 pkg/pay: charge | pay/a
			6 [web] page | web/a
			1 other | web/a`, "subject prefix", "pkg/pay 10 always pay; web 6 always web"},
		{"one project tells nothing apart", `
			10 SHOP-1 x | pay/a
			6 SHOP-2 y | web/a pay/a`, "areas touched together", "pay 10 always pay; pay + web 6 always pay,web"},
		{"nothing", ``, "areas touched together", ""},
	} {
		r := Measure(changes(c.text), area)
		var got []string
		for _, ty := range r.Types {
			got = append(got, fmt.Sprintf("%s %d always %s", ty.Name, ty.Changes, strings.Join(ty.Always, ",")))
		}
		if s := strings.Join(got, "; "); s != c.want || string(r.Kind) != c.kind {
			t.Errorf("%s: %s: %q, want %s: %q", c.name, r.Kind, s, c.kind, c.want)
		}
	}
}

func TestShares(t *testing.T) {
	r := Measure(changes("8 PAY-1 x | pay/a\n2 PAY-2 y | pay/a web/b\n5 WEB-1 z | web/b\n5 none | web/b"), area)
	if r.Untyped != 5 || r.Changes != 20 || r.Of(0) != "PAY" || r.Of(19) != "" {
		t.Errorf("%+v", r)
	}
	pay := r.Types[0]
	if pay.Share != 0.5 || len(pay.Areas) != 2 || pay.Areas[1] != (AreaShare{"web", 2, 0.2}) {
		t.Errorf("%+v", pay)
	}
}
