package repo

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigIsGits reads files as git config does.
func TestConfigIsGits(t *testing.T) {
	for _, text := range []string{
		"[core]\n\tbare = false\n\tworktree = ../x\n",
		"[core] bare = true\n[CORE]\nBare=false\n",
		"[remote \"a b.C\"]\n\tpromisor = true\n\turl = \"a # b\" # c\n",
		"[core]\n\tflag\n\tflag2  \n\tempty =\n\tempty2 = \"\"\n",
		"[extensions]\n\tobjectFormat = sha256 ; really\n",
		"# c\n; d\n[a.b]\nk = v\n[a \"q x\"]\nk = 1\n",
		"[a]\nlong = one \\\n  two\nnext = 3\n",
		"[a]\nspaces =   in  side   \nquoted = \"  x \" y\ntab = a\\tb\\nc\n",
		"\xef\xbb\xbf[a]\r\nk = v\r\n",
		"[a]\nk = c:\\\\dir\\\\\nl = 1\n",
		"[a] # comment\nk = 1 # comment\nj = x;y\n",
	} {
		want := map[string]string{}
		file := filepath.Join(t.TempDir(), "config")
		write(t, file, text)
		for record := range strings.SplitSeq(strings.TrimSuffix(gitOutput(t, t.TempDir(), "config", "-f", file, "-z", "--list"), "\x00"), "\x00") {
			key, value, set := strings.Cut(record, "\n")
			if !set {
				value = "true"
			}
			want[key] = value
		}
		got := parseConfig([]byte(text))
		for key := range want {
			if got[key] != want[key] {
				t.Errorf("%q: %s is %q, git says %q", text, key, got[key], want[key])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q gives %q, git says %q", text, got, want)
		}
	}
}

// FuzzConfig: whatever git takes for a boolean here is that boolean.
func FuzzConfig(f *testing.F) {
	f.Add("true")
	f.Add(" \f   0")
	f.Add("\\")
	f.Add(" 0k")
	f.Add("\"no\" # x")
	f.Add("o\\\nn")
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsAny(value, "\x00\r[") {
			return
		}
		text := "[core]\n\tbare = " + value + "\n"
		got := isTrue(parseConfig([]byte(text))["core.bare"])
		cmd := exec.Command("git", "config", "-f", "-", "--type=bool", "core.bare")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		if err == nil && strings.TrimSpace(string(out)) != map[bool]string{true: "true", false: "false"}[got] {
			t.Errorf("%q: %v, git says %s", text, got, out)
		}
	})
}
