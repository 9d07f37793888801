package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest lists the names that somebody who wrote word may have meant, best first, at
// most n: those that end in it as a path does, that hold it, or that differ in few
// letters (two that are swapped count as one; at most a third of the word). Equal ones stay in the order given.
func Nearest(word string, names []string, n int) []string {
	type near struct {
		name string
		rank int
	}
	var list []near
	seen := map[string]bool{}
	for _, name := range names {
		if rank := distance(word, name); rank >= 0 && !seen[name] {
			seen[name] = true
			list = append(list, near{name, rank})
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return cmp.Compare(a.rank, b.rank) })
	var out []string
	for _, x := range list[:min(n, len(list))] {
		out = append(out, x.name)
	}
	return out
}

// distance ranks how likely name was meant by word, 0 best; -1 for not at all.
func distance(word, name string) int {
	word, name = strings.ToLower(word), strings.ToLower(name)
	switch d := edits(word, name); {
	case word == "":
		return -1
	case word == name:
		return 0
	case strings.HasSuffix(name, "/"+word), strings.HasSuffix(name, ":"+word):
		return 1
	case d >= 0 && len(word) > 2 && d <= len(word)/3:
		return 1 + d
	case len(word) > 2 && strings.Contains(name, word):
		return 100 + len(name)
	}
	return -1
}

// longest bounds what edits compares: names from a repository may be of any length.
const longest = 200

// edits counts the bytes to add, to take away, to change and the neighbours to swap
// (optimal string alignment) until a is b; -1 where one is too long.
func edits(a, b string) int {
	if len(a) > longest || len(b) > longest {
		return -1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, row[j]+1, last[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
