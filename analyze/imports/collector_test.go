package imports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/finding"
)

// link is a link at a place written FILE:LINE, between the packages of two folders.
func link(file string, line int, to, target string, kind Kind, symbol string) Link {
	folder, _, _ := strings.Cut(file, "/")
	return Link{At: finding.Location{File: file, Line: line}, From: folder, To: to, File: target, Kind: kind, Symbol: symbol}
}

func bare(l Link) Link     { l.Bare = true; return l }
func manifest(l Link) Link { l.Manifest = true; return l }

func TestCollector(t *testing.T) {
	for name, c := range map[string]struct {
		links, mentions []Link
		want            string
	}{
		"names and places add up": {[]Link{
			link("a/2", 1, "b", "b/1", Import, "Y"), link("a/1", 2, "b", "b/1", Import, "X"), link("a/1", 2, "b", "b/1", Import, "Y"),
		}, nil, `a > b import, 2 files at [a/1:2 a/2:1] symbols [X Y]
a/1 > b/1 import 2
a/2 > b/1 import 1
`},
		"the strongest kind wins": {[]Link{
			link("a/1", 1, "b", "b/1", Test, "T"), link("a/1", 2, "b", "b/1", Type, "U"), link("a/1", 3, "b", "b/1", Import, "V"),
		}, nil, `a > b import, 1 files at [a/1:3] symbols [V]
a/1 > b/1 import 3
`},
		"all of it leaves the names open": {[]Link{
			link("a/1", 1, "b", "", Import, ""), link("a/1", 2, "b", "b/1", Import, "X"),
		}, nil, `a > b import, 1 files at [a/1:1 a/1:2] symbols unknown
a/1 > b import 1
a/1 > b/1 import 2
`},
		"no name at all": {[]Link{bare(link("a/1", 1, "b", "b/1", Proto, ""))}, nil, `a > b proto, 1 files at [a/1:1] symbols []
a/1 > b/1 proto 1
`},
		"within a package": {[]Link{link("a/1", 1, "a", "a/2", Import, "X"), link("a/1", 2, "a", "a/1", Import, "X")}, nil, `a/1 > a/2 import 1
`},
		"packages that are not there": {[]Link{link("a/1", 1, "c", "c/1", Import, ""), link("a/1", 2, "d", "d/1", Proto, "X")}, nil, `a > d proto, 1 files at [a/1:2] symbols [X]
a/1 > d/1 proto 2
`},
		"a reference of a manifest, and what it is for": {
			[]Link{manifest(link("a/m", 7, "b", "", Import, ""))},
			[]Link{link("a/1", 1, "b", "b/1", Import, "X"), link("a/1", 2, "b", "b/1", Import, "Y"), link("a/2", 3, "b", "", Test, "Z")},
			`a > b import, 1 files at [a/m:7] symbols [X Y]
a/1 > b/1 import 1
a/2 > b test 3
`},
		"mentions alone make no edge of packages": {nil, []Link{link("a/1", 1, "b", "b/1", Import, "X")}, `a/1 > b/1 import 1
`},
	} {
		var collector Collector
		for _, p := range []string{"a", "b"} {
			collector.Package(p, func(*Package) {})
		}
		for _, l := range c.links {
			collector.Add(l)
		}
		for _, l := range c.mentions {
			collector.Mention(l)
		}
		g := collector.Graph(nil)
		if got := shown(g); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		if !slices.IsSortedFunc(g.Edges, CompareEdges) || !slices.IsSortedFunc(g.FileEdges, CompareFileEdges) {
			t.Errorf("%s: not in order: %+v", name, g)
		}
	}
}

func shown(g *Graph) string {
	var b strings.Builder
	for _, e := range g.Edges {
		symbols := "unknown"
		if e.Symbols != nil {
			symbols = fmt.Sprint(e.Symbols)
		}
		fmt.Fprintf(&b, "%s > %s %s, %d files at %v symbols %s\n", e.From, e.To, e.Kind, e.Files, e.Sites, symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "%s > %s %s %d\n", e.From, e.To, e.Kind, e.Line)
	}
	return b.String()
}

func TestCollectorWithoutPackages(t *testing.T) {
	var c Collector
	c.Add(link("a/1", 1, "b", "b/1", Dynamic, ""))
	if got := shown(c.Graph(nil)); got != "a > b dynamic, 1 files at [a/1:1] symbols unknown\na/1 > b/1 dynamic 1\n" {
		t.Errorf("links alone make %s", got)
	}
}

func TestPackageLists(t *testing.T) {
	var c Collector
	p := c.Package("a", func(p *Package) { p.Files = []string{"y", "x", "y"} })
	p.ThirdParty, p.TestThird = []string{"one"}, []string{"two", "one"}
	if again := c.Package("a", func(*Package) { t.Error("described twice") }); again != p {
		t.Error("made twice")
	}
	got := c.Graph(nil).Packages[0]
	if fmt.Sprint(got.Files, got.ThirdParty, got.TestThird) != "[x y] [one] [two]" {
		t.Errorf("%+v", got)
	}
}
