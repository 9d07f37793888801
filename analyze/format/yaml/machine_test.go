package yaml

import (
	"fmt"
	"strings"
	"testing"
)

// lines writes a tree with the line of every key, value and item.
func lines(n *Node) string {
	out := fmt.Sprintf("%d:%d", n.Line, n.Kind)
	if n.Kind == Scalar {
		out += fmt.Sprintf("%q%v", n.Value, n.Plain)
	}
	for _, i := range n.Items {
		out += " -" + lines(i)
	}
	for _, p := range n.Pairs {
		out += fmt.Sprintf(" %q@%d(%s)", p.Key, p.Line, lines(p.Value))
	}
	return "(" + out + ")"
}

func all(docs []*Node) string {
	var out []string
	for _, d := range docs {
		out = append(out, lines(d))
	}
	return strings.Join(out, "\n")
}

// lockLines is YAML as package managers write it.
var machineMade = []string{
	"lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n\nimporters:\n\n  .:\n    dependencies:\n      '@a/b':\n        specifier: ^1.0.0\n        version: 1.0.0(c@2.0.0)\n",
	"packages:\n\n  /a/1.0.0:\n    resolution: {integrity: sha512-x==, tarball: https://r.example/a.tgz}\n    engines: {node: '>=10', npm: '>= 3'}\n    cpu: [x64, '!arm']\n    dev: true\n    transitivePeerDependencies:\n      - supports-color\n      - encoding\n",
	"a:\n- x\n- y\nb: {}\nc: []\nd:\ne: ~\nf: null\n",
	"a:\n    deprecated: >-\n      some text\n      more of it\n    b: |-\n      one line\n    c: 1\n",
	"---\na: 1\n---\nb: 2\n",
	"# comment\n\n\"a@npm:^1, a@npm:^2\":\n  version: 1.10\n  resolution: \"a@npm:1.10\"\n  bin:\n    a: bin/a.js\n  peerDependenciesMeta:\n    c:\n      optional: true\n  checksum: 10c0/abc\n  languageName: node\n  linkType: hard\n",
	"a:\n  - -1\n  - -x\nb: -y\nc: a:b\n",
}

func TestParseMachine(t *testing.T) {
	for _, in := range machineMade {
		m := machine{rest: in}
		if _, ok := m.read(); !ok {
			t.Errorf("goes to Parse, which is slow:\n%s", in)
		}
		sameTree(t, []byte(in))
	}
	for _, in := range []string{"a: &x 1\nb: *x\n", "? a\n: b\n", "a: \"x\\ty\"\n", "a: x\n  y\n", "a: !t 1\n", "- a: 1\n  b: 2\n", "a: |\n  x\n\n  y\n", "a:\n b: 1\n c: 2\n"} {
		sameTree(t, []byte(in))
	}
}

func sameTree(t *testing.T, in []byte) {
	t.Helper()
	want, err1 := Parse(in)
	got, err2 := ParseMachine(in)
	if err1 == nil && err2 == nil && all(got) != all(want) {
		t.Errorf("%q:\ngot  %s\nwant %s", in, all(got), all(want))
	}
	if err1 == nil && err2 != nil {
		t.Errorf("%q: %v", in, err2)
	}
}

func TestParseMachineErrors(t *testing.T) {
	for in, want := range map[string]string{
		"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n": "line 2: a merge conflict is not resolved (<<<<<<<)",
		"a: [1\n":                             "line 1:4: sequence end token ']' not found",
		"a: 1\x00":                            "line 1: holds a NUL byte: not a UTF-8 text file",
		strings.Repeat("#", MaxMachineSize+1): "file is larger than 64 MiB",
	} {
		if _, err := ParseMachine([]byte(in)); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A lock file may have far more keys than Parse takes.
func TestParseMachineManyKeys(t *testing.T) {
	var b strings.Builder
	b.WriteString("packages:\n")
	for i := range 100_000 {
		fmt.Fprintf(&b, "  '@scope/p%d@1.0.0':\n    resolution: {integrity: sha512-x}\n", i)
	}
	docs, err := ParseMachine([]byte(b.String()))
	if err != nil || len(docs[0].Get("packages").Pairs) != 100_000 {
		t.Fatalf("%v", err)
	}
}

func FuzzParseMachine(f *testing.F) {
	for _, s := range machineMade {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := machine{rest: string(data)}
		src, err := source{text: data}.clean()
		if err != nil {
			return
		}
		m.rest = string(src.text)
		got, ok := m.read()
		want, err := Parse(data)
		if ok && err == nil && all(got) != all(want) {
			t.Errorf("%q:\ngot  %s\nwant %s", data, all(got), all(want))
		}
	})
}

// TestMachineRepeatedKey: what a merge leaves in a lock file is no lock file.
func TestMachineRepeatedKey(t *testing.T) {
	for _, text := range []string{"a:\n  b: 1\n  c: 2\n  b: 3\n", "a: 1\nb: {c: 1}\na: 2\n"} {
		_, err := ParseMachine([]byte(text))
		if err == nil || !strings.Contains(err.Error(), "a second time") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
