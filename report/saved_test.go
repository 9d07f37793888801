package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"seam/report/model"
	"seam/report/reporttest"
)

var savedAll = flag.Bool("saved-all", false, "spoil every value of the sample reports, not a few of them")

// spoiled calls each with the document after every change of one value: a list or an object
// without what it holds, a number that is no index, a text that nothing else says.
func spoiled(value any, set func(any), each func(where string), where string) {
	change := func(to any) {
		set(to)
		each(fmt.Sprintf("%s = %v", where, to))
		set(value)
	}
	switch v := value.(type) {
	case map[string]any:
		change(map[string]any{})
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			spoiled(v[name], func(x any) { v[name] = x }, each, where+"."+name)
			old := v[name]
			delete(v, name)
			each(where + "." + name + " is gone")
			v[name] = old
		}
	case []any:
		change([]any{})
		change(append(slices.Clone(v), v...))
		for i := range v {
			spoiled(v[i], func(x any) { v[i] = x }, each, fmt.Sprintf("%s[%d]", where, i))
		}
	case float64:
		change(-1)
		change(1 << 30)
	case string:
		change("")
		change("\x1b|nobody")
	}
}

// A saved report may come from anywhere: whatever one of its values is, it is refused or
// rendered in every format that fits.
func TestSpoiledReports(t *testing.T) {
	for _, c := range []struct {
		name   string
		report *model.Report
	}{
		{"full", reporttest.Full()}, {"empty", reporttest.Empty()}, {"graph", reporttest.Graph()}, {"what-if", reporttest.Whatif()},
		{"check", reporttest.Check(2)}, {"team", reporttest.Team()}, {"diff", reporttest.Diff(2)},
	} {
		var b bytes.Buffer
		if err := model.Write(&b, c.report); err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		rnd, tried := rand.New(rand.NewPCG(1, 2)), 0
		spoiled(doc, func(any) {}, func(where string) {
			if !*savedAll && rnd.IntN(50) > 0 {
				return
			}
			tried++
			renderSpoiled(t, doc, c.name+where)
		}, "")
		if tried == 0 {
			t.Errorf("%s: no value was spoiled", c.name)
		}
	}
}

func renderSpoiled(t *testing.T, doc map[string]any, where string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", where, p)
		}
	}()
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	r, err := model.Read(bytes.NewReader(b))
	if err != nil {
		return
	}
	for _, format := range Formats(r) {
		if err := Write(io.Discard, r, format, Options{}); err != nil {
			t.Errorf("%s: %s: %v", where, format, err)
		}
	}
}
