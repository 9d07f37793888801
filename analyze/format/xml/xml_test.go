package xml

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"seam/analyze/format/syntax"
)

// print writes a tree on one line: name@line, attributes, text@line, children.
func (e *Element) print() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s@%d", e.Name, e.Line)
	for _, a := range e.Attributes {
		fmt.Fprintf(&b, " %s=%s@%d", a.Name, a.Value, a.Line)
	}
	if e.Text != "" {
		fmt.Fprintf(&b, " %q@%d", e.Text, e.TextLine)
	}
	for _, c := range e.Children {
		b.WriteString(" (" + c.print() + ")")
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":                 {`<a/>`, `a@1`},
		"byte order mark":       {"\uFEFF<a>x</a>", `a@1 "x"@1`},
		"windows line ends":     {"<a>\r\n<b>\r\nx\r\n</b>\r\n</a>", `a@1 (b@2 "x"@3)`},
		"attributes over lines": {"<a\n b='1'\n\n c=\"b\"/>", `a@1 b=1@2 c=b@4`},
		"comment in text":       {"<a>1<!-- two -->.0</a>", `a@1 "1.0"@1`},
		"character data":        {"<a>\n<![CDATA[<b>]]></a>", `a@1 "<b>"@2`},
		"named character":       {"<a>&oslash;&amp;&#65;</a>", `a@1 "ø&A"@1`},
		"namespaces":            {`<x:a xmlns:x="u" x:b="1"/>`, `a@1 x=u@1 b=1@1`},
		"latin 1":               {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xf8</a>", `a@1 "ø"@1`},
		"windows 1252":          {"<?xml version='1.0' encoding='Windows-1252'?>\n<a>\x80</a>", `a@2 "€"@2`},
		"utf-16":                {"\xff\xfe<\x00a\x00/\x00>\x00", `a@1`},
		"utf-16, big":           {"\xfe\xff\x00<\x00a\x00/\x00>", `a@1`},
		"same name twice":       {"<a><b>1</b>\n<b>2</b></a>", `a@1 (b@1 "1"@1) (b@2 "2"@2)`},
		"entity of its own":     {"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", `a@1`},
	} {
		e, err := Parse([]byte(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := e.print(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		line int
		want string
	}{
		"nothing":         {"", 0, "no XML element"},
		"only a comment":  {"<!-- x -->", 0, "no XML element"},
		"not closed":      {"<a>\n<b></a>", 2, "element <b> closed by </a>"},
		"end missing":     {"<a>\n\n", 3, "unexpected EOF"},
		"conflict":        {"<a>\n<<<<<<< HEAD\n</a>", 2, "unresolved merge conflict"},
		"two roots":       {"<a/>\n<b/>", 2, "a second outermost element <b>"},
		"twice":           {"<a b='1'\n b='2'/>", 2, `attribute "b" stands twice`},
		"own entity used": {"<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", 2, "invalid character entity &x;"},
		"too deep":        {strings.Repeat("<a>", 1000), 1, "more than 200 deep"},
		"not text":        {"<a>\n\xff</a>", 2, "not UTF-8"},
		"odd encoding":    {"<?xml version='1.0' encoding='EBCDIC'?><a/>", 1, `"ebcdic" is not known`},
		"half a letter":   {"\xff\xfea", 0, "ends within a character"},
	} {
		_, err := Parse([]byte(c.in))
		e, ok := errors.AsType[*syntax.Error](err)
		if !ok {
			t.Errorf("%s: error %v", name, err)
			continue
		}
		if e.Line != c.line || !strings.Contains(e.Message, c.want) {
			t.Errorf("%s: line %d, %q; want line %d, %q", name, e.Line, e.Message, c.line, c.want)
		}
	}
}

// A file that is all tags must not fill the memory.
func TestTooMany(t *testing.T) {
	_, err := Parse([]byte("<a>" + strings.Repeat("<b/>", maxElements) + "</a>"))
	if err == nil || !strings.Contains(err.Error(), "more than 1000000 elements") {
		t.Errorf("error %v", err)
	}
}

// Entities that stand for entities are never written out.
func TestEntityBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE a [<!ENTITY e0 'x'>")
	for i := range 40 {
		fmt.Fprintf(&b, "<!ENTITY e%d '&e%d;&e%d;'>", i+1, i, i)
	}
	b.WriteString("]>\n<a>&e40;</a>")
	if _, err := Parse([]byte(b.String())); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
		t.Errorf("error %v", err)
	}
}

func TestNothing(t *testing.T) {
	var e *Element
	if e.At("a", "b").Value("c") != "" || e.Child("x") != nil {
		t.Error("nothing has something")
	}
	if _, ok := e.Attribute("x"); ok {
		t.Error("nothing has an attribute")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("<?xml version='1.0' encoding='ISO-8859-1'?><a b='1'>x<!-- --><c/>\n</a>"))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Add([]byte("<a><![CDATA[x]]>&amp;</a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Parse(data)
		if err != nil {
			return
		}
		last := 1
		var walk func(*Element)
		walk = func(e *Element) {
			if e.Line < last || e.TextLine < e.Line {
				t.Fatalf("<%s> on line %d after line %d, its text on line %d", e.Name, e.Line, last, e.TextLine)
			}
			last = e.Line
			for _, c := range e.Children {
				walk(c)
			}
		}
		walk(e)
	})
}
