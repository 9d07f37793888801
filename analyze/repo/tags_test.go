package repo

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestTagsAreForEachRef holds the tags of both readers against git.
func TestTagsAreForEachRef(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2024, 1, d, 12, 0, 0, 0, time.UTC) }
	dir, ids := build(t, BuildCommit{Message: "1", When: day(1)}, BuildCommit{Message: "2", When: day(2)})
	gitOutput(t, dir, "tag", "v1.0.0", ids[0].String())
	gitOutput(t, dir, "tag", "-am", "x", "sub/v1.0.0", ids[1].String())
	gitOutput(t, dir, "tag", "-am", "x", "twice", "sub/v1.0.0")
	gitOutput(t, dir, "tag", "-am", "x", "no-commit", "HEAD^{tree}")
	check := func() {
		var want []string
		list := gitOutput(t, dir, "for-each-ref", "--format=%(refname:lstrip=2) %(objectname) %(*objectname) %(creatordate:unix)", "refs/tags/")
		for line := range strings.Lines(list) {
			f := strings.Fields(line)
			switch name := f[0]; name {
			case "no-commit":
			case "twice": // git peels once alone
				want = append(want, name+" "+ids[1].String()+" "+f[len(f)-1])
			default:
				want = append(want, name+" "+f[len(f)-2]+" "+f[len(f)-1])
			}
		}
		for _, r := range readers(t, dir) {
			tags, err := r.Tags()
			var got []string
			for _, x := range tags {
				got = append(got, x.Name+" "+x.Commit.String()+" "+strconv.FormatInt(x.When, 10))
			}
			if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("by %s: %v\n%s\nwant\n%s", r.Reader(), err, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
	check()
	gitOutput(t, dir, "pack-refs", "--all")
	check()
	gitOutput(t, dir, "tag", "-f", "v1.0.0", ids[1].String())
	check()
}

func TestAt(t *testing.T) {
	needGit(t)
	dir, ids := build(t,
		BuildCommit{Message: "1", Write: map[string]string{"a/b/c": "one\n", "link": "a"}, Modes: map[string]Mode{"link": Symlink}},
		BuildCommit{Message: "2", Write: map[string]string{"a/b/c": "two\n"}})
	for _, r := range readers(t, dir) {
		o := r.Objects(NewCache(1 << 20))
		for _, x := range []struct {
			commit     int
			path, want string
		}{
			{0, "a/b/c", "one\n"}, {1, "a/b/c", "two\n"}, {1, "a/b", ""}, {1, "a/x", ""}, {1, "a/b/c/d", ""}, {1, "link", ""}, {1, "", ""},
		} {
			id, err := o.At(ids[x.commit], x.path)
			got := ""
			if err == nil && id != "" {
				var b []byte
				b, err = o.Blob(id)
				got = string(b)
			}
			if err != nil || got != x.want {
				t.Errorf("by %s: %s at commit %d: %q, %v; want %q", r.Reader(), x.path, x.commit, got, err, x.want)
			}
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}
}
