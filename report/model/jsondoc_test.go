package model

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// jsonDoc is docs/json.md: section -> field -> the cells of its row.
func jsonDoc(t *testing.T) map[string]map[string][2]string {
	data, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string][2]string{}
	section := ""
	heading := regexp.MustCompile("^##+ (`([^`]+)`|The report)$")
	row := regexp.MustCompile("^\\| `([^`]+)` \\| ([^|]*) \\| (.*) \\|$")
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if m := heading.FindStringSubmatch(line); m != nil {
			section = m[2]
			if out[section] != nil {
				t.Errorf("%q is described twice", section)
			}
			out[section] = map[string][2]string{}
		} else if m := row.FindStringSubmatch(line); m != nil {
			out[section][m[1]] = [2]string{m[2], strings.TrimSpace(m[3])}
		}
	}
	return out
}

// docWalk holds types against sections.
type docWalk struct {
	t    *testing.T
	doc  map[string]map[string][2]string
	seen map[string]reflect.Type
}

var linkTo = regexp.MustCompile("`([^`]+)`")

// hold checks that a section describes every field of a type, and nothing else.
func (w *docWalk) hold(section string, typ reflect.Type) {
	if known, ok := w.seen[section]; ok {
		if known != typ {
			w.t.Errorf("the section %s describes %s, and %s is said to be it, too", section, known, typ)
		}
		return
	}
	w.seen[section] = typ
	named := map[string]bool{}
	w.fields(section, typ, named)
	for name := range w.doc[section] {
		if !named[name] {
			w.t.Errorf("%s.%s is described, but %s has no such field", section, name, typ)
		}
	}
}

func (w *docWalk) fields(section string, typ reflect.Type, named map[string]bool) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() || name == "-":
			continue
		case f.Anonymous && name == "":
			w.fields(section, inner(f.Type), named)
			continue
		case name == "":
			w.t.Errorf("%s.%s has no name in JSON", typ, f.Name)
			continue
		}
		named[name] = true
		cells, ok := w.doc[section][name]
		if !ok || cells[1] == "" {
			w.t.Errorf("docs/json.md, section %q: %s of %s is not described", section, name, typ)
			continue
		}
		if e := inner(f.Type); e.Kind() == reflect.Struct {
			m := linkTo.FindStringSubmatch(cells[0])
			if m == nil || w.doc[m[1]] == nil {
				w.t.Errorf("docs/json.md, section %q: the type of %s must name the section that describes %s", section, name, e)
				continue
			}
			w.hold(m[1], e)
		}
	}
}

// inner is the type of the values that a field holds in the end.
func inner(t reflect.Type) reflect.Type {
	for {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			t = t.Elem()
		default:
			return t
		}
	}
}

// docs/json.md names every field of the report, whatever section it lies in, with a meaning,
// and no field that does not exist.
func TestJSONIsDocumented(t *testing.T) {
	w := docWalk{t: t, doc: jsonDoc(t), seen: map[string]reflect.Type{}}
	w.hold("", reflect.TypeFor[Report]())
	for section := range w.doc {
		if w.seen[section] == nil {
			t.Errorf("the section %q describes nothing that the report holds", section)
		}
	}
	if len(w.seen) < 100 {
		t.Errorf("%d types were looked at: too few to be all", len(w.seen))
	}
}
