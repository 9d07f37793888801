package modules_test

import (
	"strings"
	"testing"

	"seam/analyze/modules"
)

func TestExpand(t *testing.T) {
	values := map[string]string{"a": "1", "long": strings.Repeat("x", 100), "": "empty"}
	value := func(name string) string { return values[name] }
	for text, want := range map[string]string{
		"":                 "",
		"plain $ { }":      "plain $ { }",
		"${a}":             "1",
		"<${a}-${a}>":      "<1-1>",
		"${none}|":         "|",
		"${}":              "empty",
		"${a} ${open":      "1 ${open",
		"${${a}}":          "}", // the first end closes: no name is nested
		"${a}${long}${a}":  "${long}",
		"${long}${unread}": "${long}",
	} {
		if got := modules.Expand(text, "${", "}", 50, value); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := modules.Expand("$(a)${a}", "$(", ")", 50, value); got != "1${a}" {
		t.Errorf("other marks: %q", got)
	}
}
