package split

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/dossier"
	"seam/analyze/english"
)

// The open-source litmus: could this part be given away? What is asked is what somebody
// outside would ask: does it run its own tests, does it explain itself, may I use it,
// and does it tell what must not leave the house. Such signs alone did not tell parts
// that were split from others, so that none of them earns points.

// papers says whether a part tests and explains itself.
func (j *judge) papers(s scored, d *dossier.Part) (pros, cons []Evidence) {
	pros, cons = j.tests(s)
	if d == nil {
		return pros, cons
	}
	var has []string
	if d.Readme != "" {
		has = append(has, "a README")
	}
	if d.Licence != "" {
		has = append(has, "a licence file")
	}
	documented, comments := j.comments(s)
	n := len(s.set)
	add := func(list []Evidence, code, text string, ids []string) []Evidence {
		if comments == "" {
			return append(list, reason(code, 0, 0, ids, "%s", strings.Replace(text, "; %s", "", 1)))
		}
		return append(list, reason(code, ratio(documented, n), sample(n), ids, text, comments))
	}
	ids := slices.DeleteFunc([]string{d.Readme, d.Licence}, func(s string) bool { return s == "" })
	switch {
	case len(has) > 0:
		pros = add(pros, "own-papers", "it has "+strings.Join(has, " and ")+" of its own; %s", ids)
	case comments != "" && 2*documented > n:
		pros = add(pros, "own-papers", "%s, though it has no README and no licence file of its own", nil)
	default:
		cons = add(cons, "no-papers", "it has no README and no licence file of its own; %s", nil)
	}
	return pros, cons
}

// packageComment is what the languages that have one call the comment on a package.
var packageComment = map[string]string{"go": "a package comment", "java": "a package comment", "kotlin": "a package comment", "scala": "a package comment", "python": "a docstring", "rust": "a crate comment", "protobuf": "a comment"}

// comments counts the packages that explain themselves, in words; "" where the language
// has no such comments.
func (j *judge) comments(s scored) (documented int, words string) {
	what := ""
	for _, i := range s.set {
		p := &j.m.packages[i]
		word := packageComment[p.Language]
		if word == "" || what != "" && word != what {
			return 0, ""
		}
		what = word
		documented += one(p.Documented)
	}
	return documented, strings.Replace(outOf(documented, len(s.set), "package", "has", "have")+" "+what, "no a ", "no ", 1)
}

// sample is the size of a sample worth telling: one of one is none.
func sample(n int) int {
	if n == 1 {
		return 0
	}
	return n
}

// outOf says how many of a part's things do something: "3 of its 4 packages have".
func outOf(k, n int, noun, does, do string) string {
	switch {
	case n == 1 && k == 1:
		return "its " + noun + " " + does
	case n == 1 && does == "has":
		return "its " + noun + " has no"
	case k == 0 && does == "has":
		return fmt.Sprintf("none of its %s has", english.Count(n, noun))
	case k == n:
		return fmt.Sprintf("all of its %s %s", english.Count(n, noun), do)
	}
	return fmt.Sprintf("%d of its %s %s", k, english.Count(n, noun), english.Choose(k, does, do))
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// private says whether a part holds what must not leave the house.
func (j *judge) private(d *dossier.Part) (pros, cons []Evidence) {
	if d == nil || d.Read == 0 {
		return nil, nil
	}
	files := english.Count(d.Read, "file")
	if n := len(d.Secrets); n > 0 {
		cons = append(cons, reason("secrets", float64(n), d.Read, places(d.Secrets, true), "%s of its %s %s like a secret (%s): revoke %s before anybody outside reads it",
			english.Count(n, "text"), files, english.Choose(n, "looks", "look"), kindsOf(d.Secrets), english.Choose(n, "it", "them")))
	}
	if n := len(d.Hosts); n > 0 {
		cons = append(cons, reason("internal-hosts", float64(n), d.Read, places(d.Hosts, true), "%s of its %s %s a host of an internal network (%s)",
			english.Count(n, "line"), files, english.Choose(n, "names", "name"), kindsOf(d.Hosts)))
	}
	if n := len(d.Names); n > 0 {
		cons = append(cons, reason("names", float64(n), d.Read, places(d.Names, false), "%s of its %s %s the name of the house or the product (%s), import paths not counted",
			english.Count(n, "line"), files, english.Choose(n, "holds", "hold"), kindsOf(d.Names)))
	}
	if len(cons) == 0 {
		what := "no text like a secret and no internal host"
		if len(j.dossier.Names) > 0 {
			what = "no text like a secret, no internal host and no mention of " + strings.Join(j.dossier.Names[:min(3, len(j.dossier.Names))], ", ")
		}
		pros = append(pros, reason("nothing-private", 0, d.Read, nil, "%s was found in its %s (tests not read)", what, files))
	}
	return pros, cons
}

// places lists mentions as ids, with what they mention where that differs by line.
func places(list []dossier.Mention, text bool) []string {
	var out []string
	for _, m := range list[:min(len(list), maxIDs)] {
		id := m.String()
		if text {
			id += " (" + m.Text + ")"
		}
		out = append(out, id)
	}
	return out
}

// kindsOf names the distinct texts of mentions, the commonest first, at most three.
func kindsOf(list []dossier.Mention) string {
	n := map[string]int{}
	for _, m := range list {
		n[m.Text]++
	}
	kinds := names(marked(n))
	slices.SortStableFunc(kinds, func(a, b string) int { return cmp.Compare(n[b], n[a]) })
	more := ""
	if len(kinds) > 3 {
		more = fmt.Sprintf(" and %d more", len(kinds)-3)
	}
	return strings.Join(kinds[:min(3, len(kinds))], ", ") + more
}

func marked(n map[string]int) map[string]bool {
	out := map[string]bool{}
	for k := range n {
		out[k] = true
	}
	return out
}

// licence says what the repository's licence asks of those who take a part over.
func (j *judge) licence(d *dossier.Part) []Evidence {
	if d == nil || !dossier.Restrictive(j.dossier.Licence) {
		return nil
	}
	text := fmt.Sprintf("the repository's licence is %s: who uses the part from outside is bound by it", j.dossier.Licence)
	if d.Licence != "" {
		text += ", unless the part's own licence file says otherwise"
	}
	return []Evidence{reason("licence", 1, 0, orEmpty(nil), "%s", text)}
}

// languages says which files of other languages lie in a part's folders.
func languages(d *dossier.Part, files int) (pros, cons []Evidence) {
	if d == nil || len(d.Languages) == 0 {
		return nil, nil
	}
	var words, ids []string
	n := 0
	for _, l := range d.Languages {
		n += len(l.Files)
		words = append(words, fmt.Sprintf("%s %d", l.Name, len(l.Files)))
		ids = append(ids, l.Files[:min(len(l.Files), 3)]...)
	}
	list := strings.Join(words, ", ")
	if n > files {
		return []Evidence{reason("language-boundary", ratio(n, n+files), n+files, ids, "%d of the %s in its folders are of another language (%s): the border of the part is one of languages too",
			n, english.Count(n+files, "source file"), list)}, nil
	}
	return nil, []Evidence{reason("other-languages", float64(n), n+files, ids, "%d of the %s in its folders %s of another language (%s): they leave with it, and their imports count only where seam reads that language",
		n, english.Count(n+files, "source file"), english.Choose(n, "is", "are"), list)}
}

// reason makes one piece of evidence.
func reason(code string, value float64, n int, ids []string, format string, args ...any) Evidence {
	return Evidence{Code: code, Text: fmt.Sprintf(format, args...), Value: value, N: n, IDs: orEmpty(ids)}
}

// thirdParties says which third parties would leave with a part, under which licences,
// and which it shares with the rest.
func (j *judge) thirdParties(s scored) (pros, cons []Evidence) {
	f := s.features
	noun := "module"
	if j.ecosystem(s).Manifest != "go.mod" {
		noun = "package"
	}
	if f.owns > 0 {
		own := j.ownThirdParties(s.set)
		text := fmt.Sprintf("%s would leave with it; nobody else uses %s", english.Count(f.owns, "third-party "+noun), english.Choose(f.owns, "it", "them"))
		if l := j.licencesOf(own); l != "" {
			text += " (licences: " + l + ")"
		}
		pros = append(pros, reason("own-third-parties", float64(f.owns), f.thirdParty, own, "%s", text))
	}
	if shared := f.thirdParty - f.owns; shared > 0 {
		cons = append(cons, reason("shared-third-parties", float64(shared), f.thirdParty, nil, "%s used by the rest too: apart, both sides keep %s in step",
			outOf(shared, f.thirdParty, "third-party "+noun, "is", "are"), english.Choose(shared, "its version", "their versions")))
	}
	return pros, cons
}

// licencesOf counts the licences of vendored third parties; "" if none is vendored.
func (j *judge) licencesOf(repositories []string) string {
	if j.dossier == nil {
		return ""
	}
	of := map[string]string{}
	for _, l := range j.dossier.Vendored {
		r := repositoryOf(l.ImportPath)
		if had, ok := of[r]; !ok || had == "" {
			of[r] = l.Name
		}
	}
	n := map[string]int{}
	for _, r := range repositories {
		if name, ok := of[r]; ok {
			n[cmp.Or(name, "not recognised")]++
		}
	}
	var words []string
	for _, name := range names(marked(n)) {
		words = append(words, fmt.Sprintf("%s %d", name, n[name]))
	}
	return strings.Join(words, ", ")
}
