package nuget

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/xml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Project is one .NET project as a reader of its source needs it.
type Project struct {
	File       string // the project file
	Folder     string
	SDKs       []string    // of the project file, without their versions
	Properties []string    // NAME=VALUE in lower case of those that are set without a condition, sorted
	Packages   []string    // that it asks for, in lower case, sorted; without those under a condition and those of the build alone
	Usings     []string    // namespaces that every file of it uses, by Using items
	References []Reference // of other projects of the repository
	Protos     []Reference // tracked .proto files that it generates code from
	Conditions int         // references under a condition, which counted all the same
	Unresolved []Reference // references to projects that do not exist; To is the path as written
}

// Reference is one file that a project refers to.
type Reference struct {
	To   string
	At   finding.Location
	Tool bool // an imported file gives it to the project as an analyzer, and does not say that it is linked too
	Kept bool // whoever refers to the project does not see it through that: it is not linked, or PrivateAssets keeps it
}

// Has reports whether a property is set to a value, whatever the case of its letters.
func (p *Project) Has(property, value string) bool {
	_, ok := slices.BinarySearch(p.Properties, strings.ToLower(property+"="+value))
	return ok
}

// Projects reads every project file of a tree, sorted by path. Those that cannot be read
// are left out and named in the warnings.
func Projects(t repo.Tree) ([]Project, []finding.Warning) {
	l := &loader{tree: t, set: &modules.Set{}, files: map[string]string{}, parsed: map[string]*xml.Element{}, named: map[string]bool{}}
	paths := repo.Regulars(t)
	if !slices.ContainsFunc(paths, isProject) {
		return nil, nil
	}
	for _, p := range paths {
		l.files[strings.ToLower(p)] = p
	}
	var all []*evaluation
	for _, p := range paths {
		if l.projectRoot(p) != nil {
			e := &evaluation{loader: l, folder: path.Dir(p), project: p, properties: map[string]text{}}
			e.run()
			all = append(all, e)
		}
	}
	var out []Project
	for _, e := range all { // all properties that any of them sets are known now
		out = append(out, e.describe(l.projectRoot(e.project), paths))
	}
	return out, l.set.Unread()
}

func (l *loader) projectRoot(file string) *xml.Element {
	if !isProject(file) {
		return nil
	}
	if elements := strings.Split(file, "/"); slices.Contains(elements, "node_modules") || slices.Contains(elements, "obj") {
		return nil
	}
	return l.root(file)
}

func (e *evaluation) describe(root *xml.Element, paths []string) Project {
	p := Project{File: e.project, Folder: e.folder}
	sdk, _ := root.Attribute("Sdk")
	for s := range strings.SplitSeq(sdk.Value, ";") {
		p.sdk(s)
	}
	for s := range root.All("Sdk") {
		name, _ := s.Attribute("Name")
		p.sdk(name.Value)
	}
	for key, t := range e.properties {
		if !t.conditional && len(t.value) < maxValue {
			p.Properties = append(p.Properties, key+"="+strings.ToLower(strings.TrimSpace(e.fill(t.value, e.folder+"/").value)))
		}
	}
	slices.Sort(p.Properties)
	for _, i := range e.items {
		if !e.excluded(i) {
			e.item(&p, i, paths)
		}
	}
	slices.Sort(p.Packages)
	p.Packages = slices.Compact(p.Packages)
	return p
}

func (p *Project) sdk(s string) {
	if s, _, _ = strings.Cut(strings.TrimSpace(s), "/"); s != "" {
		p.SDKs = append(p.SDKs, s)
	}
}

// item enters one item of a project.
func (e *evaluation) item(p *Project, i item, paths []string) {
	include, ok := i.Attribute("Include")
	if !ok {
		return
	}
	switch i.Name {
	case "PackageReference":
		for _, r := range e.read(i, "Include") {
			if !r.development && !r.conditional {
				p.Packages = append(p.Packages, r.name)
			}
		}
	case "Using":
		if alias, _ := i.Attribute("Alias"); alias.Value == "" {
			p.Usings = append(p.Usings, strings.TrimSpace(include.Value))
		}
	case "ProjectReference":
		found, missing := e.files(i, include.Value, paths, isProject)
		tool := i.file != e.project && strings.EqualFold(e.metadata(i, "OutputItemType").value, "Analyzer") &&
			!strings.EqualFold(e.metadata(i, "ReferenceOutputAssembly").value, "true")
		kept := strings.EqualFold(e.metadata(i, "ReferenceOutputAssembly").value, "false") || keepsCode(e.metadata(i, "PrivateAssets").value)
		for k := range found {
			found[k].Tool, found[k].Kept = tool, kept || tool
		}
		p.References = append(p.References, found...)
		p.Unresolved = append(p.Unresolved, missing...)
		if i.conditional {
			p.Conditions += len(found)
		}
	case "Protobuf":
		found, _ := e.files(i, include.Value, paths, func(f string) bool { return path.Ext(f) == ".proto" })
		p.Protos = append(p.Protos, found...)
	}
}

// keepsCode reports whether a list of assets that are kept from others has the code to compile
// against.
func keepsCode(private string) bool {
	for asset := range strings.SplitSeq(private, ";") {
		if asset = strings.TrimSpace(asset); strings.EqualFold(asset, "all") || strings.EqualFold(asset, "compile") {
			return true
		}
	}
	return false
}

// SeesFurther reports whether a project sees what the projects that it refers to refer to: those
// of an SDK do, unless they say no.
func (p *Project) SeesFurther() bool {
	return len(p.SDKs) > 0 && !p.Has("DisableTransitiveProjectReferences", "true")
}

// maxPatterns bounds the patterns of one project that are held against all files.
const maxPatterns = 50

// files lists the tracked files that a list of paths and patterns names, but for the
// project itself, and what of it names none.
func (e *evaluation) files(i item, list string, paths []string, take func(string) bool) (found, missing []Reference) {
	at := finding.Location{File: i.file, Line: i.Line}
	for value := range strings.SplitSeq(list, ";") {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		p := e.fromProject(value, i.file)
		if strings.Contains(p, "*") {
			if e.patterns++; e.patterns > maxPatterns {
				continue
			}
			for _, f := range paths {
				if take(f) && f != e.project && modules.MatchFolder(strings.ToLower(p), strings.ToLower(f)) {
					found = append(found, Reference{To: f, At: at})
				}
			}
			continue
		}
		f, ok := e.find(p)
		switch {
		case !ok:
			missing = append(missing, Reference{To: value, At: at})
		case take(f) && f != e.project:
			found = append(found, Reference{To: f, At: at})
		}
	}
	return found, missing
}

// fromProject is the path of an item. Items of imported files count from the project's
// folder. A property that is not known at the beginning is taken for the root of the
// repository, as it nearly always is.
func (e *evaluation) fromProject(value, file string) string {
	filled := strings.ReplaceAll(e.fill(value, path.Dir(file)+"/").value, `\`, "/")
	if i := strings.LastIndex(filled, ")"); strings.HasPrefix(filled, "$(") && i > 0 {
		return path.Clean(strings.TrimLeft(filled[i+1:], "/"))
	}
	p := e.pathOf(value, file)
	if _, ok := e.find(p); !ok && file != e.project {
		if q := e.pathOf(value, e.project); !strings.Contains(q, "$(") {
			return q
		}
	}
	return p
}
