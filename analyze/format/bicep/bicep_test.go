package bicep

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shown writes a value in one line.
func shown(v Value) string {
	list := func(vs []Value) string {
		var out []string
		for _, v := range vs {
			out = append(out, shown(v))
		}
		return strings.Join(out, " ")
	}
	switch v.Kind {
	case Text:
		if len(v.Parts) > 0 {
			return "'" + list(v.Parts) + "'"
		}
		return fmt.Sprintf("%q", v.Text)
	case Object:
		var out []string
		for _, f := range v.Fields {
			out = append(out, f.Key+":"+shown(f.Value))
		}
		return "{" + strings.Join(out, " ") + "}"
	case List:
		return "[" + list(v.Items) + "]"
	case Path:
		return strings.Join(v.Names, ".")
	case Call:
		return strings.Join(v.Names, ".") + "(" + list(v.Items) + ")"
	case Mixed:
		return "<" + list(v.Items) + ">"
	}
	return "-"
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"parameters": {"@description('what')\n@secure()\nparam a string = 'x'\nparam b object\nparam c {\n  d: string?\n} = { d: 'y' }\n",
			"param a 3 \"x\"\nparam b 4 -\nparam c 5 {d:\"y\"}\n"},
		"texts": {`var a = 'it\'s ${b.c}-${toLower(d)}.net'` + "\nvar e = '''\nline 'one'\n'''\n",
			"var a 1 '\"it's \" b.c \"-\" toLower(d) \".net\"'\nvar e 2 \"line 'one'\\n\"\n"},
		"resource": {"resource app 'Microsoft.App/containerApps@2024-03-01' = if (deploy) {\n  name: n\n  tags: union(tags, { 'azd-service-name': 'web' })\n  resource sub 'x' = {\n    name: 'y'\n  }\n}\n",
			"resource app Microsoft.App/containerApps 1 {name:n tags:union(tags {azd-service-name:\"web\"})}\n"},
		"existing":  {"resource r 'A/b@1' existing = {\n  name: split(id, '/')[8]\n}\n", "resource r A/b existing 1 {name:split(id \"/\")}\n"},
		"module":    {"module api 'br/public:avm/res/app/container-app:0.8.0' = [for (x, i) in xs: if (i > 0) {\n  params: { name: x.?name ?? 'api' }\n}]\n", "module api br/public:avm/res/app/container-app 1 [{params:{name:<x.name \"api\">}}]\n"},
		"condition": {"var a = empty(b) ? [] : [\n  { name: 'K', value: c }\n]\nvar d = x\n  ? 'y'\n  : 'z'\n", "var a 1 <[] [{name:\"K\" value:c}]>\nvar d 4 <\"y\" \"z\">\n"},
		"lambda":    {"var a = map(filter(b, i => i.c != ''), i => {\n  name: i.d\n})\n", "var a 1 map(filter(b <i.c>) <{name:i.d}>)\n"},
		"lines":     {"targetScope = 'subscription'\n#disable-next-line x\nfunc f(a string) string => '${a}'\ntype t = {\n  a: int\n}\n// end\n/* of\nit */ output o string = r.properties.x[0].y\n", "output o 9 r.properties.x.0.y\n"},
	} {
		f, err := Parse([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := ""
		for _, d := range f.Declarations {
			got += d.Keyword + " " + d.Name + " "
			if d.Type != "" {
				got += d.Type + " "
			}
			if d.Exists {
				got += "existing "
			}
			got += fmt.Sprintf("%d %s\n", d.Line, shown(d.Value))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: -want +got\n%s", name, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"var a = 'x\n":        "line 1: a text is not closed",
		"var a = {\n  b: 1\n": "line 3: a bracket is not closed",
		"var a = x ? 1\n":     "line 2: a condition without its other value",
		"/* x":                "line 1: comment without an end",
		"var a = " + strings.Repeat("[", 200) + "\n": "line 1: nested too deep",
		"\n= 3\n": "line 2: no statement begins here",
	} {
		if _, err := Parse([]byte(in)); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v, want %s", in, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("param a string = '${b}'\nresource c 'x@1' = [for d in e: { f: g ? h : [i] }]\n")
	f.Fuzz(func(t *testing.T, src string) {
		one, err := Parse([]byte(src))
		two, again := Parse([]byte(src))
		if (err == nil) != (again == nil) || len(one.Declarations) != len(two.Declarations) {
			t.Fatal("two answers")
		}
	})
}
