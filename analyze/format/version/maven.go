package version

import (
	"cmp"
	"slices"
	"strings"
)

// mavenItem is one part of a version as Maven orders them (its ComparableVersion): a
// number, a word, or a list, which every "-" and every change between digits and letters
// opens.
type mavenItem struct {
	kind   mavenKind
	number string // without leading zeros
	word   string // what a qualifier sorts by
	list   []*mavenItem
}

type mavenKind uint8

const (
	mavenWord mavenKind = iota // in ascending order of what sorts first in one place
	mavenList
	mavenNumber
)

// mavenQualifiers are the words that Maven knows, lowest first. "" is the release.
var mavenQualifiers = []string{"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"}

const mavenRelease = "5" // the rank of ""

// mavenItems parses a version; every text is one.
func mavenItems(text string) *mavenItem {
	p := mavenParser{}
	p.open()
	start, digits := 0, false
	text = strings.ToLower(text)
	for i := range len(text) {
		switch c := text[i]; {
		case c == '.' || c == '-':
			p.add(text[start:i], digits || i == start)
			start = i + 1
			if c == '-' {
				p.open()
			}
		case '0' <= c && c <= '9':
			if !digits && i > start {
				p.openUnlessEmpty()
				p.addWord(text[start:i], true)
				start = i
				p.open()
			}
			digits = true
		default:
			if digits && i > start {
				p.add(text[start:i], true)
				start = i
				p.open()
			}
			digits = false
		}
	}
	if start < len(text) {
		if !digits {
			p.openUnlessEmpty()
		}
		p.add(text[start:], digits)
	}
	for _, l := range slices.Backward(p.lists) {
		l.normalize()
	}
	return p.lists[0]
}

// mavenParser holds the lists that were opened; the last one takes what comes.
type mavenParser struct{ lists []*mavenItem }

func (p *mavenParser) open() {
	n := &mavenItem{kind: mavenList}
	if len(p.lists) > 0 {
		p.put(n)
	}
	p.lists = append(p.lists, n)
}

func (p *mavenParser) openUnlessEmpty() {
	if len(p.last().list) > 0 {
		p.open()
	}
}

func (p *mavenParser) last() *mavenItem { return p.lists[len(p.lists)-1] }

func (p *mavenParser) put(n *mavenItem) { p.last().list = append(p.last().list, n) }

func (p *mavenParser) add(text string, digits bool) {
	if digits {
		p.put(&mavenItem{kind: mavenNumber, number: number(text)})
		return
	}
	p.addWord(text, false)
}

// addWord adds a qualifier. One letter in front of a digit may stand for a word.
func (p *mavenParser) addWord(text string, digitFollows bool) {
	switch {
	case text == "ga" || text == "final" || text == "release":
		text = ""
	case text == "cr":
		text = "rc"
	case digitFollows && text == "a":
		text = "alpha"
	case digitFollows && text == "b":
		text = "beta"
	case digitFollows && text == "m":
		text = "milestone"
	}
	rank := "7-" + text
	if i := slices.Index(mavenQualifiers, text); i >= 0 {
		rank = string(rune('0' + i))
	}
	p.put(&mavenItem{kind: mavenWord, word: rank})
}

// normalize drops what is as good as nothing from the end of a list, also in front of
// lists.
func (n *mavenItem) normalize() {
	for i := len(n.list) - 1; i >= 0; i-- {
		if last := n.list[i]; last.empty() {
			n.list = slices.Delete(n.list, i, i+1)
		} else if last.kind != mavenList {
			return
		}
	}
}

func (n *mavenItem) empty() bool {
	switch n.kind {
	case mavenNumber:
		return n.number == "0"
	case mavenWord:
		return n.word == mavenRelease
	}
	return len(n.list) == 0
}

// compare orders items; a nil o is a part that is not there.
func (n *mavenItem) compare(o *mavenItem) int {
	switch {
	case o == nil:
		return n.compareToNothing()
	case n.kind != o.kind:
		return cmp.Compare(n.kind, o.kind)
	case n.kind == mavenNumber:
		return compareNumbers(n.number, o.number)
	case n.kind == mavenWord:
		return strings.Compare(n.word, o.word)
	}
	for i := range max(len(n.list), len(o.list)) {
		c := 0
		switch {
		case i >= len(n.list):
			c = -o.list[i].compare(nil)
		case i >= len(o.list):
			c = n.list[i].compare(nil)
		default:
			c = n.list[i].compare(o.list[i])
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func (n *mavenItem) compareToNothing() int {
	switch n.kind {
	case mavenNumber:
		return compareNumbers(n.number, "0")
	case mavenWord:
		return strings.Compare(n.word, mavenRelease)
	}
	for _, x := range n.list {
		if c := x.compareToNothing(); c != 0 {
			return c
		}
	}
	return 0
}
