// Command synth writes a large Go monorepo with a long history as a stream for git
// fast-import, to measure seam on. The same numbers give the same commits on every
// machine.
//
//	git init -q DIR && go run ./cmd/synth --packages 5000 --commits 50000 | git -C DIR fast-import --quiet
//
// With --brief files hold their imports and a number alone: the history is the same, and a
// million commits are written in minutes.
//
// With --polyglot it is one commit of that many source files instead, in Go, TypeScript,
// Python, Java and C# in equal parts.
//
// Packages lie in domains of ten groups of ten. A package imports what is numbered
// lower: mostly of its group, less of its domain, least of others, so that there are no
// import cycles. A commit edits files of one package or of a few near ones, as the team
// of the domain works; one in forty edits packages anywhere, one in twenty is a merge of
// a branch. Every hundredth package is a program with a Dockerfile and a manifest.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
)

func main() {
	packages := flag.Int("packages", 5000, "Go packages")
	commits := flag.Int("commits", 50000, "commits")
	brief := flag.Bool("brief", false, "files that hold their imports and a number alone")
	several := flag.Int("polyglot", 0, "source files in five languages, in one commit")
	flag.Parse()
	if *packages < 1 || *commits < 1 || *several < 0 {
		fmt.Fprintln(os.Stderr, "error: --packages, --commits and --polyglot must be positive")
		os.Exit(2)
	}
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	if *several > 0 {
		newPolyglot(w, *several).run()
	} else {
		newStream(w, *packages, *brief).run(*commits)
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(3)
	}
}
