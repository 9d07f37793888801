package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"seam/analyze/finding"
)

// otherWords is what verbs are called elsewhere: in books, in other tools, in a report.
var otherWords = map[string][]string{
	"split":    {"candidates", "candidate", "parts", "extract"},
	"whatif":   {"cut", "simulate", "replay", "what-if"},
	"plan":     {"steps"},
	"explain":  {"show", "describe", "why"},
	"coupling": {"cochange", "hidden"},
	"focus":    {"teams", "team", "owners", "ownership"},
	"diamonds": {"conflicts", "versions", "findings"},
	"chains":   {"dependencies", "deps"},
	"impact":   {"affected", "consumers", "followers"},
	"deploy":   {"order", "waves", "rollback", "rollout", "services"},
	"graph":    {"imports", "draw"},
	"check":    {"gate", "lint", "verify", "ci"},
	"diff":     {"compare", "trend"},
	"report":   {"html", "all", "analyze", "analyse", "scan"},
	"export":   {"parquet", "csv"},
	"init":     {"config", "configure"},
}

// suggestVerbs lets a word that a verb has elsewhere lead to the verb.
func suggestVerbs(root *cobra.Command) {
	for _, c := range root.Commands() {
		c.SuggestFor = otherWords[c.Name()]
	}
	root.SuggestionsMinimumDistance = 2
}

// flagHint is what to do about a flag that could not be read.
func flagHint(c *cobra.Command, err error) string {
	otherwise := c.CommandPath() + " --help lists the flags"
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && len(unknown.GetSpecifiedName()) > 1 {
		return unknownFlag(c, unknown.GetSpecifiedName(), otherwise)
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		if f, ok := bad.GetFlag().Value.(*formatFlag); ok {
			return didYouMean(finding.Nearest(bad.GetValue(), f.known, 1), otherwise)
		}
	}
	return otherwise
}

// unknownFlag is which flag of the verb may have been meant, else which verbs have it.
func unknownFlag(c *cobra.Command, name, otherwise string) string {
	var own []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			own = append(own, f.Name)
		}
	})
	near := finding.Nearest(name, own, 2)
	for _, f := range own {
		if strings.HasPrefix(name, f) && len(f) > 2 && !slices.Contains(near, f) {
			near = append(near, f)
		}
	}
	if len(near) > 0 {
		for i := range near {
			near[i] = "--" + near[i]
		}
		return didYouMean(near, "")
	}
	var verbs []string
	for _, v := range c.Root().Commands() {
		if v.LocalFlags().Lookup(name) != nil {
			verbs = append(verbs, v.Name())
		}
	}
	if len(verbs) > 0 {
		return "--" + name + " is for: seam " + strings.Join(verbs, ", seam ")
	}
	return otherwise
}

// oneOf refuses a value of a flag that is none of words.
func oneOf(flag, value string, words ...string) error {
	if slices.Contains(words, value) {
		return nil
	}
	return usage{fmt.Errorf("%s: %q is none of %s", flag, value, strings.Join(words, ", ")), didYouMean(finding.Nearest(value, words, 1), "")}
}

func didYouMean(near []string, otherwise string) string {
	if len(near) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}

// mostKnown is how many names a hint lists.
const mostKnown = 20

// meantOrKnown is a hint: the known names nearest to name, else the first known ones, else none.
func meantOrKnown(name string, known []string, what, none string) string {
	if near := finding.Nearest(name, known, 3); len(near) > 0 {
		return didYouMean(near, "")
	}
	switch n := len(known); {
	case n == 0:
		return none
	case n <= mostKnown:
		return what + ": " + strings.Join(known, ", ")
	default:
		return fmt.Sprintf("%s: %s and %d more", what, strings.Join(known[:mostKnown], ", "), n-mostKnown)
	}
}

// withParents lists folders and all folders above them, each once, in the order given.
func withParents(folders []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range folders {
		for ; f != "." && f != "/" && !seen[f]; f = path.Dir(f) {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// nameAndFolder takes a name and at most one DIR.
func nameAndFolder(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usage{fmt.Errorf("%s needs a name", c.CommandPath()), c.UseLine()}
	case len(args) > 2:
		return usage{fmt.Errorf("%s takes a name and one folder, not %d words", c.CommandPath(), len(args)), ""}
	case len(args) == 1 && outsideFolder(args[0]):
		return usage{fmt.Errorf("%s needs a name before the folder %s", c.CommandPath(), args[0]),
			fmt.Sprintf("%s NAME %s; seam split %s names parts", c.CommandPath(), args[0], args[0])}
	}
	return nil
}

// outsideFolder reports whether a word is a folder by a way that no name in a report has:
// whoever gives it alone meant DIR.
func outsideFolder(word string) bool {
	if !filepath.IsAbs(word) && word != ".." && !strings.HasPrefix(filepath.ToSlash(word), "../") {
		return false
	}
	info, err := os.Stat(word)
	return err == nil && info.IsDir()
}
