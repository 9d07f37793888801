package services

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
)

// codeIndex finds the folder of a unit's code.
type codeIndex struct {
	src      *manifest.Source
	projects map[string][]string  // squashed last element -> folders that hold a program of their own
	isProj   map[string]bool      // those folders
	short    map[string][]string  // squashed name without what siblings share -> folders
	mains    []*goMain            // Go programs, in order of folder
	byName   map[string][]*goMain // squashed name -> programs
	declared map[string]bool      // squashed names of units
	prefixes map[string]int       // beginnings of image names, up to a dash -> images that have them
	endings  map[string]int       // ends of image names, from a dash on -> images that have them
}

// goMain is one Go main package.
type goMain struct {
	name   string // of it alone among those of its folder
	called called
	folder string
	root   string // the folder that it is called after, if that holds no other program, else folder
	module string
	file   string
	aside  string // see aside; "" if it belongs to the product
}

// projectFiles mark the root of something that is built on its own.
var projectFiles = []string{
	"build.sbt", "build.sc", "build.mill", "CMakeLists.txt", "meson.build",
	"Dockerfile", "Containerfile", "go.mod", "package.json", "pom.xml", "build.gradle", "build.gradle.kts",
	"requirements.txt", "pyproject.toml", "setup.py", "Pipfile", "Cargo.toml", "composer.json", "Gemfile", "mix.exs", "pubspec.yaml", "Package.swift",
}

func newCodeIndex(src *manifest.Source, g *imports.Graph) *codeIndex {
	c := &codeIndex{src: src, projects: map[string][]string{}, isProj: map[string]bool{}, byName: map[string][]*goMain{}}
	for _, f := range src.Files {
		if slices.Contains(projectFiles, path.Base(f)) || strings.HasSuffix(f, ".csproj") || strings.HasSuffix(f, ".fsproj") {
			dir := path.Dir(f)
			if base := path.Base(dir); base == "src" || base == "app" || base == path.Base(path.Dir(dir))+"-main" {
				dir = path.Dir(dir) // cart/src/Dockerfile and cart/cart-main/Dockerfile build cart
			}
			c.addProject(dir)
		}
	}
	c.shorten()
	for _, p := range g.Packages {
		if p.Main && p.Language == "go" && !p.TestOnly {
			c.mains = append(c.mains, c.newGoMain(p))
		}
	}
	c.nameMains()
	c.widen()
	return c
}

// nameMains gives the Go programs their names. Of several in one folder those of the
// servers are told by what they serve, too: order/cmd/api and order/cmd/rpc are order-api
// and order-rpc, while order/cmd/server alone is order.
func (c *codeIndex) nameMains() {
	servers := map[string]int{} // number of servers named after each folder
	for _, m := range c.mains {
		if m.called.serves() {
			servers[m.called.folder]++
		}
	}
	for _, m := range c.mains {
		p := m.called
		names := []string{p.word}
		m.name = p.word
		switch {
		case p.role == "":
		case slices.Contains(jobRoles, p.role):
			m.name = p.word + "-" + p.role
			names = []string{m.name, p.role}
		case servers[p.folder] > 1:
			m.name = p.word + "-" + p.role
			names = append(names, m.name)
		}
		for _, name := range names {
			c.byName[manifest.Squash(name)] = append(c.byName[manifest.Squash(name)], m)
		}
	}
}

// widen finds the folder that each Go program is called after: cart of cart/cmd/server,
// where its configuration lies, too.
func (c *codeIndex) widen() {
	for _, m := range c.mains {
		m.root = m.folder
		root := m.called.folder
		if root != "" && !slices.ContainsFunc(c.mains, func(o *goMain) bool { return o != m && repo.Below(root, o.folder) }) {
			m.root = root
		}
	}
}

func (c *codeIndex) addProject(dir string) {
	if dir == "." || c.isProj[dir] || manifest.IsDeployFolder(dir) || c.src.Aside(dir+"/x") != "" {
		return
	}
	c.isProj[dir] = true
	key := manifest.Squash(path.Base(dir))
	c.projects[key] = append(c.projects[key], dir)
}

func (c *codeIndex) newGoMain(p imports.Package) *goMain {
	m := &goMain{called: programName(p), folder: p.Path, module: p.Module, aside: c.src.Aside(p.Path + "/x")}
	if m.aside == "" && c.inTutorial(p.Path) {
		m.aside = "example"
	}
	files := p.Files
	if i := slices.Index(files, "main.go"); i >= 0 {
		files = files[i:]
	}
	if len(files) > 0 {
		m.file = path.Join(p.Path, files[0])
	}
	return m
}

// inTutorial reports whether a folder is a step of a tutorial, seen from the folder that is
// read. Manifests there may be all that a repository has; programs that none runs are to be
// read.
func (c *codeIndex) inTutorial(folder string) bool {
	inside := strings.TrimPrefix(folder, c.src.Folder+"/")
	return slices.ContainsFunc(strings.Split(strings.ToLower(inside), "/"), func(e string) bool { return e == "tutorial" || e == "tutorials" })
}

// called is the name of a Go program as its folder tells it.
type called struct {
	word   string // the last element that says something, else what it serves or its module
	folder string // of that element; "" if it is none of the path's
	role   string // which of the folder's programs it is (server, migrate …); "" if the path does not say
}

// serverRoles are elements of folders that say how something is served, jobRoles those
// that say what kind of program it is besides.
var (
	serverRoles = []string{"server", "service", "svc", "api"}
	jobRoles    = []string{"rpc", "grpc", "job", "mq", "worker", "consumer", "producer", "cron"}
)

// serves reports whether the role is that of a server: where a folder has only one such program,
// its role adds nothing to its name.
func (p called) serves() bool {
	return slices.Contains(serverRoles, p.role) || p.role == "rpc" || p.role == "grpc"
}

// programName reads the folder of a Go program from its end.
func programName(p imports.Package) called {
	elements := strings.Split(p.Path, "/")
	if p.Path == "." {
		elements = nil
	}
	role := ""
	for i, e := range slices.Backward(elements) {
		switch {
		case slices.Contains([]string{"cmd", "main", "app", "apps", "src", "bin", "internal", "pkg", "services"}, e):
		case slices.Contains(serverRoles, e), slices.Contains(jobRoles, e):
			role = cmp.Or(role, e)
		default:
			return called{word: e, folder: path.Join(elements[:i+1]...), role: role}
		}
	}
	if role == "" {
		role = moduleName(p.Module)
	}
	return called{word: role}
}

// moduleName is the last element of a module path, without a major version.
func moduleName(module string) string {
	base := path.Base(module)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(module))
	}
	if base == "." || base == "/" || base == "" {
		return "main"
	}
	return base
}

// findCode sets the code folder of every unit that has code in the tree.
func findCode(units []*unit, c *codeIndex) {
	defer c.applicationNames(units)
	type build struct{ kind, context string }
	shared := map[build]map[string]bool{} // names of units
	for _, u := range units {
		b := build{u.Kind, u.Context}
		if shared[b] == nil {
			shared[b] = map[string]bool{}
		}
		shared[b][manifest.Squash(u.Name)] = true
	}
	c.countParts(units)
	c.declared = map[string]bool{}
	for _, u := range units {
		c.declared[manifest.Squash(u.Name)] = true
	}
	for _, u := range units {
		if dir := c.find(u, len(shared[build{u.Kind, u.Context}]) == 1); dir != "" {
			u.code = []string{dir}
		}
		u.program = slices.ContainsFunc(u.code, func(dir string) bool {
			return slices.ContainsFunc(c.mains, func(m *goMain) bool { return repo.Below(dir, m.folder) })
		})
	}
}

// applicationFiles are where an application gives itself a name, below its folder.
var applicationFiles = []string{
	"src/main/resources/application.yml", "src/main/resources/application.yaml", "src/main/resources/application.properties",
	"src/main/resources/bootstrap.yml", "src/main/resources/bootstrap.yaml", "src/main/resources/bootstrap.properties",
}

// isApplication reports whether a file is one of the applicationFiles of some folder.
func isApplication(file string) bool {
	return slices.ContainsFunc(applicationFiles, func(f string) bool {
		dir, ok := strings.CutSuffix(file, f)
		return ok && strings.HasSuffix(dir, "/")
	})
}

// applicationNames adds the names that applications give themselves to those of their
// units: clients find them by these in a registry.
func (c *codeIndex) applicationNames(units []*unit) {
	for _, u := range units {
		for _, dir := range u.code {
			for _, f := range applicationFiles {
				file := path.Join(dir, f)
				if !c.src.Has(file) {
					continue
				}
				data, err := c.src.Tree.ReadFile(file)
				if err != nil || len(data) > manifest.MaxFile {
					continue
				}
				if name := code.ApplicationName(file, data); manifest.IsName(name) && name != u.Name {
					u.Aliases = append(u.Aliases, name)
				}
			}
		}
	}
}

// find goes from the surest sign to the weakest: a build context of its own, a Go
// program of one of the unit's names, of its command's or image's name, a project
// folder of one of these names, or of the image's without the product's, or the only
// folder that is called so without what its siblings share. Databases and telemetry that
// are not built here have none, even if a package is called after them; a program called
// after a database is taken for it only where the whole module is.
func (c *codeIndex) find(u *unit, ownContext bool) string {
	if ownContext && u.Context != "" && u.Context != "." && len(c.src.Under(u.Context)) > 0 {
		return u.Context
	}
	own := append([]string{u.Name, versionless(u.Name)}, u.Aliases...)
	class := classOf(u.Name, u.Images, false)
	for _, name := range slices.Concat(own, []string{u.Runs}, u.Images) {
		if m := c.main(manifest.Squash(name), u); m != nil && (class != Data || u.Context != "" || m.isProduct()) {
			return m.root
		}
	}
	if class == Data || class == Telemetry {
		return ""
	}
	for _, name := range append(own, u.Images...) {
		if dirs := c.projects[manifest.Squash(name)]; len(dirs) > 0 {
			return nearest(dirs, u.Folder)
		}
	}
	if dir := c.suffixed(u); dir != "" {
		return dir
	}
	for _, name := range append(own, u.Images...) {
		if dirs := c.short[manifest.Squash(name)]; len(dirs) == 1 {
			return dirs[0]
		}
	}
	if dir := c.stripped(u); dir != "" {
		return dir
	}
	return c.around(u)
}

// stripped is the only folder of a project or a Go program that is called as a unit is
// without the word for a service at its end: cart, or cart/cmd, of cart-service, and
// cart-service, beside others of that end, of cart-app. Where a
// unit of that name is declared, too, it has the folder.
func (c *codeIndex) stripped(u *unit) string {
	words := manifest.Words(u.Name)
	if last := len(words) - 1; last < 1 || !slices.Contains(serverRoles, words[last]) && words[last] != "app" {
		return ""
	}
	name := strings.Join(words[:len(words)-1], "")
	if c.declared[name] {
		return ""
	}
	dirs := slices.Clone(c.projects[name])
	if len(dirs) == 0 {
		dirs = slices.Clone(c.short[name])
	}
	for _, m := range c.byName[name] {
		if !slices.ContainsFunc(dirs, func(dir string) bool { return repo.Below(dir, m.root) || repo.Below(m.root, dir) }) {
			dirs = append(dirs, m.root)
		}
	}
	if len(dirs) != 1 {
		return ""
	}
	return dirs[0]
}

// around is the folder that a unit is called after which holds its manifest and, below
// it, programs: cart of cart/kubernetes/Deployment.yml and cart/java/spring/pom.xml.
func (c *codeIndex) around(u *unit) string {
	for dir := path.Dir(u.At.File); dir != "."; dir = path.Dir(dir) {
		if manifest.Squash(path.Base(dir)) == manifest.Squash(versionless(u.Name)) && !manifest.IsDeployFolder(dir) {
			for p := range c.isProj {
				if repo.Below(dir, p) {
					return dir
				}
			}
		}
	}
	return ""
}

// isProduct reports whether the module of a program is called after it, as that of a
// database is: minio of github.com/minio/minio, but not a tool for cassandra.
func (m *goMain) isProduct() bool {
	return slices.ContainsFunc(strings.Split(m.module, "/"), func(e string) bool {
		return manifest.Squash(e) == manifest.Squash(m.name) || slices.Contains(manifest.Words(e), m.name)
	})
}

// countParts counts how many images begin and end alike, as those of one product do.
func (c *codeIndex) countParts(units []*unit) {
	c.prefixes, c.endings = map[string]int{}, map[string]int{}
	var images []string
	for _, u := range units {
		images = append(images, u.Images...)
	}
	for _, img := range manifest.Unique(images) {
		for i := range len(img) {
			if img[i] == '-' {
				c.prefixes[img[:i]]++
				c.endings[img[i:]]++
			}
		}
	}
}

// suffixed is the folder of a project or a Go program that an image is called after once the product's name
// before it, which other images share, is cut off: shop-react-cart is react-cart.
func (c *codeIndex) suffixed(u *unit) string {
	for _, img := range u.Images {
		img = versionless(img)
		for i := range len(img) {
			if img[i] != '-' || c.prefixes[img[:i]] < 2 {
				continue
			}
			if dirs := c.projects[manifest.Squash(img[i+1:])]; len(dirs) > 0 {
				return nearest(dirs, u.Folder)
			}
			if m := c.main(manifest.Squash(img[i+1:]), u); m != nil {
				return m.root
			}
		}
	}
	return c.unended(u)
}

// unended is the folder of a project that an image is called after once an end is cut off
// that those of its siblings share: cart-shop-boot is cart. Where a unit of that name is
// declared, too, it has the folder.
func (c *codeIndex) unended(u *unit) string {
	for _, img := range u.Images {
		for i := len(img) - 1; i > 0 && u.Context == ""; i-- {
			name := manifest.Squash(img[:i])
			if dirs := c.projects[name]; img[i] == '-' && c.endings[img[i:]] >= minSiblings && len(dirs) > 0 && !c.declared[name] {
				return nearest(dirs, u.Folder)
			}
		}
	}
	return ""
}

// minSiblings is how many folders beside one another must share a part of their names,
// for it to be the product's or a habit's.
const minSiblings = 3

// shorten notes what the folders of programs are called without the beginning or the end
// that those beside them share: shop-cart and shop-web, cart-service and web-service.
func (c *codeIndex) shorten() {
	type part struct{ parent, text string }
	c.short = map[string][]string{}
	count := map[part]int{}
	each := func(dir string, use func(cut part, rest string)) {
		parent, base := path.Dir(dir), path.Base(dir)
		for i := range len(base) {
			if base[i] == '-' {
				use(part{parent, base[:i+1]}, base[i+1:])
				use(part{parent, base[i:]}, base[:i])
			}
		}
	}
	dirs := slices.Sorted(maps.Keys(c.isProj))
	for _, dir := range dirs {
		each(dir, func(cut part, _ string) { count[cut]++ })
	}
	for _, dir := range dirs {
		each(dir, func(cut part, rest string) {
			if key := manifest.Squash(rest); count[cut] >= minSiblings && !slices.Contains(c.short[key], dir) {
				c.short[key] = append(c.short[key], dir)
			}
		})
	}
}

// versionless is the name of a workload without the version that tells it from others
// behind one Service: reviews-v2 is reviews.
func versionless(name string) string {
	i := strings.LastIndex(name, "-v")
	if i <= 0 || strings.Trim(name[i+2:], "0123456789") != "" {
		return name
	}
	return name[:i]
}

// main is the Go program of a name: of several, one of the product, then the
// nearest to the manifest.
func (c *codeIndex) main(name string, u *unit) *goMain {
	var best *goMain
	for _, m := range c.byName[name] {
		if best == nil || (best.aside != "" && m.aside == "") ||
			(best.aside != "") == (m.aside != "") && manifest.Nearness(m.folder+"/x", u.Folder+"/y") > manifest.Nearness(best.folder+"/x", u.Folder+"/y") {
			best = m
		}
	}
	return best
}

// nearest is the folder that shares most of its path with folder; of equals the
// shallowest, then the first.
func nearest(dirs []string, folder string) string {
	return slices.MinFunc(dirs, func(a, b string) int {
		if d := manifest.Nearness(b+"/x", folder+"/y") - manifest.Nearness(a+"/x", folder+"/y"); d != 0 {
			return d
		}
		if d := strings.Count(a, "/") - strings.Count(b, "/"); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// goMains makes a node of every Go program that no manifest runs. Programs below
// the code folder of a node are that node's. Programs outside the product count
// only if they are tools with a Dockerfile beside them; the rest is counted.
func goMains(c *codeIndex, nodes []*node) (out []*node, leftOut int) {
	taken := map[string]bool{}
	for _, n := range nodes {
		for _, dir := range n.code {
			if dir != "." {
				taken[dir] = true
			}
		}
	}
	for _, m := range c.mains {
		switch {
		case underAny(taken, m.folder), !repo.Below(c.src.Folder, m.folder):
		case m.aside != "" && (m.aside != "tool" || !c.src.Has(path.Join(m.folder, "Dockerfile"))):
			leftOut++
		default:
			out = append(out, &node{units: []*unit{{
				Unit: manifest.Unit{Kind: GoMain, Name: m.name, Folder: m.folder, At: finding.Location{File: m.file}},
				code: []string{m.root}, program: true,
			}}, code: []string{m.root}})
		}
	}
	return out, leftOut
}

// underAny reports whether a folder or one of its parents is in the set.
func underAny(folders map[string]bool, folder string) bool {
	for ; folder != "." && folder != "/"; folder = path.Dir(folder) {
		if folders[folder] {
			return true
		}
	}
	return folders["."]
}
