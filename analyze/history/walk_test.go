package history

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

const hex20 = "0102030405060708090a0b0c0d0e0f1011121314"

// parsed is a commit object that was read, and the ids of its parents.
func parsed(b []byte) (c rawCommit, parents [][]byte, err error) {
	p := newCommitParser()
	err = p.parse(b, &c)
	return c, p.parents, err
}

func TestParseCommit(t *testing.T) {
	c, parents, err := parsed([]byte("tree " + hex20 + "\nparent " + hex20 + "\nparent " + hex20 +
		"\nauthor Ann Other <ann@one.example> 1700000000 +0530\ncommitter Bo <bo@two.example> 1700000100 -0800\nencoding UTF-8\n" +
		"gpgsig -----BEGIN PGP SIGNATURE-----\n \n parent of nothing\n -----END PGP SIGNATURE-----\n\n\n  The subject  \n\nparent body\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.tree.String() != hex20 || len(parents) != 2 || hex.EncodeToString(parents[0]) != hex20 || hex.EncodeToString(parents[1]) != hex20 || c.author.Person != (Person{"Ann Other", "ann@one.example"}) ||
		c.when != 1700000000 || c.landed != 1700000100 || c.subject != "The subject" {
		t.Errorf("the commit is %+v", c)
	}
}

func TestParseCommitErrors(t *testing.T) {
	for _, bad := range []string{"", "tree\n", "tree xyz\n", "author A <a@b> 1 +0000\n", "tree " + hex20 + "\nparent short\n"} {
		if c, _, err := parsed([]byte(bad)); err == nil {
			t.Errorf("%q gives %+v, want an error", bad, c)
		}
	}
}

// TestParsePersonTolerant: old tools wrote lines that no specification allows.
func TestParsePersonTolerant(t *testing.T) {
	for line, want := range map[string]struct {
		Person
		when int64
	}{
		"A B <a@b.example> 5 +0000":                  {Person{"A B", "a@b.example"}, 5},
		"<a@b.example> 5 +0000":                      {Person{"", "a@b.example"}, 5},
		"A <> 5 +0000":                               {Person{"A", ""}, 5},
		"A <a@b.example> -7 +0000":                   {Person{"A", "a@b.example"}, -7},
		"A <a@b.example>":                            {Person{"A", "a@b.example"}, 0},
		"A <a@b.example> then +0000":                 {Person{"A", "a@b.example"}, 0},
		"A <a@b.example> 99999999999999999999 +0000": {Person{"A", "a@b.example"}, 0},
		"A < a@b.example > 5 +0000":                  {Person{"A", "a@b.example"}, 5},
		"A <<a@b.example>> 5 +0000":                  {Person{"A", "<a@b.example>"}, 5},
		"no address":                                 {Person{"no address", ""}, 0},
		"> backwards < 5":                            {Person{"> backwards < 5", ""}, 0},
		"\xff <\xfe@b.example> 5 +0000":              {Person{"\uFFFD", "\uFFFD@b.example"}, 5},
		"":                                           {},
	} {
		if p, when := newCommitParser().person([]byte(line)); p.Person != want.Person || when != want.when {
			t.Errorf("%q gives %q, %d; want %q, %d", line, p, when, want.Person, want.when)
		}
	}
}

func TestSubject(t *testing.T) {
	for message, want := range map[string]string{
		"":              "",
		"one\n\nbody":   "one",
		"\n\n  two  \n": "two",
		"crlf\r\nbody":  "crlf",
		"bad \xff":      "bad \uFFFD",
	} {
		if got := newCommitParser().subject([]byte(message)); got != want {
			t.Errorf("%q has the subject %q, want %q", message, got, want)
		}
	}
	if got := newCommitParser().subject([]byte(strings.Repeat("é", 1000))); len(got) > maxSubject+3 || !utf8.ValidString(got) {
		t.Errorf("a long subject has %d bytes, valid %v", len(got), utf8.ValidString(got))
	}
}

// FuzzParseCommit: whatever a commit object holds, its names are valid text and its
// subject is one short line.
func FuzzParseCommit(f *testing.F) {
	f.Add([]byte("tree " + hex20 + "\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nsubject\n"))
	f.Add([]byte("tree " + hex20 + "\nparent " + hex20 + "\nauthor >< \n\n\xff\r\n"))
	f.Add([]byte("tree " + hex20))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, _, err := parsed(b)
		if err != nil {
			return
		}
		for _, s := range []string{c.author.Name, c.author.Email, c.subject} {
			if !utf8.ValidString(s) || strings.Contains(s, "\n") {
				t.Fatalf("%q gives the text %q", b, s)
			}
		}
		if len(c.subject) > 3*maxSubject {
			t.Fatalf("%q gives a subject of %d bytes", b, len(c.subject))
		}
	})
}

// TestDiffering: what is passed over of two trees are whole entries, the same on both
// sides, whatever bytes their ids have.
func TestDiffering(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	entry := func(name string) []byte {
		b := append([]byte("100644 "+name), 0)
		for range 20 {
			b = append(b, "0a \x00"[random.IntN(4)])
		}
		return b
	}
	for range 2000 {
		var a, b [][]byte
		for i := range random.IntN(12) {
			e := entry(string(rune('a' + i)))
			switch random.IntN(8) {
			case 0:
				a = append(a, e)
			case 1:
				b = append(b, e)
			case 2:
				a, b = append(a, e), append(b, entry(string(rune('a'+i))))
			default:
				a, b = append(a, e), append(b, e)
			}
		}
		n := 0
		for n < len(a) && n < len(b) && bytes.Equal(a[n], b[n]) {
			n++
		}
		x, y := bytes.Join(a, nil), bytes.Join(b, nil)
		gotA, gotB := differing(x, y)
		if want := bytes.Join(a[n:], nil); !bytes.Equal(gotA, want) || !bytes.Equal(gotB, bytes.Join(b[n:], nil)) {
			t.Fatalf("%q and %q: %q and %q are left", x, y, gotA, gotB)
		}
		end := commonEnd(x, y)
		if !bytes.Equal(x[len(x)-end:], y[len(y)-end:]) || end < min(len(x), len(y)) && x[len(x)-end-1] == y[len(y)-end-1] {
			t.Fatalf("%q and %q: %d bytes at the end", x, y, end)
		}
	}
}
