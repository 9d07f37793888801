// Command release builds what a release of seam consists of: for linux, macOS and Windows
// on amd64 and arm64 an archive with the program, its licence, the licences of everything
// that is linked into it and the manual pages; and SHA256SUMS. It is no part of the program.
//
// The same commit built by the same Go gives the same bytes: paths are trimmed, no
// build id or version control stamp of the machine goes in, archives carry sorted names,
// fixed owners and the time of the commit.
//
//	go run ./cmd/release --version v1.2.3 --out dist
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// target is one platform.
type target struct{ os, arch string }

func targets() []target {
	var out []target
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			out = append(out, target{system, arch})
		}
	}
	return out
}

// program is the file name of the binary.
func (t target) program() string {
	if t.os == "windows" {
		return "seam.exe"
	}
	return "seam"
}

// env is what the go command gets, whatever the user has set.
func (t target) env() []string {
	return append(os.Environ(), "GOOS="+t.os, "GOARCH="+t.arch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off",
		"GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=", "GOFIPS140=off")
}

func main() {
	version := flag.String("version", "", "the version to build, such as v1.2.3")
	out := flag.String("out", "dist", "folder for the archives; it is made anew")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := release(ctx, *version, *out); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

var versions = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// release fills the folder out. Only what a former release left there is removed.
func release(ctx context.Context, version, out string) error {
	if !versions.MatchString(version) {
		return fmt.Errorf("--version %q is no version such as v1.2.3", version)
	}
	when, err := commitTime(ctx)
	if err != nil {
		return err
	}
	if err := empty(out); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, t := range targets() {
		name, data, err := archiveOf(ctx, t, version, when)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", t.os, t.arch, err)
		}
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
		fmt.Printf("%s  %.1f MB\n", filepath.Join(out, name), float64(len(data))/1e6)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644)
}

// empty makes the folder and removes former archives from it.
func empty(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, pattern := range []string{"seam_*.tar.gz", "seam_*.zip", "SHA256SUMS"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := os.Remove(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// archiveOf builds for one platform and packs what belongs to it.
func archiveOf(ctx context.Context, t target, version string, when time.Time) (name string, data []byte, err error) {
	dir, err := os.MkdirTemp("", "seam-release-")
	if err != nil {
		return "", nil, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, t.program())
	if err := build(ctx, t, version, binary); err != nil {
		return "", nil, err
	}
	files, err := contents(ctx, t, binary)
	if err != nil {
		return "", nil, err
	}
	name = fmt.Sprintf("seam_%s_%s_%s", strings.TrimPrefix(version, "v"), t.os, t.arch)
	if t.os == "windows" {
		data, err = zipped(name, files, when)
		return name + ".zip", data, err
	}
	data, err = tarred(name, files, when)
	return name + ".tar.gz", data, err
}

func build(ctx context.Context, t target, version, binary string) error {
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly",
		"-ldflags", "-s -w -buildid= -X main.release="+version, "-o", binary, "./cmd/seam")
	c.Env, c.Stderr = t.env(), os.Stderr
	return c.Run()
}

// contents is the files of an archive.
func contents(ctx context.Context, t target, binary string) ([]file, error) {
	program, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	notices, err := notices(ctx, t)
	if err != nil {
		return nil, err
	}
	files := []file{{t.program(), program, true}, {"THIRD_PARTY_NOTICES.txt", notices, false}}
	pages, err := filepath.Glob(filepath.Join("docs", "man", "*.1"))
	if err != nil {
		return nil, err
	}
	if t.os == "windows" {
		pages = nil
	}
	for _, f := range append([]string{"LICENSE", "README.md", "CHANGELOG.md"}, pages...) {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		files = append(files, file{strings.TrimPrefix(filepath.ToSlash(f), "docs/"), b, false})
	}
	return files, nil
}

// commitTime is SOURCE_DATE_EPOCH, else the time of the commit that is built.
func commitTime(ctx context.Context) (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		b, err := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, errors.New("no commit to date the release by: set SOURCE_DATE_EPOCH")
		}
		text = strings.TrimSpace(string(b))
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %q is no number of seconds", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
