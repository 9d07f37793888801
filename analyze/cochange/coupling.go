package cochange

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
	Lift           float64  `json:"lift"`                // support against what the sizes of the changes would give by chance
	QValue         float64  `json:"q_value"`             // Fisher's exact test, Benjamini–Hochberg over all pairs of the level
	Weight         float64  `json:"weight"`              // months in which both changed together, each halved every year of age; what the order follows
	Imports        bool     `json:"imports"`             // an import path leads from one to the other, either way
	Hidden         bool     `json:"hidden"`              // significant, and no import path either way
	Bots           bool     `json:"bots,omitempty"`      // only programs change them together; the numbers are of their changes
	Generated      bool     `json:"generated,omitempty"` // an end is a generator's output; the numbers are of the changes with such files in them
	Commits        []string `json:"commits"`             // newest commits that touch both, at most three, in full
}
