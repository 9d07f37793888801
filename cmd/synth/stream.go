package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"strings"
)

// begin is the time of the first commit, in seconds; a commit follows every hour.
const begin = 1_500_000_000

// stream writes commits for git fast-import.
type stream struct {
	w        *bufio.Writer
	random   *rand.Rand
	packages []*pkg
	brief    bool // files hold their imports and a number alone
	commits  int
}

func newStream(w *bufio.Writer, packages int, brief bool) *stream {
	r := rand.New(rand.NewPCG(1, 2))
	return &stream{w: w, random: r, packages: newPackages(packages, r), brief: brief}
}

// source is a file of a package as it is after its edits.
func (s *stream) source(p *pkg, file int) string {
	if s.brief {
		return p.outline(file, s.packages)
	}
	return p.source(file, s.packages)
}

// run writes the first commit, which holds everything, and the others. Errors of the
// writer show when it is flushed.
func (s *stream) run(commits int) {
	s.first()
	for s.commits < commits {
		if s.commits+1 < commits && s.random.IntN(20) == 0 {
			s.branch()
		} else {
			s.edit("main", s.commits)
		}
	}
}

// commit begins a commit; from is the mark of its parent, 0 for none.
func (s *stream) commit(branch string, author int, message string, from int) {
	s.commits++
	when := begin + int64(s.commits)*3600
	who := fmt.Sprintf("Author %d <author%d@team%02d.example> %d +0000", author, author, author/5, when)
	fmt.Fprintf(s.w, "commit refs/heads/%s\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s\n", branch, s.commits, who, who, len(message), message)
	if from > 0 {
		fmt.Fprintf(s.w, "from :%d\n", from)
	}
}

// written is a file as a commit leaves it.
type written struct{ path, content string }

func (s *stream) files(list []written) {
	for _, f := range list {
		s.file(f.path, f.content)
	}
}

func (s *stream) file(path, content string) {
	fmt.Fprintf(s.w, "M 644 inline %s\ndata %d\n%s\n", path, len(content), content)
}

func (s *stream) first() {
	s.commit("main", 0, "begin", 0)
	s.file("go.mod", "module "+module+"\n\ngo 1.24\n\nrequire github.com/google/uuid v1.6.0\n")
	var owners strings.Builder
	for i, p := range s.packages {
		if i%perDomain == 0 {
			fmt.Fprintf(&owners, "/d%02d/ @mono/team%02d\n", i/perDomain, i/perDomain)
		}
		for f := range p.files {
			s.file(p.path(f), s.source(p, f))
		}
		if isMain(i) {
			s.service(p)
		}
	}
	s.file(".github/CODEOWNERS", owners.String())
}

// service makes a program deployable; it calls the service of the domain before.
func (s *stream) service(p *pkg) {
	d := p.number / perDomain
	name := fmt.Sprintf("svc-%02d", d)
	s.file(p.folder()+"/Dockerfile", "FROM scratch\nCOPY "+name+" /\nENTRYPOINT [\"/"+name+"\"]\n")
	s.file("deploy/"+name+".yaml", fmt.Sprintf("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s\nspec:\n  template:\n    spec:\n      containers:\n      - name: %s\n        image: mono/%s\n        env:\n        - name: UPSTREAM\n          value: http://svc-%02d:8080\n", name, name, name, max(0, d-1)))
}

// edit writes one commit of one team and returns the files that it wrote.
func (s *stream) edit(branch string, from int) []written {
	at := s.random.IntN(len(s.packages))
	domain := at / perDomain
	set := []int{at}
	for range s.random.IntN(3) {
		set = append(set, s.other(at))
	}
	author := 5*domain + s.random.IntN(5)
	kind := [...]string{"feat", "fix", "refactor"}[s.random.IntN(3)]
	s.commit(branch, author, fmt.Sprintf("%s(d%02d): change %d", kind, domain, s.commits), from)
	var out []written
	for _, i := range set {
		p := s.packages[i]
		f := s.random.IntN(p.files)
		p.version[f]++
		out = append(out, written{p.path(f), s.source(p, f)})
	}
	s.files(out)
	return out
}

// other picks a package to change along: of the group, rarely of anywhere.
func (s *stream) other(i int) int {
	if s.random.IntN(40) == 0 {
		return s.random.IntN(len(s.packages))
	}
	group := i - i%perGroup
	return min(group+s.random.IntN(perGroup), len(s.packages)-1)
}

// branch writes a commit of a branch and its merge. fast-import gives a merge the files
// of its first parent, so that it is told those of the other.
func (s *stream) branch() {
	base := s.commits
	brought := s.edit("topic", base)
	topic := s.commits
	s.commit("main", 0, fmt.Sprintf("Merge pull request #%d from mono/topic", topic), base)
	fmt.Fprintf(s.w, "merge :%d\n", topic)
	s.files(brought)
}
