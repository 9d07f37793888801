package owners

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/history"
	"seam/analyze/repo"
)

// folderOwners is an OWNERS file as Kubernetes' Prow reads it: who may approve changes to
// its folder and what lies below.
type folderOwners struct {
	NoParents bool // options.no_parent_owners: the files above do not count
	Entries   []ownersEntry
}

// ownersEntry is the approvers, or where it names none the reviewers, of all files or
// of those that a filter matches. Names are in lower case, without @.
type ownersEntry struct {
	Filter *regexp.Regexp // on the path from the folder of the file; nil is all
	Names  []string       // of aliases and people
}

// groupAliases is OWNERS_ALIASES: groups of people by name. The alias whose name in lower
// case is the key keeps the name as written.
type groupAliases map[string]groupAlias

// groupAlias is one group.
type groupAlias struct {
	Name   string
	Logins []string // in lower case, as listed; to tell who they are, never to show
}

const (
	ownersFile  = "OWNERS"
	aliasesFile = "OWNERS_ALIASES"

	maxOwnersFiles  = 20_000
	maxOwnersFilter = 1024 // bytes of one regular expression
)

// parseOwners reads an OWNERS file. A file that is no YAML, or is something else than a
// mapping, gives nothing and one problem. Keys that do not name owners (labels,
// emeritus_approvers) are skipped.
func parseOwners(data []byte) (folderOwners, []problem) {
	var p ownersParser
	root, ok := p.root(data, "approvers and reviewers")
	if !ok {
		return folderOwners{}, p.problems
	}
	file := folderOwners{NoParents: root.At("options", "no_parent_owners").Text() == "true"}
	file.Entries = p.entry(file.Entries, root, nil)
	filters := root.Get("filters")
	switch {
	case len(file.Entries) == 0:
		file.Entries = p.filters(filters)
	case filters != nil:
		p.fail(filters, "filters are ignored beside approvers and reviewers for the whole folder")
	}
	return file, p.problems
}

// parseAliases reads an OWNERS_ALIASES file.
func parseAliases(data []byte) (groupAliases, []problem) {
	var p ownersParser
	root, ok := p.root(data, "aliases")
	if !ok {
		return nil, p.problems
	}
	out := groupAliases{}
	for _, pair := range root.Get("aliases").Map() {
		key := strings.ToLower(pair.Key)
		if _, twice := out[key]; twice || !isOwnerName(key) {
			p.problems = append(p.problems, problem{pair.Line, "the alias is no name, or stands twice; it is ignored"})
			continue
		}
		out[key] = groupAlias{Name: pair.Key, Logins: p.names(pair.Value)}
	}
	return out, p.problems
}

type ownersParser struct {
	problems []problem
}

func (p *ownersParser) fail(n *yaml.Node, message string) {
	p.problems = append(p.problems, problem{n.Line, message})
}

// root is the one mapping of the file; ok is false for a file that says nothing.
func (p *ownersParser) root(data []byte, of string) (n *yaml.Node, ok bool) {
	docs, err := yaml.Parse(data)
	if err != nil {
		line, _ := syntax.LineOf(err)
		p.problems = append(p.problems, problem{max(1, line), "is no YAML; the file is ignored"})
		return nil, false
	}
	if len(docs) == 0 || docs[0].Kind == yaml.Null {
		return nil, false
	}
	if docs[0].Kind != yaml.Map {
		p.fail(docs[0], "is no mapping with "+of+"; the file is ignored")
		return nil, false
	}
	return docs[0], true
}

// entry adds what one mapping with approvers and reviewers says, if anything. The key
// owners is an older spelling.
func (p *ownersParser) entry(to []ownersEntry, n *yaml.Node, filter *regexp.Regexp) []ownersEntry {
	names := union(p.names(n.Get("approvers")), p.names(n.Get("owners")))
	if len(names) == 0 {
		names = p.names(n.Get("reviewers"))
	}
	if len(names) == 0 {
		return to
	}
	return append(to, ownersEntry{filter, names})
}

func (p *ownersParser) filters(n *yaml.Node) (out []ownersEntry) {
	for _, pair := range n.Map() {
		var filter *regexp.Regexp
		if pair.Key != ".*" {
			var err error
			if len(pair.Key) > maxOwnersFilter {
				err = errors.New("too long")
			} else {
				filter, err = regexp.Compile(pair.Key)
			}
			if err != nil {
				p.problems = append(p.problems, problem{pair.Line, "the filter is no regular expression that Go reads; it is ignored"})
				continue
			}
		}
		out = p.entry(out, pair.Value, filter)
	}
	return out
}

// names reads a list of aliases and logins. A single name, and names as the keys of a
// mapping ({a, b}), are understood.
func (p *ownersParser) names(n *yaml.Node) (out []string) {
	if n == nil {
		return nil
	}
	bad := 0
	add := func(text string) {
		name := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(text), "@"))
		if !isOwnerName(name) || len(out) == maxNames {
			bad++
		} else if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	switch n.Kind {
	case yaml.Scalar:
		add(n.Value)
	case yaml.Map:
		for _, pair := range n.Pairs {
			add(pair.Key)
		}
	case yaml.List:
		for _, item := range n.Items {
			add(item.Text())
		}
	}
	if bad > 0 {
		p.fail(n, fmt.Sprintf("owners that are no login, alias or e-mail address, or are more than %d: %d; they are ignored", maxNames, bad))
	}
	return out
}

// isOwnerName reports whether s can be a login, an alias, a team of an organisation or
// an address.
func isOwnerName(s string) bool {
	kind := kindOf(s)
	if !strings.Contains(s, "@") {
		kind = kindOf("@" + s)
	}
	return kind == person || kind == team
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// loadOwnersFiles reads every OWNERS file outside of foreign code, and the aliases.
func (o *Owners) loadOwnersFiles(t repo.Tree) {
	if data, ok := o.read(t, aliasesFile); ok {
		var problems []problem
		o.aliases, problems = parseAliases(data)
		o.report("owners-line", aliasesFile, problems)
	}
	o.folders = map[string]folderOwners{}
	reported, more := 0, 0
	for _, f := range t.Files() {
		if path.Base(f.Path) != ownersFile || f.Mode == repo.Submodule || history.IsVendored(f.Path) {
			continue
		}
		if len(o.folders) == maxOwnersFiles {
			o.warn("owners-unread", 1, "more than %d OWNERS files: the ones from %s on are not read", maxOwnersFiles, f.Path)
			break
		}
		data, ok := o.read(t, f.Path)
		if !ok {
			continue
		}
		file, problems := parseOwners(data)
		if file.NoParents || len(file.Entries) > 0 {
			o.folders[path.Dir(f.Path)] = file
		}
		if reported += len(problems); reported > maxReported {
			more += len(problems)
			continue
		}
		o.report("owners-line", f.Path, problems)
	}
	if more > 0 {
		o.warn("owners-line", more, "further OWNERS lines that were not understood: %d", more)
	}
}

// ownersOf collects the names that OWNERS files give to a file: those of the nearest
// folder first, then of its parents, up to one that does without its parents.
func (o *Owners) ownersOf(file string) (names []string) {
	if len(o.folders) == 0 {
		return nil
	}
	for folder := path.Dir(file); ; folder = path.Dir(folder) {
		of := o.folders[folder]
		for _, e := range of.Entries {
			if e.Filter == nil || e.Filter.MatchString(strings.TrimPrefix(strings.TrimPrefix(file, folder), "/")) {
				names = union(names, e.Names)
			}
		}
		if path.Dir(folder) == folder || of.NoParents && len(names) > 0 {
			return names
		}
	}
}
