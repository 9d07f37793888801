package yaml

import "testing"

func TestSmoke(t *testing.T) {
	docs, err := Parse([]byte("a: 1\nb: &x\n  - q\n  - {z: true, 'k': \"v\\n\"}\nc: *x\nd: |\n  hello\n  there\ne:\nf: ~\n---\n---\n- 1\n- - 2\n"))
	t.Log(err)
	for _, d := range docs {
		dump(t, d, "")
	}
	var v struct {
		Areas Ordered[[]string] `yaml:"areas"`
		Teams map[string]struct {
			Paths []string
		}
		N int
	}
	for _, s := range []string{"areas:\n  b: [x]\n  a: [y, z]\nn: 3\n", "areas:\n  pth: x\n", "n: 2\nn: 3\n", "teams:\n  a:\n    pth: [x]\n", "n: [\n", "\tn: 3\n", "n: a\n", "a: {{ .X }}\n"} {
		err := Strict("seam.yaml", []byte(s), &v)
		t.Log(v, err)
		if e, ok := err.(*Error); ok {
			t.Log("\n" + e.Excerpt)
		}
	}
}

func dump(t *testing.T, n *Node, in string) {
	t.Log(in, n.Kind, n.Line, n.Column, n.Value)
	for _, x := range n.Items {
		dump(t, x, in+"  ")
	}
	for _, x := range n.Pairs {
		t.Log(in, x.Key, x.Line, x.Column)
		dump(t, x.Value, in+"  ")
	}
}
