package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// A commit list writes a history down. Each of its commits begins with a line
//
//	commit DATE NAME <ADDRESS> MESSAGE
//
// where DATE is YYYY-MM-DD (noon) or RFC 3339, and goes on with any of
//
//	write PATH           a file; its lines follow, each behind one tab
//	exec PATH            the same, executable
//	link PATH TARGET     a symbolic link
//	delete PATH          a file or a folder goes
//	branch NAME          the commit is the next one of that branch; a new branch begins at main
//	merge NAME           that branch is a parent too; its files are not brought in
//	repeat N             make it N times, a day apart; {n} in files and message is 1, 2 … N
//
// Empty lines and lines that begin with # mean nothing.
func parseCommits(file, text string) ([]repo.BuildCommit, error) {
	p := commitParser{}
	for i, line := range strings.Split(text, "\n") {
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return p.list, nil
}

type commitParser struct {
	list []repo.BuildCommit
	path string // that takes the lines behind a tab
}

func (p *commitParser) line(line string) error {
	if content, ok := strings.CutPrefix(line, "\t"); ok && p.path != "" {
		p.list[len(p.list)-1].Write[p.path] += content + "\n"
		return nil
	}
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	p.path = ""
	word, rest, _ := strings.Cut(line, " ")
	if word == "commit" {
		c, err := parseHead(rest)
		p.list = append(p.list, c)
		return err
	}
	if len(p.list) == 0 || rest == "" {
		return fmt.Errorf("%q: want a commit first, and an argument", line)
	}
	return p.detail(&p.list[len(p.list)-1], word, rest)
}

func (p *commitParser) detail(c *repo.BuildCommit, word, rest string) error {
	switch word {
	case "write", "exec":
		p.path = rest
		c.Write[rest] = ""
		if word == "exec" {
			c.Modes[rest] = repo.Executable
		}
	case "link":
		path, target, _ := strings.Cut(rest, " ")
		c.Write[path], c.Modes[path] = target, repo.Symlink
	case "delete":
		c.Delete = append(c.Delete, rest)
	case "branch":
		c.Branch = rest
	case "merge":
		c.Parents = append(c.Parents, repo.ID(rest)) // a name until buildCommits
	case "repeat":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			return fmt.Errorf("repeat %q: want a number", rest)
		}
		p.list = append(p.list[:len(p.list)-1], repeated(*c, n)...)
	default:
		return fmt.Errorf("unknown word %q", word)
	}
	return nil
}

func parseHead(rest string) (repo.BuildCommit, error) {
	date, rest, _ := strings.Cut(rest, " ")
	when, err := time.Parse(time.RFC3339, date)
	if err != nil {
		if when, err = time.Parse(time.DateOnly, date); err != nil {
			return repo.BuildCommit{}, fmt.Errorf("%q is no date", date)
		}
		when = when.Add(12 * time.Hour)
	}
	name, rest, ok1 := strings.Cut(rest, " <")
	address, message, ok2 := strings.Cut(rest, "> ")
	if !ok1 || !ok2 {
		return repo.BuildCommit{}, fmt.Errorf("want NAME <ADDRESS> MESSAGE behind the date")
	}
	return repo.BuildCommit{
		Author: name, Email: address, When: when, Message: message, Write: map[string]string{}, Modes: map[string]repo.Mode{},
	}, nil
}

// repeated stands last in a commit, so c is complete.
func repeated(c repo.BuildCommit, n int) []repo.BuildCommit {
	var list []repo.BuildCommit
	for i := range n {
		number := strings.NewReplacer("{n}", strconv.Itoa(i+1))
		next := c
		next.When = c.When.AddDate(0, 0, i)
		next.Message = number.Replace(c.Message)
		next.Write = map[string]string{}
		for path, content := range c.Write {
			next.Write[number.Replace(path)] = number.Replace(content)
		}
		list = append(list, next)
	}
	return list
}

// buildCommits makes the commits and finds the parents that they name.
func buildCommits(b *repo.Builder, commits []repo.BuildCommit) error {
	tips := map[string]repo.ID{}
	for _, c := range commits {
		merged := c.Parents
		c.Parents = nil
		tip, ok := tips[c.Branch]
		if !ok {
			tip, ok = tips[""]
		}
		if ok {
			c.Parents = []repo.ID{tip}
		}
		for _, name := range merged {
			other, ok := tips[string(name)]
			if !ok {
				return fmt.Errorf("there is no branch %q to merge", string(name))
			}
			c.Parents = append(c.Parents, other)
		}
		id, err := b.Commit(c)
		if err != nil {
			return err
		}
		tips[c.Branch] = id
	}
	return b.Finish()
}

func TestParseCommits(t *testing.T) {
	got, err := parseCommits("list", `# a comment
commit 2024-03-01 Ann Other <ann@one.example> the message
write a/b.go
	package a
	
	// indented by one more
		x
delete old

commit 2024-03-02T10:00:00+02:00 Bo <bo@two.example> number {n}
write f
	{n}
link l target/of it
repeat 2
`)
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	second := time.Date(2024, 3, 2, 8, 0, 0, 0, time.UTC)
	link := map[string]repo.Mode{"l": repo.Symlink}
	want := []repo.BuildCommit{
		{Author: "Ann Other", Email: "ann@one.example", When: noon, Message: "the message", Delete: []string{"old"},
			Write: map[string]string{"a/b.go": "package a\n\n// indented by one more\n\tx\n"}, Modes: map[string]repo.Mode{}},
		{Author: "Bo", Email: "bo@two.example", When: second, Message: "number 1", Write: map[string]string{"f": "1\n", "l": "target/of it"}, Modes: link},
		{Author: "Bo", Email: "bo@two.example", When: second.AddDate(0, 0, 1), Message: "number 2", Write: map[string]string{"f": "2\n", "l": "target/of it"}, Modes: link},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []string{"write a\n", "commit yesterday A <a@b> m\n", "commit 2024-03-01 A m\n", "commit 2024-03-01 A <a@b> m\nfrobnicate x\n", "commit 2024-03-01 A <a@b> m\nrepeat x\n"} {
		if _, err := parseCommits("list", bad); err == nil || !strings.HasPrefix(err.Error(), "list:") {
			t.Errorf("%q gives %v, want an error with its line", bad, err)
		}
	}
}
