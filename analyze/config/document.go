package config

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"seam/analyze/format/glob"
	"seam/analyze/format/yaml"
)

// document is seam.yaml as written. Each kind of text in it is a type that checks
// itself while it is read, so that every message has its line and column.
type document struct {
	Areas    named[[]pattern] `yaml:"areas"`
	Teams    named[team]      `yaml:"teams"`
	Exclude  []pattern        `yaml:"exclude"`
	Names    []word           `yaml:"names"`
	History  counting         `yaml:"history"`
	Rules    rules            `yaml:"rules"`
	Budgets  budgets          `yaml:"budgets"`
	Layers   layers           `yaml:"layers"`
	Services services         `yaml:"services"`
	Suppress []suppression    `yaml:"suppress"`
}

type team struct {
	Members []member  `yaml:"members"`
	Paths   []pattern `yaml:"paths"`
}

type counting struct {
	Keep     []pattern  `yaml:"keep"`
	Bots     []address  `yaml:"bots"`
	People   []address  `yaml:"people"`
	Unit     unit       `yaml:"unit"`
	Ticket   expression `yaml:"ticket"`
	MaxFiles positive   `yaml:"max_files"`
}

type suppression struct {
	Rule       string  `yaml:"rule"`
	Dependency string  `yaml:"dependency"`
	RequiredBy string  `yaml:"required_by"`
	Path       pattern `yaml:"path"`
	Reason     string  `yaml:"reason"`
	Expires    date    `yaml:"expires"`
	line       int
}

// UnmarshalNode reads one entry and checks that it says what it hides, and why.
func (s *suppression) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	type fields suppression // without this method
	if err := decode("an entry of suppress", n, (*fields)(s)); err != nil {
		return err
	}
	s.line = n.Line
	if s.Rule == "" && s.Dependency == "" && s.RequiredBy == "" && s.Path == "" {
		return errNothingSuppressed
	}
	if strings.TrimSpace(s.Reason) == "" {
		return errors.New("has no reason: say why this is suppressed")
	}
	return nil
}

// named is a mapping from checked names, in file order.
type named[T any] []entry[T]

type entry[T any] struct {
	name  string
	value T
}

// UnmarshalNode reads the entries. That no name stands twice is the decoder's rule.
func (m *named[T]) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	if n.Kind == yaml.Null {
		return nil
	}
	if n.Kind != yaml.Map {
		return fmt.Errorf("must be a mapping from names, found %s", n.Kind)
	}
	for _, p := range n.Pairs {
		key := &yaml.Node{Kind: yaml.Scalar, Value: p.Key, Line: p.Line, Column: p.Column}
		if err := decode("name", key, new(name)); err != nil {
			return err
		}
		e := entry[T]{name: p.Key}
		if err := decode(p.Key, p.Value, &e.value); err != nil {
			return err
		}
		*m = append(*m, e)
	}
	return nil
}

// maxName keeps names usable as column heads and in file names.
const maxName = 80

// name is only ever checked; the text itself is the mapping's key.
type name struct{}

func (*name) UnmarshalText(text []byte) error {
	s := string(text)
	switch {
	case strings.TrimSpace(s) != s || s == "":
		return errors.New("a name must not be empty, nor begin or end with a space")
	case len(s) > maxName:
		return fmt.Errorf("a name may have at most %d bytes", maxName)
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		return errors.New("a name must not hold control characters")
	}
	return nil
}

// word is a name of the company or of a product, as it stands in texts.
type word string

func (w *word) UnmarshalText(text []byte) error {
	s := string(text)
	if len(s) < 3 || len(s) > maxName || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return fmt.Errorf("%q must be one word of 3 to %d bytes", s, maxName)
	}
	*w = word(s)
	return nil
}

// pattern is a path pattern that compiles.
type pattern string

func (p *pattern) UnmarshalText(text []byte) error {
	*p = pattern(text)
	_, err := glob.Compile([]string{string(text)})
	return err
}

// address is an e-mail address or a glob over addresses.
type address string

func (a *address) UnmarshalText(text []byte) error {
	*a = address(text)
	_, err := glob.CompileEmail(string(text))
	return err
}

// member is an address, or a mapping that says from when to when.
type member struct {
	Email address `yaml:"email"`
	From  date    `yaml:"from"`
	Until date    `yaml:"until"`
	Name  string  `yaml:"name"`
}

// UnmarshalNode reads either form.
func (m *member) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	switch n.Kind {
	case yaml.Scalar:
		return decode("a member", n, &m.Email)
	case yaml.Map:
	default:
		return fmt.Errorf("a member must be an e-mail address or {email: …, from: …, until: …}, found %s", n.Kind)
	}
	type fields member // without this method
	if err := decode("a member", n, (*fields)(m)); err != nil {
		return err
	}
	switch {
	case m.Email == "":
		return errors.New("a member needs an email")
	case m.From != "" && m.Until != "" && m.Until < m.From:
		return fmt.Errorf("the membership ends on %s, before it begins on %s", m.Until, m.From)
	}
	return nil
}

// date is a day that exists.
type date string

func (d *date) UnmarshalText(text []byte) error {
	*d = date(text)
	if _, err := time.Parse(time.DateOnly, string(text)); err != nil {
		return fmt.Errorf("%q is not a date: write YYYY-MM-DD", text)
	}
	return nil
}

// unit is the value of history.unit: what counts as one change.
type unit string

func (u *unit) UnmarshalText(text []byte) error {
	*u = unit(text)
	switch *u {
	case "auto", "commit", "pull-request", "ticket", "window":
		return nil
	}
	return fmt.Errorf("%q is none of auto, commit, pull-request, ticket, window", text)
}

// expression is a regular expression that compiles.
type expression string

func (e *expression) UnmarshalText(text []byte) error {
	*e = expression(text)
	if _, err := regexp.Compile(string(text)); err != nil {
		return fmt.Errorf("is no regular expression: %w", err)
	}
	return nil
}

// positive is a whole number above zero.
type positive int

func (p *positive) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 {
		return fmt.Errorf("%q is no whole number above zero", text)
	}
	*p = positive(n)
	return nil
}

// config rewrites the document for a repository in which it stands at file.
func (d document) config(file string) Config {
	folder := path.Dir(file)
	c := Config{File: file, Exclude: patterns(folder, d.Exclude)}
	for _, w := range d.Names {
		c.Names = append(c.Names, string(w))
	}
	for _, a := range d.Areas {
		c.Areas = append(c.Areas, Area{Name: a.name, Paths: folders(folder, a.value)})
	}
	for _, t := range d.Teams {
		out := Team{Name: t.name, Paths: folders(folder, t.value.Paths)}
		for _, m := range t.value.Members {
			out.Members = append(out.Members, Member{Email: string(m.Email), From: string(m.From), Until: string(m.Until)})
		}
		c.Teams = append(c.Teams, out)
	}
	h := d.History
	c.History = History{
		Keep: patterns(folder, h.Keep), Bots: texts(h.Bots), People: texts(h.People),
		Unit: string(h.Unit), Ticket: string(h.Ticket), MaxFiles: int(h.MaxFiles),
	}
	c.Rules, c.Budgets, c.Layers, c.Services = d.Rules, d.Budgets.config(), d.Layers, d.Services.config(folder)
	for _, s := range d.Suppress {
		out := Suppression{Rule: s.Rule, Dependency: s.Dependency, RequiredBy: s.RequiredBy, Reason: s.Reason, Expires: string(s.Expires), Line: s.line}
		if s.Path != "" {
			out.Path = glob.Below(folder, string(s.Path))
		}
		c.Suppress = append(c.Suppress, out)
	}
	return c
}

func texts(list []address) []string {
	var out []string
	for _, a := range list {
		out = append(out, string(a))
	}
	return out
}

func patterns(folder string, list []pattern) []string {
	var out []string
	for _, p := range list {
		out = append(out, glob.Below(folder, string(p)))
	}
	return out
}

// folders is patterns, except that a path without wildcards counts from folder even
// if it has no slash: the area api is not every folder that happens to be called api.
func folders(folder string, list []pattern) []string {
	var out []string
	for _, p := range list {
		s := strings.TrimPrefix(string(p), "./")
		switch {
		case s == "":
			s = "."
		case s != "." && !strings.HasPrefix(s, "/") && !glob.HasMeta(s):
			s = "/" + s
		}
		out = append(out, glob.Below(folder, s))
	}
	return out
}
