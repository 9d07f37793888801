package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func pages(t *testing.T) []manPage {
	t.Helper()
	a := &app{stdout: io.Discard, stderr: io.Discard}
	root := a.root()
	root.InitDefaultCompletionCmd()
	return manPages(root)
}

// TestManPages holds docs/man to what help says; make man writes it anew.
func TestManPages(t *testing.T) {
	folder := filepath.Join("..", "..", "docs", "man")
	known := map[string]bool{}
	for _, p := range pages(t) {
		known[p.name] = true
		file := filepath.Join(folder, p.name)
		if *update {
			if err := os.WriteFile(file, []byte(p.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != p.text {
			t.Errorf("%s is not what the program says now: make man", file)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !known[f.Name()] {
			t.Errorf("%s is no page of a verb: remove it", f.Name())
		}
	}
	if !known["seam.1"] || !known["seam-plan.1"] || known["seam-help.1"] || known["seam-man.1"] {
		t.Errorf("pages %v", known)
	}
}

// TestManPagesRender lets groff complain about the pages, where there is one.
func TestManPagesRender(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	for _, p := range pages(t) {
		cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
		cmd.Stdin = strings.NewReader(p.text)
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		if err := cmd.Run(); err != nil || complaints.Len() > 0 {
			t.Errorf("%s: %v\n%s", p.name, err, complaints.String())
		}
	}
}

func TestEscapeRoff(t *testing.T) {
	for in, want := range map[string]string{"a-b": `a\-b`, ".so /etc/passwd": `\&.so /etc/passwd`, `\n`: `\en`, "'x": `\&'x`, "plain": "plain"} {
		if got := escapeRoff(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
