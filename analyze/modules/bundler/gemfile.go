package bundler

import (
	"path"
	"slices"

	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// block is one open word that an end closes, and what it says of the gems in it.
type block struct {
	kind        modules.Kind
	kinds       bool // it says kind
	conditional bool
	path        string // of path "engines" do
}

// maxNested bounds how deep Gemfiles read others.
const maxNested = 5

// gemfile reads what a Gemfile asks for. above are the files that led to it.
func (l *loader) gemfile(file string, above []string) []modules.Requirement {
	if slices.Contains(above, file) || len(above) > maxNested {
		return nil
	}
	s, ok := l.open(file)
	if !ok {
		return nil
	}
	var out []modules.Requirement
	var open []block
	pending := block{}
	for i := 0; i < len(s.Code); i++ {
		if !s.Is(i, source.Word) || s.punct(i-1, ".") || s.punct(i-1, ":") || s.isKey(i) {
			continue
		}
		first := s.fresh(i)
		switch w := s.Text(i); w {
		case "gem":
			args, next := s.arguments(i + 1)
			if r, ok := l.gem(s, i, args, open); ok {
				after := s.Text(next)
				r.Conditional = r.Conditional || next < len(s.Code) && !s.fresh(next) && (after == "if" || after == "unless")
				out = append(out, r)
			}
			i = next - 1
		case "group", "platforms", "platform", "install_if", "path":
			args, next := s.arguments(i + 1)
			pending = blockOf(w, args)
			i = next - 1
		case "eval_gemfile":
			if args, _ := s.arguments(i + 1); len(args) == 1 && args[0].plain && len(args[0].texts) == 1 {
				if to, ok := modules.Inside(path.Dir(file), args[0].texts[0]); ok && repo.Has(l.tree, to) {
					out = append(out, l.gemfile(to, append(above, file))...)
				}
			}
		case "do":
			open, pending = append(open, pending), block{}
		case "if", "unless", "case", "while", "until":
			if first || s.punct(i-1, "=") {
				open = append(open, block{conditional: true})
			}
		case "begin", "def", "class", "module":
			open = append(open, block{})
		case "end":
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	return out
}

// developing are the groups of gems that nothing needs where the unit runs.
var developing = source.Words(`development test tests dev lint linting rubocop style doc docs documentation ci debug debugging tools tooling
	benchmark benchmarks bench profile profiling release maintenance cucumber guard typecheck mdl staging local danger
	quality`)

// kindOf is what gems of some groups are for.
func kindOf(groups []string, optional bool) modules.Kind {
	switch {
	case len(groups) > 0 && !slices.ContainsFunc(groups, func(g string) bool { return !developing[g] }):
		return modules.Development
	case optional:
		return modules.Optional
	}
	return modules.Production
}

// blockOf is what a call with a block says of the gems in it.
func blockOf(name string, args []argument) block {
	var texts []string
	for _, a := range args {
		if a.key == "" {
			texts = append(texts, a.texts...)
		}
	}
	switch name {
	case "group":
		o, optional := option(args, "optional")
		return block{kind: kindOf(texts, optional && !o.plain), kinds: true} // true is no literal text
	case "path":
		if len(texts) == 1 {
			return block{path: texts[0]}
		}
		return block{}
	}
	return block{conditional: true}
}

// gem makes a requirement of a line's arguments.
func (l *loader) gem(s *script, i int, args []argument, open []block) (modules.Requirement, bool) {
	if len(args) == 0 || args[0].key != "" || !args[0].plain || len(args[0].texts) != 1 || !isName(args[0].texts[0]) {
		return modules.Requirement{}, false
	}
	r := modules.Requirement{Name: args[0].texts[0], Version: versionOf(args[1:]), Location: s.at(i)}
	from := ""
	for _, b := range open {
		r.Conditional = r.Conditional || b.conditional
		if b.kinds {
			r.Kind = b.kind
		}
		if b.path != "" {
			from = b.path
		}
	}
	if o, ok := option(args, "group", "groups"); ok {
		r.Kind = kindOf(o.texts, false)
	}
	if _, ok := option(args, "platform", "platforms", "install_if"); ok {
		r.Conditional = true
	}
	if o, ok := option(args, "path"); ok {
		from = ""
		if len(o.texts) == 1 {
			from = o.texts[0]
		}
	}
	if from != "" {
		r.Unit = l.home(path.Dir(s.file), from, r.Name)
	}
	return r, true
}
