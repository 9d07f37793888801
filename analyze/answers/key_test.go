package answers

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestParts: what is added under other names, or cut into parts in another place, is
// another question.
func TestParts(t *testing.T) {
	seen := map[Key]string{}
	for name, add := range map[string]func(*Question){
		"nothing":      func(*Question) {},
		"a=b":          func(q *Question) { q.Add("a", "b") },
		"b=a":          func(q *Question) { q.Add("b", "a") },
		"a=b, c=d":     func(q *Question) { q.Add("a", "b"); q.Add("c", "d") },
		"c=d, a=b":     func(q *Question) { q.Add("c", "d"); q.Add("a", "b") },
		"a=b\n1 c 1 d": func(q *Question) { q.Add("a", "b\n1 c 1 d") },
		"ab=":          func(q *Question) { q.Add("ab", "") },
		"a= twice":     func(q *Question) { q.Add("a", ""); q.Add("a", "") },
	} {
		q := Ask()
		add(q)
		if other, ok := seen[q.Key()]; ok {
			t.Errorf("%s and %s are one question", name, other)
		}
		seen[q.Key()] = name
	}
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "f")
	ask := func() Key {
		q := Ask()
		if err := q.File("f", file); err != nil {
			t.Fatal(err)
		}
		return q.Key()
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	missing := ask()
	write("")
	empty := ask()
	write("one")
	one := ask()
	write("two")
	if two := ask(); missing == empty || empty == one || one == two {
		t.Error("another content is the same question")
	}
	write("one")
	if ask() != one {
		t.Error("the same content is another question")
	}
	if err := Ask().File("f", dir); err == nil {
		t.Error("a folder has content")
	}
}

// TestExecutable: builds differ by what stands in their beginning, by size and by time.
func TestExecutable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seam")
	when := time.Unix(1_700_000_000, 5)
	ask := func(content string, when time.Time) Key {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
		q := Ask()
		if err := q.executable(file); err != nil {
			t.Fatal(err)
		}
		return q.Key()
	}
	base := ask("build one", when)
	if ask("build one", when) != base {
		t.Error("the same program is another one")
	}
	for what, other := range map[string]Key{
		"other code of the same size and time": ask("build two", when),
		"more code":                            ask("build one and more", when),
		"a later build":                        ask("build one", when.Add(time.Nanosecond)),
	} {
		if other == base {
			t.Errorf("%s is the same program", what)
		}
	}
	version := func(v string) Key {
		q := Ask()
		if err := q.Program(v); err != nil {
			t.Fatal(err)
		}
		return q.Key()
	}
	if one, again := version("v1"), version("v1"); one != again || one == version("v2") {
		t.Error("the version does not count")
	}
}
