package cochange

import "math"

// Level says what a coupled pair is made of.
type Level string

const (
	File    Level = "file"
	Package Level = "package"
	Area    Level = "area"
)

// Pair is two things that change together. From < To in byte order.
type Pair struct {
	From           string   `json:"from"`
	To             string   `json:"to"`
	Level          Level    `json:"level"`
	Support        int      `json:"support"`         // changes that touch both
	ConfidenceFrom float64  `json:"confidence_from"` // support / changes that touch From
	ConfidenceTo   float64  `json:"confidence_to"`
	Lift           float64  `json:"lift"`                  // support against what the sizes of the changes would give by chance
	QValue         float64  `json:"q_value"`               // Fisher's exact test, Benjamini–Hochberg over all pairs of the level
	Weight         float64  `json:"weight"`                // months in which both changed together, each halved every year of age; what the order follows
	Imports        bool     `json:"imports"`               // an import path leads from one to the other, either way
	Hidden         bool     `json:"hidden"`                // significant, no import path either way, and neither names nor places explain it
	Habit          int      `json:"habit,omitempty"`       // of a hidden pair: pairs of one number are one habit, told by the first of them, in order of files, packages and areas
	Bots           bool     `json:"bots,omitempty"`        // only programs change them together; the numbers are of their changes
	Generated      bool     `json:"generated,omitempty"`   // an end is a generator's output; the numbers are of the changes with such files in them
	Expected       Reason   `json:"expected,omitempty"`    // why their names or places explain the pair; such a pair is never hidden
	FromFamily     string   `json:"from_family,omitempty"` // the family of files that From belongs to
	ToFamily       string   `json:"to_family,omitempty"`
	Commits        []string `json:"commits"` // newest commits that touch both, at most three, in full
}

// significant is the largest q value of a pair that changes together beyond chance.
const significant = 0.05

func (p *Pair) ends() [2]string { return [2]string{p.From, p.To} }

// WorthALine is how many times as often as chance explains a hidden pair changes together at
// least: more can be significant, and still be chance for nearly all of it.
const WorthALine = 1.5

// BeyondChance reports whether a pair changes together more often than chance explains.
func (p *Pair) BeyondChance() bool { return p.Lift > 1 && p.QValue <= significant }

// ChangesFrom and ChangesTo are how many changes touch each end.
func (p *Pair) ChangesFrom() int { return times(p.Support, p.ConfidenceFrom) }

func (p *Pair) ChangesTo() int { return times(p.Support, p.ConfidenceTo) }

func times(support int, confidence float64) int {
	if confidence == 0 {
		return 0
	}
	return int(math.Round(float64(support) / confidence))
}
