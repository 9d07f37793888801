package main

import (
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
)

// completeFolders completes the DIR of every verb that has nothing better.
func completeFolders(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.ValidArgsFunction == nil && strings.Contains(c.Use, "DIR") {
			c.ValidArgsFunction = onlyFolders
		}
	}
}

func onlyFolders(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeParts completes the name of a part with the folders that hold Go code, then
// DIR. Only the list of files is read: history takes too long to wait for.
func completeParts(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		return partNames(c, typed), cobra.ShellCompDirectiveNoFileComp
	case 1:
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func partNames(c *cobra.Command, typed string) []cobra.Completion {
	in, err := analyze.Load(c.Context(), analyze.Request{})
	if err != nil {
		return nil
	}
	prefix := ""
	if strings.HasPrefix(typed, "split:") {
		prefix = "split:"
	}
	folders := map[string]bool{}
	for _, f := range in.Files {
		if !strings.HasSuffix(f, ".go") {
			continue
		}
		for dir := path.Dir(f); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	var out []cobra.Completion
	for dir := range folders {
		if name := prefix + dir; strings.HasPrefix(name, typed) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
