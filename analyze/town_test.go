package analyze_test

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"seam/analyze"
	"seam/analyze/repo"
	"seam/analyze/split"
)

// The town is a web shop that has grown for a year: eight parts that import each other
// and often change together, and five plain libraries that the shop's people keep
// beside their work. The tests of planted parts build one more part into it.

// pkg is a package of a planted repository.
type pkg struct {
	path      string
	imports   []string // packages that every file of it uses
	files     int      // f0.go, f1.go …
	lines     int      // of a file
	scattered bool     // its functions have nothing in common; others share a helper
	header    string   // stands before the package clause
	body      string   // stands in every file; %d is the file's number
}

// town lists the parts that every planted repository has.
func town() []pkg {
	return []pkg{
		{path: "cmd/shop", imports: []string{"web", "admin"}, files: 2, lines: 40},
		{path: "web", imports: []string{"orders", "stock", "search", "account", "pdf", "geo"}, files: 8, lines: 90},
		{path: "admin", imports: []string{"orders", "stock", "reports", "account"}, files: 6, lines: 90},
		{path: "orders", imports: []string{"stock", "billing", "account", "mail", "money", "queue"}, files: 8, lines: 90},
		{path: "billing", imports: []string{"account", "mail", "money"}, files: 6, lines: 90},
		{path: "stock", imports: []string{"account", "queue"}, files: 6, lines: 90},
		{path: "search", imports: []string{"stock", "account", "geo"}, files: 5, lines: 90},
		{path: "reports", imports: []string{"orders", "billing", "stock", "pdf"}, files: 5, lines: 90},
		{path: "account", imports: []string{"mail"}, files: 6, lines: 90},
		{path: "mail", files: 4, lines: 90},
		{path: "money", files: 3, lines: 90},
		{path: "queue", files: 3, lines: 90},
		{path: "pdf", files: 4, lines: 90},
		{path: "geo", files: 3, lines: 90},
	}
}

var (
	shopParts = []string{"web", "admin", "orders", "billing", "stock", "search", "reports", "account"}
	libraries = []string{"mail", "money", "queue", "pdf", "geo"}
)

// ledger is the clean seam: three packages that need nothing of the shop.
func ledger() []pkg {
	return []pkg{
		{path: "ledger", imports: []string{"ledger/entry", "ledger/post"}, files: 4, lines: 120},
		{path: "ledger/entry", files: 4, lines: 100},
		{path: "ledger/post", imports: []string{"ledger/entry"}, files: 4, lines: 100},
	}
}

// shop is the town with the clean seam, which five parts use, and more.
func shop(more ...pkg) []pkg {
	return used(append(append(town(), ledger()...), more...), "ledger", "orders", "billing", "reports", "admin", "web")
}

// used makes some packages import a part.
func used(pkgs []pkg, part string, users ...string) []pkg {
	for i := range pkgs {
		if slices.Contains(users, pkgs[i].path) {
			pkgs[i].imports = append(slices.Clone(pkgs[i].imports), part)
		}
	}
	return pkgs
}

// planted is a repository in the making.
type planted struct {
	t      *testing.T
	b      *repo.Builder
	dir    string
	rnd    *rand.Rand
	when   time.Time
	head   repo.ID
	pkgs   map[string]pkg
	number int                        // of the change; makes every content new
	style  string                     // how work is recorded: a key of styles
	at     func(folder string) string // where a package lies now
}

// work is one piece of work.
type work struct {
	author string
	files  map[string]string
}

func plant(t *testing.T, pkgs []pkg) *planted {
	t.Helper()
	return plantAt(t, pkgs, func(folder string) string { return folder })
}

// plantAt is plant with a place for each package.
func plantAt(t *testing.T, pkgs []pkg, at func(folder string) string) *planted {
	t.Helper()
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	p := &planted{
		t: t, b: b, dir: dir, rnd: rand.New(rand.NewPCG(5, 7)), when: time.Date(2022, 1, 3, 9, 0, 0, 0, time.UTC),
		pkgs: map[string]pkg{}, at: at,
	}
	for _, k := range pkgs {
		p.pkgs[k.path] = k
	}
	p.commit(repo.BuildCommit{Author: "founder", Message: "everything", Write: p.tree()})
	return p
}

// tree is every file of every package, written anew.
func (p *planted) tree() map[string]string {
	files := map[string]string{"go.mod": "module shop\n\ngo 1.26\n"}
	for folder := range p.pkgs {
		p.put(files, folder)
	}
	return files
}

func (p *planted) put(files map[string]string, folder string) {
	for i := range p.pkgs[folder].files {
		files[p.name(folder, i)] = p.content(folder, i, 0)
	}
}

func (p *planted) name(folder string, i int) string { return fmt.Sprintf("%s/f%d.go", p.at(folder), i) }

// content writes file i of a package in a version.
func (p *planted) content(folder string, i, version int) string {
	k := p.pkgs[folder]
	var s strings.Builder
	clause := path.Base(folder)
	if strings.HasPrefix(folder, "cmd/") {
		clause = "main"
	}
	fmt.Fprintf(&s, "%spackage %s\n\n", k.header, clause)
	for _, d := range k.imports {
		fmt.Fprintf(&s, "import %q\n", "shop/"+p.at(d))
	}
	fmt.Fprintf(&s, "\nconst version%d = %d\n", i, version)
	if k.body != "" {
		fmt.Fprintf(&s, k.body, i)
	}
	if i == 0 {
		s.WriteString("\nfunc helper() {}\n")
	}
	if clause == "main" && i == 0 {
		s.WriteString("\nfunc main() {}\n")
	}
	p.functions(&s, k, i)
	for n := strings.Count(s.String(), "\n"); n < k.lines; n++ {
		fmt.Fprintf(&s, "// line %d\n", n)
	}
	return s.String()
}

// functions writes three functions, which use what the package imports.
func (p *planted) functions(s *strings.Builder, k pkg, i int) {
	for f := range 3 {
		fmt.Fprintf(s, "\nfunc Do%d%c() {\n", i, 'A'+f)
		if !k.scattered {
			s.WriteString("\thelper()\n")
		}
		for _, d := range k.imports {
			which := i % p.pkgs[d].files
			if p.pkgs[d].scattered { // each user takes another piece of it
				which = len(k.path) * 7 % p.pkgs[d].files
			}
			fmt.Fprintf(s, "\t%s.Do%d%c()\n", path.Base(d), which, 'A'+f)
		}
		s.WriteString("}\n")
	}
}

func (p *planted) commit(c repo.BuildCommit) repo.ID {
	p.t.Helper()
	if c.When.IsZero() {
		c.When = p.when
	}
	c.Email = c.Author + "@team.example"
	id, err := p.b.Commit(c)
	if err != nil {
		p.t.Fatal(err)
	}
	if c.Branch == "" {
		p.head = id
	}
	return id
}

// change edits one or two files of each of some packages.
func (p *planted) change(author string, folders ...string) {
	p.number++
	w := work{author, map[string]string{}}
	for _, folder := range folders {
		for range 1 + p.rnd.IntN(2) {
			i := p.rnd.IntN(p.pkgs[folder].files)
			w.files[p.name(folder, i)] = p.content(folder, i, p.number)
		}
	}
	p.when = p.when.Add(time.Duration(10+p.rnd.IntN(20)) * time.Hour)
	styles[p.style](p, w)
}

// styles are the ways to record a piece of work.
var styles = map[string]func(*planted, work){
	"": func(p *planted, w work) {
		p.commit(repo.BuildCommit{Author: w.author, Message: "work", Write: w.files})
	},
	"squash": func(p *planted, w work) {
		p.commit(repo.BuildCommit{Author: w.author, Message: fmt.Sprintf("Work (#%d)", p.number), Write: w.files})
	},
	"merge": func(p *planted, w work) {
		tip := p.steps(w, fmt.Sprintf("work-%d", p.number), "step")
		p.commit(repo.BuildCommit{Author: "lead", Message: fmt.Sprintf("Merge pull request #%d", p.number), Parents: []repo.ID{p.head, tip}, Write: w.files})
	},
	"ticket": func(p *planted, w work) { p.steps(w, "", fmt.Sprintf("SHOP-%d step", p.number)) },
}

// steps commits the files one by one, the last hours before.
func (p *planted) steps(w work, branch, message string) (tip repo.ID) {
	var names []string
	for f := range w.files {
		names = append(names, f)
	}
	slices.Sort(names)
	for i, f := range names {
		tip = p.commit(repo.BuildCommit{Branch: branch, Author: w.author, When: p.when.Add(time.Duration(i-8) * time.Hour), Message: message, Write: map[string]string{f: w.files[f]}})
	}
	return tip
}

// shopWork is n changes of the shop: two or three of its parts at a time, by one of
// eight people.
func (p *planted) shopWork(n int) {
	for range n {
		set := []string{shopParts[p.rnd.IntN(len(shopParts))]}
		for range p.rnd.IntN(3) {
			if other := shopParts[p.rnd.IntN(len(shopParts))]; !slices.Contains(set, other) {
				set = append(set, other)
			}
		}
		p.change(p.somebody(), set...)
	}
}

func (p *planted) somebody() string { return fmt.Sprintf("dev%d", p.rnd.IntN(8)) }

// libraryWork is one change of each library; every other one changes a part of the shop
// as well.
func (p *planted) libraryWork(round int) {
	for i, l := range libraries {
		if set := []string{l}; (i+round)%2 == 0 {
			p.change(p.somebody(), append(set, shopParts[p.rnd.IntN(len(shopParts))])...)
		} else {
			p.change(p.somebody(), set...)
		}
	}
}

// ledgerWork is six changes by the accountants, who work on nothing else; one in twelve
// changes the shop as well.
func (p *planted) ledgerWork(round int) {
	for i := range 6 {
		set := [][]string{{"ledger"}, {"ledger/entry"}, {"ledger/post"}, {"ledger", "ledger/entry"}, {"ledger/entry", "ledger/post"}}[p.rnd.IntN(5)]
		if (6*round+i)%12 == 0 {
			set = append(slices.Clone(set), "billing")
		}
		p.change(fmt.Sprintf("accountant%d", i%3), set...)
	}
}

const rounds = 12

// live lets a year pass. each is what happens besides in every round.
func (p *planted) live(each func(round int)) *planted {
	for round := range rounds {
		p.shopWork(24)
		p.libraryWork(round)
		p.ledgerWork(round)
		if each != nil {
			each(round)
		}
	}
	return p
}

// ask is what seam split answers.
func (p *planted) ask() *split.Result {
	p.t.Helper()
	if err := p.b.Finish(); err != nil {
		p.t.Fatal(err)
	}
	in, err := analyze.Load(p.t.Context(), analyze.Request{Dir: p.dir, Needs: analyze.Needs{History: true, Imports: true, Symbols: true, Services: true, Split: true}})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := analyze.Run(in, analyze.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Log(r.Split.Verdict)
	for _, c := range r.Split.Candidates {
		p.t.Logf("%2d %-14s %-8s %5.1f crossing %d/%d: %s", c.Rank, c.Title, c.Verdict, c.Score, c.Cut.CrossingChanges, c.Cut.Changes, c.Reason)
	}
	return r.Split
}

// part finds a candidate by its title, or by its one package.
func part(t *testing.T, r *split.Result, title string) split.Candidate {
	t.Helper()
	for _, c := range r.Candidates {
		if c.Title == title || slices.Equal(c.Packages, []string{title}) {
			return c
		}
	}
	t.Fatalf("%s is no candidate", title)
	return split.Candidate{}
}

// move gives a package another folder, in one commit with all who import it.
func (p *planted) move(folder, to string) {
	c := repo.BuildCommit{Author: "architect", Message: "move " + folder, Delete: []string{p.at(folder)}}
	at := p.at
	p.at = func(f string) string {
		if f == folder {
			return to
		}
		return at(f)
	}
	c.Write = p.tree()
	p.commit(c)
}

// assemble makes a package of the last three files of others, which import it from then
// on.
func (p *planted) assemble(k pkg, from ...string) {
	p.pkgs[k.path] = k
	c := repo.BuildCommit{Author: "architect", Message: "assemble " + k.path, Write: map[string]string{}}
	p.put(c.Write, k.path)
	for _, f := range from {
		left := p.pkgs[f]
		for range 3 {
			left.files--
			c.Delete = append(c.Delete, p.name(f, left.files))
		}
		left.imports = append(slices.Clone(left.imports), k.path)
		p.pkgs[f] = left
		p.put(c.Write, f)
	}
	p.commit(c)
}
