package golang

import (
	"bytes"
	"errors"
	"fmt"
	"go/build/constraint"
	"strconv"
	"strings"
)

// newestRelease is the highest N for which the tag go1.N holds.
const newestRelease = 26

// condition is the build constraint of a file: the rule of its name joined with
// that of its header by &&. It is nil where the file belongs to every build. An
// error names the line whose constraint cannot be read; the go command leaves such
// a file out of every build.
func condition(base string, src []byte) (expr constraint.Expr, line int, err error) {
	fromHeader, line, err := headerCondition(src)
	if err != nil {
		return nil, line, err
	}
	return both(nameCondition(base), fromHeader), 0, nil
}

// both joins two constraints, either of which may be nil, and says a thing once.
func both(x, y constraint.Expr) constraint.Expr {
	switch {
	case x == nil:
		return y
	case y == nil, x.String() == y.String():
		return x
	}
	return &constraint.AndExpr{X: x, Y: y}
}

// nameCondition is the rule of names such as x_windows.go, x_linux_arm64.go and
// x_darwin_test.go. What stands before the first underscore never counts, nor what
// stands after the first dot.
func nameCondition(base string) constraint.Expr {
	stem, _, _ := strings.Cut(base, ".")
	_, stem, ok := strings.Cut(stem, "_")
	if !ok {
		return nil
	}
	words := strings.Split(stem, "_")
	if n := len(words); words[n-1] == "test" {
		words = words[:n-1]
	}
	n := len(words)
	if n == 0 {
		return nil
	}
	last := words[n-1]
	switch {
	case n >= 2 && knownArch[last] && knownOS[words[n-2]]:
		return both(tag(words[n-2]), tag(last))
	case knownArch[last] || knownOS[last]:
		return tag(last)
	}
	return nil
}

func tag(name string) constraint.Expr { return &constraint.TagExpr{Tag: name} }

// headerCondition is the constraint in a file's header: its //go:build line if
// there is one, else all its +build lines together.
func headerCondition(src []byte) (constraint.Expr, int, error) {
	h, err := readHeader(src)
	if err != nil {
		return nil, h.line, err
	}
	if h.goBuild != "" {
		x, err := constraint.Parse(h.goBuild)
		if err != nil {
			return nil, h.line, fmt.Errorf("malformed //go:build line: %w", err)
		}
		return x, 0, nil
	}
	var all constraint.Expr
	for _, text := range h.plusBuild {
		// The go command too ignores a +build line that it cannot parse.
		if x, err := constraint.Parse(text); err == nil {
			all = both(all, x)
		}
	}
	return all, 0, nil
}

// header holds the constraint lines that stand before a file's package clause.
type header struct {
	goBuild   string
	line      int // of goBuild, or of what is wrong
	plusBuild []string
}

// maxPlusBuild bounds the +build lines of a file, which are joined to one
// expression.
const maxPlusBuild = 100

var (
	errTwoConstraints     = errors.New("more than one //go:build line")
	errTooManyConstraints = fmt.Errorf("more than %d +build lines", maxPlusBuild)
)

// readHeader collects the constraint lines by the rules of go/build: a //go:build
// line may stand anywhere before the package clause except inside a block comment;
// a +build line only in the leading run of line comments, and a blank line must
// follow it before anything else does.
func readHeader(src []byte) (header, error) {
	var h header
	var pending []string // of plusBuild, while no blank line follows
	leading, inBlock := true, false
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	for n := 1; len(src) > 0; n++ {
		var line []byte
		line, src, _ = bytes.Cut(src, []byte("\n"))
		text := string(bytes.TrimSpace(line))
		switch {
		case text == "" && leading:
			h.plusBuild = append(h.plusBuild, pending...)
			pending = nil
			continue
		case !strings.HasPrefix(text, "//"):
			leading = false
		case inBlock:
		case constraint.IsGoBuild(text):
			if h.goBuild != "" {
				h.line = n
				return h, errTwoConstraints
			}
			h.goBuild, h.line = text, n
		case leading && constraint.IsPlusBuild(text):
			if len(h.plusBuild)+len(pending) == maxPlusBuild {
				h.line = n
				return h, errTooManyConstraints
			}
			pending = append(pending, text)
		}
		var code bool
		if inBlock, code = skipComments(text, inBlock); code {
			break
		}
	}
	return h, nil
}

// skipComments reads one line of a header. It reports whether a block comment is
// open after it, and whether something other than a comment stands on it.
func skipComments(text string, inBlock bool) (open, code bool) {
	for text != "" {
		if inBlock {
			_, rest, closed := strings.Cut(text, "*/")
			if !closed {
				return true, false
			}
			text, inBlock = strings.TrimSpace(rest), false
			continue
		}
		if strings.HasPrefix(text, "//") {
			return false, false
		}
		rest, ok := strings.CutPrefix(text, "/*")
		if !ok {
			return false, true
		}
		text, inBlock = rest, true
	}
	return inBlock, false
}

// inDefaultBuild reports whether a file under x belongs to the default build:
// linux/amd64, cgo on, compiler gc, no tags.
func inDefaultBuild(x constraint.Expr) bool { return x == nil || x.Eval(defaultTag) }

func defaultTag(name string) bool {
	switch name {
	case "linux", "amd64", "amd64.v1", "unix", "cgo", "gc":
		return true
	}
	minor, ok := strings.CutPrefix(name, "go1.")
	if !ok {
		return false
	}
	n, err := strconv.Atoi(minor)
	return err == nil && 1 <= n && n <= newestRelease && strconv.Itoa(n) == minor
}

// inSomeBuild reports whether a file under x belongs to any build at all, by the
// rule of `go mod tidy`: every tag may be on or off except ignore, which is off.
func inSomeBuild(x constraint.Expr) bool { return x == nil || possible(x, true) }

func possible(x constraint.Expr, want bool) bool {
	switch x := x.(type) {
	case *constraint.TagExpr:
		return x.Tag != "ignore" || !want
	case *constraint.NotExpr:
		return possible(x.X, !want)
	case *constraint.AndExpr:
		if want {
			return possible(x.X, true) && possible(x.Y, true)
		}
		return possible(x.X, false) || possible(x.Y, false)
	case *constraint.OrExpr:
		if want {
			return possible(x.X, true) || possible(x.Y, true)
		}
		return possible(x.X, false) && possible(x.Y, false)
	}
	return true
}

// knownOS and knownArch are the past, present and future values of GOOS and GOARCH
// that count in file names (internal/syslist of the Go distribution).
var (
	knownOS = set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl " +
		"netbsd openbsd plan9 solaris wasip1 windows zos")
	knownArch = set("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 " +
		"mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
