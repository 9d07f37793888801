package services

import (
	"context"
	"path"
	"slices"
	"sort"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/services/address"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
	"seam/analyze/source"
	"seam/graph"
)

// use says whether the code of a unit reads a setting.
type use uint8

const (
	unclear use = iota // no source code of it here, or too much of it
	used
	unused
)

// maxCodeTotal bounds the code of a unit in bytes; one with more is not searched.
const maxCodeTotal = 64 << 20

// maxCodeFiles bounds the files that a unit's code imports, so that memory does not grow
// with units times packages; of one with more only its own folders are read, and what
// they do not mention may still be used.
const maxCodeFiles = 40_000

// belonging is one file of a node.
type belonging struct {
	file   string
	shared bool // code that several nodes are built from or import, or a file that several are handed
	own    bool // lies in a folder of its code
	handed bool // not code of it: mounted, or copied into its image
	text   bool // stands in a manifest, of which it is a part
	facts  *code.Facts
}

// usage is what the code of every node says. A node's code is what lies in its
// folders, save the folders of other nodes in them, and every package of the
// repository that this imports. Manifests, documentation, .env files and tests do not
// count.
type usage struct {
	src       *manifest.Source
	cache     imports.Cache // nil: nothing is kept
	g         *imports.Graph
	links     *graph.Graph
	code      map[int][]string      // by package of links: its files that can show a use
	folders   map[string]bool       // of the code of all nodes, but the root
	beyond    map[*node]bool        // it imports more files than are read
	files     map[*node][]belonging // in order of files
	found     map[*node]map[string]bool
	alone     map[*node]map[string]bool      // of found, what code mentions that no other node has
	judge     map[*node]bool                 // source code of it was read: what that does not mention is not used
	given     map[*node][]manifest.Reference // defaults of its Dockerfiles that no manifest overrides
	builds    map[*node]string               // text of its build files, of those that it was asked of
	constants map[string][]string            // by file: see constantsNamed; nil until somebody asks
	named     map[*node]map[string]bool      // of those that it was asked of: the constants that stand for hosts and that its code names
	sent      map[*node][]Topic
	consumed  map[*node][]Topic
}

func newUsage(src *manifest.Source, g *imports.Graph, nodes []*node, cache imports.Cache) *usage {
	u := &usage{src: src, cache: cache, g: g, links: g.Links(), code: map[int][]string{}, folders: map[string]bool{}, beyond: map[*node]bool{}, files: map[*node][]belonging{}, found: map[*node]map[string]bool{}, alone: map[*node]map[string]bool{}, judge: map[*node]bool{}, given: map[*node][]manifest.Reference{}, builds: map[*node]string{}, named: map[*node]map[string]bool{}, sent: map[*node][]Topic{}, consumed: map[*node][]Topic{}}
	folders := map[string]bool{}
	for _, n := range nodes {
		for _, dir := range n.code {
			folders[dir] = true
			if dir != "." {
				u.folders[dir] = true
			}
		}
	}
	readers := map[string]*readersOf{}
	for _, n := range nodes {
		u.files[n] = u.codeOf(n, folders)
		label := n.kind() + " " + n.program()
		for _, b := range u.files[n] {
			if readers[b.file] == nil {
				readers[b.file] = &readersOf{}
			}
			readers[b.file].add(label)
		}
	}
	for _, n := range nodes {
		for i, b := range u.files[n] {
			u.files[n][i].shared = readers[b.file].severalOfAKind
			u.files[n][i].own = slices.ContainsFunc(n.code, func(dir string) bool { return repo.Below(dir, b.file) })
		}
	}
	for _, n := range nodes {
		u.given[n] = u.defaults(n)
	}
	u.read(nodes)
	return u
}

// program is what a node runs, for telling nodes apart: where its code is not here, nodes of
// one image run the same.
func (n *node) program() string {
	if images := n.images(); len(n.code) == 0 && len(images) == 1 {
		return images[0]
	}
	return versionless(n.name)
}

// readersOf is which nodes have a file. severalOfAKind says whether two of them are
// declared in the same way; one of compose and one of Kubernetes may be the same service,
// called otherwise.
type readersOf struct {
	labels         []string // kind and name of one node of each kind
	severalOfAKind bool
}

// add adds a node by its kind and name.
func (r *readersOf) add(label string) {
	if r.severalOfAKind {
		return
	}
	kind, _, _ := strings.Cut(label, " ")
	for _, l := range r.labels {
		if k, _, _ := strings.Cut(l, " "); k == kind {
			r.severalOfAKind = l != label
			return
		}
	}
	r.labels = append(r.labels, label)
}

// codeOf lists the files of a node: those of its folders, those of packages that these
// import, what its image copies, and what it is handed.
func (u *usage) codeOf(n *node, folders map[string]bool) []belonging {
	files := map[string]bool{}
	from := u.ownCode(n, folders, files)
	imported, ok := u.imported(graph.Reach(u.links, from...), maxCodeFiles)
	u.beyond[n] = !ok
	for _, f := range imported {
		if !slices.ContainsFunc(n.code, func(dir string) bool { return repo.Below(dir, f) }) {
			files[f] = true
		}
	}
	u.addCopied(folders, files)
	handed := addHanded(n, files)
	out := make([]belonging, 0, len(files))
	for f := range files {
		out = append(out, belonging{file: f, handed: handed[f]})
	}
	slices.SortFunc(out, func(a, b belonging) int { return strings.Compare(a.file, b.file) })
	return out
}

// ownCode adds the files of a node's folders, and lists the packages there, numbers of
// links.
func (u *usage) ownCode(n *node, folders, files map[string]bool) (packages []int) {
	for _, dir := range n.code {
		if dir == "." && !n.lone {
			continue
		}
		for _, f := range u.src.Under(dir) {
			if !u.foreign(f, dir, folders) && isCode(f, u.src.Aside(f)) && !inTests(strings.TrimPrefix(f, dir+"/")) {
				files[f] = true
			}
		}
		for _, i := range u.packagesBelow(dir) {
			if !u.foreign(u.links.Name(i)+"/x", dir, folders) {
				packages = append(packages, i)
			}
		}
	}
	return packages
}

// addCopied adds what the Dockerfiles among the files copy into the image.
func (u *usage) addCopied(folders, files map[string]bool) {
	var dockerfiles []string
	for f := range files {
		if code.IsDockerfile(f) {
			dockerfiles = append(dockerfiles, f)
		}
	}
	for _, f := range dockerfiles {
		for _, dir := range u.copied(f, folders) {
			for _, g := range u.at(dir) {
				if isCode(g, u.src.Aside(g)) && !inTests(g) {
					files[g] = true
				}
			}
		}
	}
}

// addHanded adds the files that a node is handed, and tells those of them that are no code
// of its own.
func addHanded(n *node, files map[string]bool) (handed map[string]bool) {
	handed = map[string]bool{}
	for _, d := range n.units {
		for _, f := range d.Configs {
			if len(n.code) > 0 && source.Has(source.Language(source.LanguageOf(f))) {
				continue // mounted to be worked on
			}
			handed[f] = !files[f]
			files[f] = true
		}
	}
	return handed
}

// throughOthers reports whether a node reaches one of some folders by imports only through
// the code of other nodes.
func (u *usage) throughOthers(n *node, folders map[string]bool) bool {
	seen := map[int]bool{}
	var stack []int
	for _, dir := range n.code {
		stack = append(stack, u.packagesBelow(dir)...)
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		name := u.links.Name(i)
		if seen[i] || underAny(u.folders, name) && !slices.ContainsFunc(n.code, func(dir string) bool { return repo.Below(dir, name) }) {
			continue
		}
		seen[i] = true
		for _, f := range u.codeIn(i) {
			if folders[path.Dir(f)] {
				return false
			}
		}
		stack = append(stack, u.links.Out(i)...)
	}
	return true
}

// packagesBelow lists the packages at or below a folder, numbers of links. Names are
// sorted, so that all below it stand together.
func (u *usage) packagesBelow(dir string) []int {
	from, to := 0, u.links.Len()
	var out []int
	if dir != "." {
		if i, ok := u.links.Index(dir); ok {
			out = append(out, i)
		}
		before := func(name string) int {
			return sort.Search(u.links.Len(), func(i int) bool { return u.links.Name(i) >= name })
		}
		from, to = before(dir+"/"), before(dir+"0") // 0 is the letter behind /
	}
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// imported lists the files of packages that can show a use; ok is false if there are more
// than most.
func (u *usage) imported(reached []bool, most int) (files []string, ok bool) {
	for i, is := range reached {
		if !is {
			continue
		}
		if files = append(files, u.codeIn(i)...); len(files) > most {
			return nil, false
		}
	}
	return files, true
}

// codeIn lists the files of a package that can show a use.
func (u *usage) codeIn(i int) []string {
	list, known := u.code[i]
	if known {
		return list
	}
	if p, ok := u.g.Find(u.links.Name(i)); ok {
		for _, f := range p.Files {
			if f = path.Join(p.Path, f); isCode(f, u.src.Aside(f)) && !inTests(f) {
				list = append(list, f)
			}
		}
	}
	u.code[i] = list
	return list
}

// at lists the files at or below a path.
func (u *usage) at(file string) []string {
	if u.src.Has(file) {
		return []string{file}
	}
	return u.src.Under(file)
}

// copied lists the folders and files outside those of any node that a Dockerfile of a node copies
// into its image, seen from the root or from the Dockerfile.
func (u *usage) copied(dockerfile string, folders map[string]bool) []string {
	data, err := u.src.Tree.ReadFile(dockerfile)
	if err != nil || len(data) > manifest.MaxFile {
		return nil
	}
	var out []string
	for _, from := range code.Copied(data) {
		for _, base := range []string{".", path.Dir(dockerfile)} {
			dir := path.Join(base, from)
			if dir != "." && !strings.HasPrefix(dir, "..") && !overlaps(dir, folders) && len(u.at(dir)) > 0 {
				out = append(out, dir)
				break
			}
		}
	}
	return out
}

// overlaps reports whether a folder holds, or lies in, that of a node.
func overlaps(dir string, folders map[string]bool) bool {
	for f := range folders {
		if f != "." && (repo.Below(f, dir) || repo.Below(dir, f)) {
			return true
		}
	}
	return false
}

// defaults reads the settings that the Dockerfiles of a node give.
func (u *usage) defaults(n *node) []manifest.Reference {
	set := map[string]bool{}
	for _, d := range n.units {
		for _, r := range d.Refs {
			set[r.Key] = true
		}
	}
	var out []manifest.Reference
	for _, b := range u.files[n] {
		if !code.IsDockerfile(b.file) || b.shared {
			continue
		}
		data, err := u.src.Tree.ReadFile(b.file)
		if err != nil || len(data) > manifest.MaxFile {
			continue
		}
		for _, s := range code.Dockerfile(data) {
			if !set[s.Key] {
				out = append(out, manifest.Reference{Kind: kindImage, Key: s.Key, Value: s.Value, At: finding.Location{File: b.file, Line: s.Line}})
			}
		}
	}
	return out
}

// foreign reports whether a file below dir lies in the folder of another node.
func (u *usage) foreign(file, dir string, folders map[string]bool) bool {
	for d := path.Dir(file); d != dir && d != "." && d != "/"; d = path.Dir(d) {
		if folders[d] {
			return true
		}
	}
	return false
}

// isCode refuses files that cannot show a use; why is what Aside says of it.
func isCode(file, why string) bool {
	base := path.Base(file)
	switch strings.ToLower(path.Ext(base)) {
	case ".md", ".txt", ".adoc", ".rst", ".html", ".css", ".scss", ".svg", ".png", ".jpg", ".gif", ".ico", ".lock", ".sum", ".env", ".sql", ".csv", ".map", ".woff", ".woff2", ".ttf":
		return false
	}
	if strings.HasPrefix(base, ".env") || manifest.IsCompose(file) && manifest.IsYAML(file) || base == "package-lock.json" {
		return false
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	isTest := strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") || strings.HasSuffix(stem, ".spec") ||
		strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "Test") || strings.HasSuffix(stem, "Tests")
	return !isTest && why != "test" && why != "vendor" && why != "documentation"
}

// inTests reports whether a file lies in a folder of tests by a word of its name, as
// src/component-test and src/integrationTest are.
func inTests(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(e string) bool {
		return containsAny(address.KeyWords(e), []string{"test", "tests", "e2e"})
	})
}

// read reads the files of all nodes, each once.
func (u *usage) read(nodes []*node) {
	wanted := u.wanted(nodes)
	at := map[string]int{}
	var files []string
	for _, n := range nodes {
		for _, b := range u.files[n] {
			if _, ok := at[b.file]; !ok {
				at[b.file] = len(files)
				files = append(files, b.file)
			}
		}
	}
	facts := u.facts(files, wanted)
	u.texts(nodes, wanted)
	for _, n := range nodes {
		for i, b := range u.files[n] {
			if !b.text {
				u.files[n][i].facts = facts[at[b.file]]
			}
		}
		u.judgeSettings(n, wanted.Keys)
	}
}

// judgeSettings finds which settings the files of a node read, and whether that says
// anything of those that they do not.
func (u *usage) judgeSettings(n *node, keys *code.Keys) {
	total, found, alone, given := 0, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, b := range u.files[n] {
		f := b.facts
		if f == nil || b.handed && !strings.Contains(path.Base(b.file), "Dockerfile") && len(n.code) > 0 && b.shared {
			continue
		}
		if !code.IsDockerfile(b.file) {
			total += f.Size // a Dockerfile gives settings; it is no code that reads them
		}
		for k := range f.Keys {
			found[k] = true
			alone[k] = alone[k] || !b.shared
		}
		for k := range f.Given {
			given[k] = given[k] || !b.shared
		}
		if source.LanguageOf(b.file) != "" && !b.handed && !u.beyond[n] {
			u.judge[n] = true
		}
	}
	for k, own := range given {
		if !found[k] && code.Bound(k, found) {
			found[k], alone[k] = true, own
		}
	}
	u.commandLines(n, keys, found)
	u.alone[n] = alone
	switch {
	case total > maxCodeTotal:
		u.files[n] = nil
	case total > 0 || len(found) > 0:
		u.found[n] = found
	}
}

// commandLines notes the settings that the command lines of a node take in.
func (u *usage) commandLines(n *node, keys *code.Keys, found map[string]bool) {
	for _, d := range n.units {
		for _, r := range d.Refs {
			if r.Kind == manifest.Args {
				keys.InCommand(found, r.Value)
			}
		}
	}
}

// wanted is what is looked for: the names of nodes, the settings that hold a host, those
// of bags, of which each node uses a part.
func (u *usage) wanted(nodes []*node) code.Wanted {
	hosts := map[string]bool{}
	var keys, configs []string
	for _, n := range nodes {
		for _, d := range n.units {
			if d.Scope != "" {
				for _, name := range append([]string{d.Name}, d.Aliases...) {
					hosts[strings.ToLower(name)] = true
				}
			}
			for _, r := range slices.Concat(d.Refs, u.given[n]) {
				bag := r.Kind.Setting && r.Kind.Unread == 0
				if r.Key != "" && (bag || len(address.Hosts(r.Key, r.Value)) > 0 || address.NamesApp(r.Key)) {
					keys = append(keys, r.Key)
				}
			}
		}
		for _, b := range u.files[n] {
			if code.IsConfig(b.file) {
				configs = append(configs, path.Base(b.file))
			}
		}
	}
	return code.Wanted{Hosts: hosts, Keys: code.NewKeys(slices.Concat(keys, configs, []string{configServer}))}
}

// facts reads files on all cores; the result is indexed like files.
func (u *usage) facts(files []string, wanted code.Wanted) []*code.Facts {
	read, errs, err := code.Keeper(wanted).Scan(context.Background(), u.src.Tree, files, u.cache)
	out := make([]*code.Facts, len(files))
	for i := range files {
		if err == nil && errs[i] == nil && read[i].Read {
			out[i] = &read[i].Facts
			out[i].Specs = u.specs(files[i], out[i].Specs)
		}
	}
	return out
}

// specs are the definitions that a build file names and that are in the tree.
func (u *usage) specs(file string, named []code.Spec) []code.Spec {
	var out []code.Spec
	for _, s := range named {
		if s.File = path.Join(path.Dir(file), s.File); u.src.Has(s.File) {
			out = append(out, s)
		}
	}
	return out
}

// of says whether the code of a node reads a setting.
func (u *usage) of(n *node, key string) use {
	found := u.found[n]
	switch {
	case found[key]:
		return used
	case found == nil, !u.judge[n]:
		return unclear
	}
	return unused
}

// elsewhere reports whether it is only code of several nodes, each of which uses a part of
// it, that reads a setting.
func (u *usage) elsewhere(n *node, key string) bool {
	alone, ok := u.alone[n][key]
	return ok && !alone
}

// reads reports whether a file of configuration is one that the node's code reads: by
// convention, or because the code names it.
func (u *usage) reads(n *node, b belonging) bool {
	return b.handed || code.Conventional(b.file) || u.found[n][path.Base(b.file)]
}
