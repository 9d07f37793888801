package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	when  = time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	files = []file{{"seam", []byte("program"), true}, {"man/seam.1", []byte("page"), false}}
)

// The same files give the same bytes at any time, with the names, modes and times given.
func TestTarred(t *testing.T) {
	a, err := tarred("seam_1", files, when)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := tarred("seam_1", files, when); !bytes.Equal(a, b) {
		t.Error("two archives differ")
	}
	z, err := gzip.NewReader(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	if !z.ModTime.IsZero() || z.Name != "" {
		t.Errorf("the machine shows: %v", z.Header)
	}
	var got []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if !h.ModTime.Equal(when) || h.Uid != 0 || h.Uname != "" {
			t.Errorf("%+v", h)
		}
		got = append(got, h.FileInfo().Mode().String()+" "+h.Name)
	}
	if want := []string{"-rwxr-xr-x seam_1/seam", "-rw-r--r-- seam_1/man/seam.1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestZipped(t *testing.T) {
	a, err := zipped("seam_1", files, when)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := zipped("seam_1", files, when); !bytes.Equal(a, b) {
		t.Error("two archives differ")
	}
	z, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 2 || z.File[1].Name != "seam_1/man/seam.1" || !z.File[1].Modified.Equal(when) {
		t.Errorf("%+v", z.File)
	}
}

func TestLicences(t *testing.T) {
	dir := t.TempDir()
	write := func(names ...string) {
		for _, n := range names {
			if err := os.WriteFile(filepath.Join(dir, n), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("AUTHORS", "README.md", "license.go")
	if got, _ := licences(dir); len(got) != 0 {
		t.Errorf("authors alone allow nothing: %q", got)
	}
	write("LICENCE.txt", "NOTICE", "LICENSE-MIT", "PATENTS", "licensed")
	if got, _ := licences(dir); !slices.Equal(got, []string{"AUTHORS", "LICENCE.txt", "LICENSE-MIT", "NOTICE", "PATENTS"}) {
		t.Errorf("%q", got)
	}
}

// Every module that is linked on any platform has a licence that goes along.
func TestNotices(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for _, system := range []string{"linux", "windows"} {
		p := target{system, "amd64"}
		modules, err := linked(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		text, err := notices(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range append(modules, module{Path: "Go standard library"}) {
			if !strings.Contains(string(text), "\n"+m.Path+" "+m.Version) {
				t.Errorf("%s: nothing about %s", system, m.Path)
			}
		}
		if strings.Contains(string(text), "jsonschema") {
			t.Error("what only tests use is not linked")
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, v := range []string{"", "1.2.3", "v1.2", "v1.2.3 -X x=y", "v1.2.3\n"} {
		if err := release(context.Background(), v, t.TempDir()); err == nil || !strings.Contains(err.Error(), "no version") {
			t.Errorf("%q: %v", v, err)
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if err := release(context.Background(), "v1.2.3", t.TempDir()); err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") {
		t.Error(err)
	}
}

// The version goes in, and nothing of the machine: with the same Go, the folders that the
// code and its modules lie in are what would make two machines build different bytes.
func TestBuildShowsNothingOfTheMachine(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	binary := filepath.Join(t.TempDir(), "seam")
	if err := build(context.Background(), native(t), "v9.8.7", binary); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(binary, "version").Output(); err != nil || string(out) != "seam v9.8.7\n" {
		t.Errorf("version %q, %v", out, err)
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range append(strings.Fields(string(dirs)), root) {
		if bytes.Contains(program, []byte(dir+"/")) {
			t.Errorf("the program shows %s", dir)
		}
	}
}

func native(t *testing.T) target {
	t.Helper()
	out, err := exec.Command("go", "env", "GOHOSTOS", "GOHOSTARCH").Output()
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(out))
	return target{f[0], f[1]}
}
