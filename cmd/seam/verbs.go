package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// verbGroups is the order in which help lists the verbs: by what somebody comes for. Within a
// group they stand by name.
var verbGroups = []struct {
	title string
	verbs []string
}{
	{"To begin with:", []string{"report", "demo", "init"}},
	{"Where to split:", []string{"split", "whatif", "plan", "coupling", "focus", "explain"}},
	{"Dependencies and deployment:", []string{"diamonds", "chains", "impact", "deploy"}},
	{"In continuous integration:", []string{"check", "baseline", "diff"}},
	{"As data:", []string{"graph", "export"}},
	{"Of seam itself:", []string{"version", "completion", "help"}},
}

// groupVerbs puts the verbs into their groups.
func groupVerbs(root *cobra.Command) {
	of := map[string]string{}
	for i, g := range verbGroups {
		id := fmt.Sprint(i)
		root.AddGroup(&cobra.Group{ID: id, Title: g.title})
		for _, v := range g.verbs {
			of[v] = id
		}
	}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			c.GroupID = of[c.Name()]
		}
	}
	root.SetHelpCommand(helpCommand())
	root.SetHelpCommandGroupID(of["help"])
	root.SetCompletionCommandGroupID(of["completion"])
}

// helpCommand is cobra's, but that a word which is no verb is a mistake.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "What a verb does, its flags and examples",
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			found, rest, err := root.Find(args)
			if err != nil || found == root && len(rest) > 0 {
				return noVerb(root, []string{strings.Join(args, " ")})
			}
			found.InitDefaultHelpFlag()
			found.InitDefaultVersionFlag()
			return found.Help()
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var out []cobra.Completion
			for _, v := range c.Root().Commands() {
				if len(args) == 0 && v.IsAvailableCommand() {
					out = append(out, cobra.CompletionWithDesc(v.Name(), v.Short))
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
	}
}
