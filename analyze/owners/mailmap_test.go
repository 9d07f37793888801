package owners

import (
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/history"
)

const sampleMailmap = `# people of the example
Jo Proper <old@x.example>
<new@y.example> <older@x.example>
Ann Proper <ann@y.example> <ann@old.example>
Bob Proper <bob@y.example> Bobby <shared@x.example>
Cy Proper <cy@y.example> cy <SHARED@x.example> # the rest of a line is ignored
Nobody Else <shared@x.example>

no address here
`

func TestMailmap(t *testing.T) {
	m, problems := parseMailmap([]byte(sampleMailmap))
	if diff := cmp.Diff([]problem{{9, "has no <address>; the line is ignored"}}, problems); diff != "" {
		t.Error(diff)
	}
	for from, want := range map[string]string{
		"jo <old@x.example>":       "Jo Proper <old@x.example>",
		"jo <OLD@X.example>":       "Jo Proper <OLD@X.example>",
		"Name <older@x.example>":   "Name <new@y.example>",
		"a <ann@old.example>":      "Ann Proper <ann@y.example>",
		"bobby <shared@x.example>": "Bob Proper <bob@y.example>",
		"CY <shared@x.example>":    "Cy Proper <cy@y.example>",
		"Dee <shared@x.example>":   "Nobody Else <shared@x.example>",
		"Eve <eve@x.example>":      "Eve <eve@x.example>",
	} {
		if got := contact(m.Map(readPerson(from))); got != want {
			t.Errorf("%s becomes %s, want %s", from, got, want)
		}
	}
	eve := history.Person{Name: "Eve", Email: "eve@x.example"}
	if got := (*mailmap)(nil).Map(eve); got != eve {
		t.Errorf("without a .mailmap Eve becomes %v", got)
	}
}

func readPerson(contact string) history.Person {
	name, email, _ := strings.Cut(contact, "<")
	return history.Person{Name: strings.TrimSpace(name), Email: strings.TrimSuffix(email, ">")}
}

func contact(p history.Person) string { return fmt.Sprintf("%s <%s>", p.Name, p.Email) }

// Random mail maps of all four forms, with white space, letter case and rubbish as
// found in the wild, must map random people as git check-mailmap does.
func TestMailmapAgreesWithGit(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, "", "init", "-q")
	for seed := range int64(40) {
		rnd := rand.New(rand.NewSource(seed))
		text := randomMailmap(rnd)
		if err := os.WriteFile(filepath.Join(dir, ".mailmap"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var contacts []string
		for range 40 {
			contacts = append(contacts, fmt.Sprintf("%s <%s>", randomName(rnd), randomEmail(rnd)))
		}
		out := run(t, dir, strings.Join(contacts, "\n")+"\n", "check-mailmap", "--stdin")
		want := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		m, _ := parseMailmap([]byte(text))
		for i, c := range contacts {
			if got := contact(m.Map(readPerson(c))); got != want[i] {
				t.Errorf("seed %d: %s becomes %q, git says %q, with\n%s", seed, c, got, want[i], text)
			}
		}
	}
}

func randomName(rnd *rand.Rand) string {
	names := []string{"Ann", "ANN", "ann", "Bob B", "bob b", "Ärne", "ärne", "C"}
	return names[rnd.Intn(len(names))]
}

func randomEmail(rnd *rand.Rand) string {
	emails := []string{"a@x", "A@X", "b@x", "B@x", "ä@x", "Ä@x", "a b@x"}
	return emails[rnd.Intn(len(emails))]
}

func randomMailmap(rnd *rand.Rand) string {
	pad := func() string { return []string{"", " ", "  ", "\t"}[rnd.Intn(4)] }
	var b strings.Builder
	for range rnd.Intn(12) {
		name, email := pad()+randomName(rnd)+pad(), func() string { return "<" + randomEmail(rnd) + ">" }
		switch rnd.Intn(10) {
		case 0:
			b.WriteString("# " + name + email())
		case 1:
			b.WriteString(pad() + "# " + name + email())
		case 2:
			b.WriteString(name + "<" + email())
		case 3:
			b.WriteString(name + "<> " + email())
		case 4:
			b.WriteString(name + email() + " <>")
		case 5, 6:
			b.WriteString(name + email())
		case 7:
			b.WriteString(pad() + email() + pad() + email())
		case 8:
			b.WriteString(name + email() + pad() + email() + " # x")
		case 9:
			b.WriteString(name + email() + pad() + randomName(rnd) + pad() + email() + email())
		}
		b.WriteString([]string{"\n", "\r\n"}[rnd.Intn(2)])
	}
	return b.String()
}

// run runs git without the machine's own configuration.
func run(t *testing.T, dir, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if code, ok := err.(*exec.ExitError); err != nil && !(ok && args[0] == "check-ignore" && code.ExitCode() == 1) {
		t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

func FuzzMailmap(f *testing.F) {
	f.Add(sampleMailmap, "a", "b@c")
	f.Add("<<a> <b>\n", "a", "a")
	f.Fuzz(func(t *testing.T, text, name, email string) {
		m, _ := parseMailmap([]byte(text))
		if got := m.Map(history.Person{Name: name, Email: email}); got.Email == "" && email != "" {
			t.Errorf("an address is lost: %v", got)
		}
	})
}
