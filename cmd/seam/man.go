package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manCommand writes the manual pages. It is hidden: packagers and make man need it.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages into a folder: seam.1 and one for each verb",
		Hidden: true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage{fmt.Errorf("%s takes the folder to write into", c.CommandPath()), "seam man ~/.local/share/man/man1"}
			}
			return nil
		},
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			for _, p := range manPages(c.Root()) {
				if err := writeFile(filepath.Join(args[0], p.name), []byte(p.text)); err != nil {
					return cannot{err, "name a folder that exists and that you may write to"}
				}
			}
			return nil
		},
	}
}

// manPage is one page of section 1.
type manPage struct{ name, text string }

// manPages makes a page of the root and of every verb that help lists, from the same
// texts that help shows.
func manPages(root *cobra.Command) []manPage {
	pages := []manPage{manPageOf(root, verbs(root))}
	for _, c := range verbs(root) {
		pages = append(pages, manPageOf(c, []*cobra.Command{root}))
	}
	return pages
}

func verbs(root *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(root.Commands()), func(c *cobra.Command) bool { return !c.IsAvailableCommand() || c.Name() == "help" })
}

func manPageOf(c *cobra.Command, related []*cobra.Command) manPage {
	c.InitDefaultHelpFlag()
	name := pageName(c)
	var r roff
	r.line(".TH %s 1 \"\" \"seam\" \"seam manual\"", strings.ToUpper(escapeRoff(name)))
	r.section("NAME")
	r.text(name + " - " + c.Short)
	r.section("SYNOPSIS")
	r.line(".B %s", escapeRoff(c.UseLine()))
	r.section("DESCRIPTION")
	for p := range strings.SplitSeq(cmp.Or(c.Long, c.Short+"."), "\n\n") {
		r.line(".PP")
		r.text(strings.Join(strings.Fields(p), " "))
	}
	r.flags("OPTIONS", c.NonInheritedFlags())
	r.flags("OPTIONS OF EVERY VERB", c.InheritedFlags())
	if c.Example != "" {
		r.section("EXAMPLES")
		r.line(".nf")
		for l := range strings.SplitSeq(c.Example, "\n") {
			r.text(strings.TrimPrefix(l, "  "))
		}
		r.line(".fi")
	}
	r.related(related)
	return manPage{name + ".1", r.String()}
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// roff writes a manual page.
type roff struct{ strings.Builder }

func (r *roff) line(format string, args ...any) { fmt.Fprintf(&r.Builder, format+"\n", args...) }

func (r *roff) section(title string) { r.line(".SH %s", title) }

// text writes one line that means itself.
func (r *roff) text(s string) { r.line("%s", escapeRoff(s)) }

func (r *roff) flags(title string, set *pflag.FlagSet) {
	first := true
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		if first {
			r.section(title)
			first = false
		}
		value, use := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if value != "" {
			name += " " + strings.TrimSuffix(value, "Array")
		}
		r.line(".TP")
		r.line(".B %s", escapeRoff(name))
		if d := f.DefValue; d != "" && d != "false" && d != "[]" && d != "0" {
			use += " (default " + d + ")"
		}
		r.text(use)
	})
}

// related lists the other pages.
func (r *roff) related(list []*cobra.Command) {
	r.section("SEE ALSO")
	for i, x := range list {
		end := ","
		if i == len(list)-1 {
			end = ""
		}
		r.line(".BR %s (1)%s", escapeRoff(pageName(x)), end)
	}
}

// escapeRoff keeps troff from reading text as requests, escapes or hyphens.
func escapeRoff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}
