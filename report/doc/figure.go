package doc

import (
	"html/template"

	"seam/report/phrase"
)

// Figure is a picture on the page, beside tables with the same facts.
type Figure struct {
	Caption string
	Read    string // how to read it, in one line
	Draw    interface{ SVG() template.HTML }
	Legend  []Key
	Hint    string   // what a click on a box shows, "" for nothing; the script shows it
	Ranked  []Ranked // what the numbers in the picture stand for
	Areas   bool     // a click on a cell shows its packages in the matrix of all packages
}

// Ranked is one entry of the list beside a picture.
type Ranked struct {
	Name, Says string
	Class      string // of its colour
	Mark       string // the letter of its colour
}

// SVG draws the picture, when the page holds it: most candidates have no room there.
func (f Figure) SVG() template.HTML {
	return template.HTML(phrase.Visible(string(f.Draw.SVG()))) // a picture has no line breaks of its own
}

func (f *Figure) clean() {
	show(&f.Caption, &f.Read, &f.Hint)
	for i := range f.Legend {
		show(&f.Legend[i].Means)
	}
	for i := range f.Ranked {
		show(&f.Ranked[i].Name, &f.Ranked[i].Says)
	}
}

// Key is one entry of a legend: a class of the page's style and what it means. Sample
// stands beside the colour: its letter, or what stands on an arrow.
type Key struct{ Class, Sample, Means string }

// LineKey explains the look of an arrow.
func LineKey(class, means string) Key { return Key{Class: "line " + class, Means: means} }

// NumberKey explains the numbers on arrows.
func NumberKey(means string) Key { return Key{Class: "number", Sample: "12 →", Means: means} }
