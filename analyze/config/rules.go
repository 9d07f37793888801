package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/glossary"
)

// rules is the section of that name: what a gate does with the findings of a rule.
type rules []Switch

// words of the section rules.
var severities = map[string]finding.Severity{"problem": finding.Problem, "smell": finding.Smell, "off": ""}

// UnmarshalNode reads the entries and refuses a rule that does not exist: a typing
// mistake would leave on what somebody believes to be off.
func (r *rules) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	var entries named[string]
	if err := decode("rules", n, &entries); err != nil {
		return err
	}
	known := ruleNames()
	for i, e := range entries {
		if !slices.Contains(known, e.name) {
			return refuse(decode, n.Pairs[i], fmt.Sprintf("no rule is called %q (rules: %s)", e.name, strings.Join(known, ", ")))
		}
		s, ok := severities[e.value]
		if !ok {
			return refuse(decode, n.Pairs[i], fmt.Sprintf("%s: %q is none of problem, smell, off", e.name, e.value))
		}
		*r = append(*r, Switch{Rule: e.name, Severity: s, Off: e.value == "off"})
	}
	return nil
}

// refusal is the error message of a key that must not be set, whatever its value.
type refusal string

func (r *refusal) UnmarshalText([]byte) error { return errors.New(string(*r)) }

// refuse is an error at the key of a mapping's entry.
func refuse(decode yaml.Decode, p yaml.Pair, message string) error {
	r := refusal(message)
	return decode(p.Key, &yaml.Node{Kind: yaml.Scalar, Value: p.Key, Line: p.Line, Column: p.Column}, &r)
}

func ruleNames() []string {
	var out []string
	for _, e := range glossary.All() {
		if e.Kind == glossary.Rule {
			out = append(out, e.Code)
		}
	}
	return out
}

// budgets is the section of that name.
type budgets struct {
	MaxDirect          *positive `yaml:"max_direct"`
	MaxTransitive      *positive `yaml:"max_transitive"`
	MaxFirstPartyChain *positive `yaml:"max_first_party_chain"`
}

func (b budgets) config() Budgets {
	return Budgets{Direct: number(b.MaxDirect), Transitive: number(b.MaxTransitive), FirstPartyChain: number(b.MaxFirstPartyChain)}
}

func number(p *positive) int {
	if p == nil {
		return 0
	}
	return int(*p)
}

// layers is the section of that name: by area, what it may import and who may import
// it.
type layers []Layer

type layer struct {
	May       *areaList `yaml:"may_import"`
	MustNot   *areaList `yaml:"must_not_import"`
	By        *areaList `yaml:"imported_by"`
	WithTests bool      `yaml:"with_tests"`
	Reason    string    `yaml:"reason"`
}

type areaList []string

// UnmarshalNode reads the entries; each must restrict something.
func (l *layers) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	var entries named[layer]
	if err := decode("layers", n, &entries); err != nil {
		return err
	}
	for i, e := range entries {
		v := e.value
		if v.May == nil && v.MustNot == nil && v.By == nil {
			return refuse(decode, n.Pairs[i], fmt.Sprintf("the layer %s restricts nothing: give may_import, must_not_import or imported_by; [] stands for no area", e.name))
		}
		*l = append(*l, Layer{
			Area: e.name, May: areas(v.May), MustNot: areas(v.MustNot), By: areas(v.By),
			WithTests: v.WithTests, Reason: strings.TrimSpace(v.Reason), Line: n.Pairs[i].Line,
		})
	}
	return nil
}

// areas tells "no area" (an empty list) from "not said" (nil).
func areas(l *areaList) []string {
	if l == nil {
		return nil
	}
	return append([]string{}, *l...)
}

// unknownArea finds an area that a layer names and the file does not declare. Areas
// that are found by size move with every new file, so that no rule can name them.
func (d document) unknownArea() error {
	var known []string
	for _, a := range d.Areas {
		known = append(known, a.name)
	}
	for _, l := range d.Layers {
		for _, a := range slices.Concat([]string{l.Area}, l.May, l.MustNot, l.By) {
			if slices.Contains(known, a) {
				continue
			}
			message := fmt.Sprintf("the layer %s names %q, which is no area of this file", l.Area, a)
			if near := finding.Nearest(a, known, 1); len(near) > 0 {
				message += fmt.Sprintf("; did you mean %s?", near[0])
			} else if len(known) == 0 {
				message += ": declare it below areas"
			}
			return &syntax.Error{Line: l.Line, Message: message}
		}
	}
	return nil
}

var errNothingSuppressed = errors.New("names nothing to suppress: give a rule, a dependency, required_by or a path")
