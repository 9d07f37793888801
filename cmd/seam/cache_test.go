package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seam/analyze/repo"
)

// polyglot is a small repository in several languages.
var polyglot = map[string]string{
	"go.mod":               "module x.test/shop\n\ngo 1.24\n",
	"cart/cart.go":         "// Package cart is one.\npackage cart\n\nimport \"x.test/shop/money\"\n\ntype Cart struct{ Sum money.Amount }\n",
	"cart/cart_test.go":    "package cart_test\n\nimport _ \"x.test/shop/mail\"\n",
	"cart/cart_windows.go": "package cart\n\nimport _ \"x.test/shop/mail\"\n",
	"mail/broken.go":       "package mail\n\nimport \"x.test/shop/money\"\n\nfunc f( {\n",
	"money/money.go":       "package money\n\ntype Amount int\n",
	"web/package.json":     `{"name": "web"}`,
	"web/src/a.ts":         "import { b } from './lib/b'\nexport const a = b\n",
	"web/src/lib/b.ts":     "export const b = 1\n",
	"web/src/lib/b.d.ts":   "import { a } from '../a'\n",
	"py/pyproject.toml":    "[project]\nname = \"py\"\n",
	"py/shop/__init__.py":  "",
	"py/shop/a.py":         "from shop.sub import b\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.sub.c\n",
	"py/shop/sub/b.py":     "def f():\n    from shop import a\n",
	"api/v1/a.proto":       "syntax = \"proto3\";\npackage api.v1;\nimport \"api/v2/b.proto\";\nmessage A { B b = 1; }\n",
	"api/v2/b.proto":       "syntax = \"proto3\";\npackage api.v2;\nmessage B {}\n",
	"net/a/A.csproj":       "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"../b/B.csproj\" /></ItemGroup></Project>",
	"net/a/A.cs":           "using B;\nnamespace A;\npublic class Shop { Till till; }\n",
	"net/b/B.csproj":       "<Project Sdk=\"Microsoft.NET.Sdk\" />",
	"net/b/B.cs":           "namespace B;\npublic class Till { }\n",
}

// TestTheCacheChangesNoAnswer: with no cache, a new one, a full one, a damaged one and
// with eight runs at once the answers are the same bytes.
func TestTheCacheChangesNoAnswer(t *testing.T) {
	dir, root := filepath.Join(t.TempDir(), "r"), filepath.Join(t.TempDir(), "cache")
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := buildCommits(b, []repo.BuildCommit{{Author: "Ann", Email: "ann@one.example", Message: "first", When: time.Unix(1_700_000_000, 0), Write: polyglot}}); err != nil {
		t.Fatal(err)
	}
	questions := [][]string{
		{"graph", "--level", "files", "--all-constraints", "--format", "json", dir},
		{"graph", "--level", "packages", "--format", "json", dir},
		{"report", "--format", "json", dir},
	}
	ask := func(flags ...string) (answer, told string) {
		var stdout, stderr bytes.Buffer
		for _, q := range questions {
			if code := run(context.Background(), append(append([]string{}, q...), flags...), &stdout, &stderr); code != exitOK {
				t.Errorf("%q %q: exit code %d: %s", q, flags, code, stderr.String())
			}
		}
		return stdout.String(), stderr.String()
	}
	want, _ := ask("--no-cache", "--cache-dir", root)
	if _, err := os.Stat(root); err == nil {
		t.Error("--no-cache writes a cache")
	}
	same := func(what string) (told string) {
		got, told := ask("--cache-dir", root)
		if got != want {
			t.Errorf("%s: another answer", what)
		}
		return told
	}
	same("a new cache")
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing is kept: %v", err)
	}
	if n := answersIn(t, root); n != len(questions) {
		t.Errorf("%d answers are kept, want %d", n, len(questions))
	}
	if told := same("kept answers"); strings.Contains(told, "cache") {
		t.Errorf("kept answers say %s", told)
	}
	forget(t, root)
	if told := same("a full cache"); strings.Contains(told, "cache") {
		t.Errorf("a full cache says %s", told)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		damage(t, root, random)
		if told := same("a damaged cache"); !strings.Contains(told, "note: a damaged file of the cache was removed: "+root) {
			t.Errorf("a damaged cache says only %q", told)
		}
	}
	damage(t, root, random)
	forget(t, root)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { same("eight runs at once") })
	}
	group.Wait()
}

// TestTheHistoryOfOthersIsKept: what was read of another repository is kept as its own is.
func TestTheHistoryOfOthersIsKept(t *testing.T) {
	lib, user, root := filepath.Join(t.TempDir(), "lib"), filepath.Join(t.TempDir(), "user"), filepath.Join(t.TempDir(), "cache")
	for dir, files := range map[string][]map[string]string{
		lib: {{"go.mod": "module x.test/lib\n\ngo 1.24\n", "lib.go": "package lib\n"}},
		user: {
			{"go.mod": "module x.test/user\n\ngo 1.24\n\nrequire x.test/lib v1.0.0\n", "user.go": "package user\n\nimport _ \"x.test/lib\"\n"},
			{"go.mod": "module x.test/user\n\ngo 1.24\n\nrequire x.test/lib v1.2.0\n"},
		},
	} {
		b, err := repo.NewBuilder(dir)
		if err != nil {
			t.Fatal(err)
		}
		var commits []repo.BuildCommit
		for i, write := range files {
			commits = append(commits, repo.BuildCommit{Author: "Ann", Email: "ann@one.example", Message: "work", When: time.Unix(1_700_000_000+int64(i), 0), Write: write})
		}
		if err := buildCommits(b, commits); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(flags ...string) (answer, told string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), append([]string{"impact", "module:x.test/lib", lib, "--with", user, "--format", "json"}, flags...), &stdout, &stderr); code != exitOK {
			t.Fatalf("exit code %d: %s", code, stderr.String())
		}
		return stdout.String(), stderr.String()
	}
	want, _ := ask("--no-cache")
	if !strings.Contains(want, `"releases": 2`) {
		t.Fatalf("the other repository's history does not show:\n%s", want)
	}
	if got, _ := ask("--cache-dir", root); got != want {
		t.Errorf("a new cache: another answer:\n%s", got)
	}
	kept, err := filepath.Glob(filepath.Join(root, "user-*", "segment-*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("%q is kept of the other repository, %v", kept, err)
	}
	forget(t, root)
	if got, told := ask("--cache-dir", root); got != want || strings.Contains(told, "cache") {
		t.Errorf("a full cache: another answer, or said %s:\n%s", told, got)
	}
	if again, _ := filepath.Glob(filepath.Join(root, "user-*", "segment-*")); len(again) != 1 || again[0] != kept[0] {
		t.Errorf("what was kept is written anew: %q", again)
	}
	forget(t, root)
	if err := os.WriteFile(kept[0], []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, told := ask("--cache-dir", root); got != want || !strings.Contains(told, "note: a damaged file of the cache was removed: "+kept[0]) {
		t.Errorf("a damaged cache: another answer, or said only %q:\n%s", told, got)
	}
}

// forget removes the answers of a cache, so that the facts are asked for.
func forget(t *testing.T, root string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "*", "answer-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// damage flips a bit of every file of the cache, or cuts off its end: of the index and
// what follows it, so that the damage is met whatever the run asks for.
func damage(t *testing.T, root string, random *rand.Rand) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if random.IntN(2) == 0 {
			b = b[:random.IntN(len(b))]
		} else {
			b[len(b)-1-random.IntN(100)] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
