package services

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
	"seam/analyze/source"
)

// starts tells a Dockerfile whose image runs something from one that others build on.
var starts = regex.New(`(?mi)^\s*(ENTRYPOINT|CMD)\b`)

// undeclared makes nodes of what no manifest runs, where manifests declare nothing but
// stores and telemetry, as those for a developer's machine do: with manifests of more, an
// image that none runs is a tool or a base. Nodes are
//   - every folder of the product whose Dockerfile starts something,
//   - every folder whose application gives itself a name (Spring, Micronaut, Quarkus); where
//     nodes that manifests declare have code here, it must have a program's beginning, too,
//     and a name that none of them goes by,
//   - every folder of a program in Rust or for Node that asks for a server or a broker, where
//     manifests declare something, none of it has code here, and nothing is called alike,
//   - where there is nothing else, the root, if its Dockerfile starts something.
//
// Folders of nodes, and folders of manifests, have none of their own. The Dockerfile of a
// folder without sources that is called like the one Go program of that name is that
// program's: a build puts the binary beside it.
func undeclared(src *manifest.Source, c *codeIndex, nodes []*node) []*node {
	u := undeclaredIn{src: src, taken: map[string]bool{}, names: map[string]bool{}, programs: programsByName(nodes)}
	images, applications := true, true
	for _, n := range nodes {
		for _, dir := range n.code {
			u.taken[dir] = true
		}
		for _, name := range append([]string{n.ownName()}, n.aliases()...) {
			u.names[manifest.Squash(name)] = true
		}
		if class := classOf(n.ownName(), n.images(), false); n.kind() != GoMain && class != Data && class != Telemetry {
			images = false
			u.deployed = append(append(u.deployed, n.ownName()), n.images()...)
			applications = applications && len(n.code) == 0
		}
	}
	var packages []string
	programs := slices.ContainsFunc(nodes, func(n *node) bool { return n.kind() == GoMain })
	for _, file := range src.Under(src.Folder) {
		switch {
		case images && path.Base(file) == "Dockerfile":
			u.image(file)
		case isApplication(file):
			u.application(file, applications)
		case len(nodes) > 0 && applications && !programs && slices.Contains(packageFiles, path.Base(file)):
			packages = append(packages, file)
		}
	}
	u.programsOf(packages)
	if images && !programs && len(u.out) == 0 {
		u.root()
	}
	if images {
		hosts(c, nodes)
	}
	return u.out
}

// folders is the scope of the names of what no manifest runs: code may use them as hosts.
const folders = "folders"

// commonNames are names of programs that a host in code hardly means.
var commonNames = []string{"main", "app", "server", "client", "api", "test", "example", "cmd"}

// hosts lets the Go programs that an image is built of be hosts by their names.
func hosts(c *codeIndex, nodes []*node) {
	for _, n := range nodes {
		u := n.units[0]
		if n.kind() != GoMain || slices.Contains(commonNames, u.Name) {
			continue
		}
		for dir := u.Folder; dir != "."; dir = path.Dir(dir) {
			if c.src.Has(path.Join(dir, "Dockerfile")) {
				u.Scope = folders
			}
		}
	}
}

// undeclaredIn collects the nodes of undeclared.
type undeclaredIn struct {
	src      *manifest.Source
	taken    map[string]bool    // folders of nodes
	names    map[string]bool    // squashed, that nodes go by
	deployed []string           // names and images of nodes that are neither stores nor telemetry
	programs map[string][]*node // Go programs that nothing deploys, by squashed name
	out      []*node
}

func programsByName(nodes []*node) map[string][]*node {
	out := map[string][]*node{}
	for _, n := range nodes {
		if name := manifest.Squash(n.units[0].Name); n.kind() == GoMain {
			out[name] = append(out[name], n)
		}
	}
	return out
}

// free reports whether a folder may be that of a node of its own.
func (u *undeclaredIn) free(file, dir string) bool {
	return dir != "." && dir != u.src.Folder && u.src.Aside(file) == "" && !manifest.IsDeployFolder(dir) &&
		!underAny(u.taken, dir) && !holdsNode(u.taken, dir)
}

func (u *undeclaredIn) add(kind, name, dir, file string) {
	if !manifest.IsName(name) {
		return
	}
	u.taken[dir] = true
	u.out = append(u.out, &node{units: []*unit{u.unit(kind, name, dir, file)}, code: []string{dir}})
}

func (u *undeclaredIn) unit(kind, name, dir, file string) *unit {
	return &unit{
		Unit: manifest.Unit{Kind: kind, Name: name, Scope: folders, Folder: dir, At: finding.Location{File: file, Line: 1}},
		code: []string{dir},
	}
}

// binary is the Go program whose binary the image of a folder holds: the only one of the
// folder's name, where no source lies in the folder; nil if there is none.
func (u *undeclaredIn) binary(name, dir string) *node {
	found := u.programs[manifest.Squash(name)]
	if len(found) != 1 || slices.ContainsFunc(u.src.Under(dir), isSource) {
		return nil
	}
	return found[0]
}

// isSource reports whether a file holds code in a language that services are written in.
// Scripts that an image starts with are none.
func isSource(file string) bool {
	language := source.LanguageOf(file)
	return language != "" && language != "shell" && language != "sql"
}

func (u *undeclaredIn) image(file string) {
	dir := path.Dir(file)
	if !u.free(file, dir) || !u.starts(file) {
		return
	}
	name := path.Base(dir)
	if parent := path.Dir(dir); parent != "." && (name == "src" || name == "app") {
		name = path.Base(parent)
	}
	if n := u.binary(name, dir); n != nil {
		u.taken[dir] = true
		n.units = append(n.units, u.unit(manifest.Dockerfile, name, dir, file))
		n.units[0].Scope = folders
		n.code = n.codeFolders()
		return
	}
	u.add(manifest.Dockerfile, name, dir, file)
	n := len(u.out) - 1
	for _, f := range applicationFiles {
		if n >= 0 && u.out[n].units[0].At.File == file {
			u.named(u.out[n].units[0], path.Join(dir, f))
		}
	}
}

// named adds the name that an application gives itself.
func (u *undeclaredIn) named(of *unit, file string) {
	if name := u.applicationName(file); manifest.IsName(name) && name != of.Name {
		of.Aliases = append(of.Aliases, name)
	}
}

func (u *undeclaredIn) applicationName(file string) string {
	if !u.src.Has(file) {
		return ""
	}
	data, err := u.src.Tree.ReadFile(file)
	if err != nil || len(data) > manifest.MaxFile {
		return ""
	}
	return code.ApplicationName(file, data)
}

// application adds the application of a file of configuration; alone says that no node that
// a manifest declares has code here.
func (u *undeclaredIn) application(file string, alone bool) {
	dir, _, _ := strings.Cut(file, "/src/main/")
	if !u.free(path.Join(dir, "x"), dir) || !alone && !u.begins(dir) {
		return
	}
	if name := u.applicationName(file); name != "" && (alone || !u.names[manifest.Squash(name)] && !u.names[manifest.Squash(path.Base(dir))]) {
		u.add(manifest.Application, name, dir, file)
	}
}

// beginnings stand in the code of Java and Kotlin that a program of a framework begins with.
var beginnings = []string{"@SpringBootApplication", "SpringApplication.run", "Micronaut.run", "@QuarkusMain", "@EnableAutoConfiguration"}

// begins reports whether an application's code has a program's beginning.
func (u *undeclaredIn) begins(dir string) bool {
	for _, file := range u.src.Under(path.Join(dir, "src/main")) {
		if l := source.LanguageOf(file); l != string(source.Java) && l != string(source.Kotlin) {
			continue
		}
		data, err := u.src.Tree.ReadFile(file)
		if err == nil && len(data) <= manifest.MaxFile && slices.ContainsFunc(beginnings, func(b string) bool { return strings.Contains(string(data), b) }) {
			return true
		}
	}
	return false
}

// starts reports whether the image of a Dockerfile runs something.
func (u *undeclaredIn) starts(file string) bool {
	data, err := u.src.Tree.ReadFile(file)
	return err == nil && len(data) <= manifest.MaxFile && starts().Match(data)
}

// root adds the only program of a repository, beside stores that it is developed with.
// Its settings stand in the files that it is started with there.
func (u *undeclaredIn) root() {
	file := path.Join(u.src.Folder, "Dockerfile")
	if !u.src.Has(file) || !u.starts(file) {
		return
	}
	name := manifest.ProjectName(u.src)
	u.add(manifest.Dockerfile, name, u.src.Folder, file)
	if len(u.out) == 1 {
		u.out[0].lone = true
		u.out[0].units[0].Refs = manifest.EnvFiles(u.src)
	}
}

// holdsNode reports whether the code of a node lies below a folder: its Dockerfile builds
// that.
func holdsNode(taken map[string]bool, dir string) bool {
	for code := range taken {
		if strings.HasPrefix(code, dir+"/") {
			return true
		}
	}
	return false
}
