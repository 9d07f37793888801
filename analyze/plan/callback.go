package plan

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"seam/analyze/english"
	"seam/analyze/imports"
)

// interfaceStep proposes an interface for everything that the part calls on the other
// side: the part says what it needs, and who starts it passes it in.
func (p *planner) interfaceStep() Step {
	s := Step{
		Code: "interface", Title: "Introduce interfaces",
		Why: "What the part calls on the other side is passed in, so that the part imports nothing for it.",
	}
	for _, t := range p.targets() {
		if t.first == nil {
			s.Tasks = append(s.Tasks, p.interfaceTasks(t)...)
		}
	}
	switch {
	case len(s.Tasks) > 0:
	case !p.golang() && len(p.cut) > 0:
		s.Why = "None can be proposed: what the packages declare is read for Go alone. Where a function is called back, pass it in."
	default:
		s.Why = "No interface is needed: the part calls nothing on the other side that could not move."
	}
	return s
}

func (p *planner) interfaceTasks(t target) []Task {
	var out []Task
	if len(t.ideas) > 0 {
		out = append(out, Task{
			Text: fmt.Sprintf("Declare %s in the part instead of taking %s from %s: an interface belongs to who calls it, and values that fit one fit the other.",
				english.Few(t.ideas, fewNames), english.Choose(len(t.ideas), "it", "them"), t.name),
			Names: t.ideas, Imports: p.using(t.imports, t.ideas),
		})
	}
	if len(t.calls) == 0 {
		return out
	}
	own, code := p.proposal(t)
	text := fmt.Sprintf("Declare in %s what it calls of %s (%s), and pass it in where the part is set up.", places(p.using(t.imports, t.calls)), t.name, english.Count(len(t.calls), "function"))
	if len(own) > 0 {
		text += fmt.Sprintf(" %s in these signatures %s to move too, or to become %s.", english.Few(own, 4),
			english.Choose(len(own), "has", "have"), english.Choose(len(own), "an interface", "interfaces"))
	}
	return append(out, Task{Text: text, Names: t.calls, Imports: p.using(t.imports, t.calls), Content: code})
}

// proposal is an interface with exactly the functions of a target that the part calls:
// one for its functions, one for each type whose methods are called. own names the
// target's own types in the signatures.
func (p *planner) proposal(t target) (own []string, code string) {
	groups := map[string][]string{}
	var order []string
	pkg := p.packageName(t.name)
	for _, d := range p.called(t) {
		receiver, method, isMethod := strings.Cut(d.Name, ".")
		if !isMethod {
			receiver, method = exported(pkg), d.Name
		}
		if _, ok := groups[receiver]; !ok {
			order = append(order, receiver)
		}
		text := d.Text
		if text == "" {
			text = "() // its signature is not known"
		}
		groups[receiver] = append(groups[receiver], method+text)
		own = union(own, qualified(d.Text, pkg))
	}
	var b strings.Builder
	for i, name := range order {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "// %s is what this package needs of %s.\ntype %s interface {\n", name, t.name, name)
		for _, m := range groups[name] {
			fmt.Fprintf(&b, "\t%s\n", m)
		}
		b.WriteString("}\n")
	}
	return own, b.String()
}

// called lists the declarations of what the part calls, one a name.
func (p *planner) called(t target) []imports.Declaration {
	var out []imports.Declaration
	for _, d := range p.declared(t.name) {
		if _, ok := slices.BinarySearch(t.calls, d.Name); !ok {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Name != d.Name {
			out = append(out, d)
		}
	}
	return out
}

func (p *planner) packageName(folder string) string {
	if pkg, ok := p.in.Imports.Find(folder); ok {
		return pkg.Name
	}
	return ""
}

// exported makes a package's name the name of a type.
func exported(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return "Needs"
	}
	return string(unicode.ToUpper(r)) + name[size:]
}

// qualified lists the names that a signature takes from a package: pkg.Name.
func qualified(signature, pkg string) []string {
	var out []string
	for rest := signature; ; {
		i := strings.Index(rest, pkg+".")
		if i < 0 || pkg == "" {
			return out
		}
		name := rest[i:]
		end := strings.IndexFunc(name, func(r rune) bool { return r != '.' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end < 0 {
			end = len(name)
		}
		if i == 0 || !inName(rest[i-1]) || strings.HasSuffix(rest[:i], "...") {
			out = append(out, name[:end])
		}
		rest = name[end:]
	}
}

// inName reports whether a byte can belong to a name, so that what follows is only its end.
func inName(c byte) bool {
	return c == '_' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
