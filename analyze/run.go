package analyze

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/chains"
	"seam/analyze/changetypes"
	"seam/analyze/cochange"
	"seam/analyze/communities"
	"seam/analyze/deploy"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/repo"
	"seam/analyze/services"
	"seam/analyze/source"
	"seam/analyze/span"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/graph"
)

// Run runs the analyses. The error is a cut in Options that cannot be made, or a
// *chains.UnknownError for Options.Why.
func Run(in *Input, opt Options) (*Result, error) {
	begun := in.ahead
	if begun == nil || !begun.answers(opt) {
		begun = begin(in, opt)
		begun.manifests()
	}
	defer in.closing.Wait()
	r := begun.typed()
	r.Warnings = append(slices.Clone(in.Warnings), r.Areas.Warnings...)
	defer begun.finish(r)
	if in.Base != nil {
		opt.Extract = in.groupsIn(opt.Extract)
		if in.Ranking != nil && in.needs.Split {
			s := split.Judge(in.Ranking, r.context())
			r.Split = &s
			r.Warnings = append(r.Warnings, s.Warnings...)
		}
		if err := r.whatif(opt); err != nil {
			return nil, err
		}
		if r.Whatif != nil {
			in.calls(r.Whatif, opt)
		}
	}
	begun.finish(r)
	if r.Diamonds != nil {
		r.Warnings = append(r.Warnings, r.Diamonds.Warnings...)
		r.Findings = append(r.Findings, diamonds.Findings(r.Diamonds.Diamonds)...)
	}
	if r.Chains != nil && opt.Why != "" {
		var err error
		if r.Why, err = chains.Why(in.Modules, in.Imports, opt.Why, opt.Ways); err != nil {
			return nil, err
		}
	}
	if in.Service != nil {
		d := deploy.Order(in.Service)
		r.Deploy = &d
		r.Findings = append(r.Findings, deploy.Findings(d)...)
		r.Findings = append(r.Findings, deploy.Contradictions(in.Service)...)
	}
	r.Warnings = append(r.Warnings, begun.ofFocus...)
	r.judge()
	finding.SortWarnings(r.Warnings)
	return r, nil
}

// firstParty keeps the files that people of this repository write.
func firstParty(files []string) []string {
	var out []string
	for _, f := range files {
		if !history.IsVendored(f) && !history.IsLockFile(f) && !history.IsBinary(f) {
			out = append(out, f)
		}
	}
	return out
}

func isSource(file string) bool { return source.LanguageOf(file) != "" }

func (in *Input) teamsOf() func(history.Change) []string {
	if !in.Owners.Declares() {
		return nil
	}
	return in.Owners.Roster(in.Changes.People).Teams
}

// context is what parts are judged by beyond their ranking.
func (r *Result) context() split.Context {
	in := r.Input
	return split.Context{TypeOf: r.typeOf(), Deployed: in.deployed(), Jobs: in.jobs(), Reuse: in.Reuse, Pieces: in.Pieces, Profile: in.Profile, Dossier: in.Dossier, Surface: in.Surface}
}

func (in *Input) ownersOf() func(pkg string) []string {
	if len(in.Owners.Teams()) == 0 {
		return nil
	}
	return func(pkg string) []string { return in.Owners.TeamsOfPath(join(pkg, "x.go")) }
}

func (r *Result) coupling(opt Options) {
	in := r.Input
	index := in.packageIndex()
	links := in.Imports.AllLinks()
	c := cochange.Measure(cochange.Input{
		Changes: in.Changes, Output: in.Output, PackageOf: index.of, AreaOf: r.Areas.InOrder(),
		Source: func(p string) bool { _, ok := index.sourceOf(p); return ok }, Supporting: in.supporting(),
		Linked: linked(links), AreasLinked: linked(r.areaGraph(links)), AreaKnown: r.areaKnown(), Mentions: in.mentions(),
	}, cochange.Options{Top: opt.CouplingTop})
	r.Coupling = &c
}

// mentions tells whether a file has an import of a package of which its own mentions a name.
func (in *Input) mentions() func(file, name string) bool {
	return func(file, name string) bool {
		for _, e := range in.Imports.Edges {
			if _, ok := slices.BinarySearch(e.Symbols, name); ok && slices.ContainsFunc(e.Sites, func(at finding.Location) bool { return at.File == file }) {
				return true
			}
		}
		return false
	}
}

func (r *Result) span() {
	supporting := r.Input.supporting()
	s := span.Measure(span.Input{Changes: r.Input.Changes, AreaOf: r.Areas.Of, Counts: func(p string) bool {
		return source.LanguageOf(p) != "" && !supporting(p)
	}})
	r.Span = &s
}

func (r *Result) communities() {
	in := r.Input
	m := communities.Find(communities.Input{
		Base: in.Base, Changes: in.Changes, AreaOf: r.Areas.Of,
		LinesOf: func(pkg string) int {
			if p, ok := in.Imports.Find(pkg); ok {
				return p.Lines
			}
			return 0
		},
	}, communities.Options{})
	r.Map = &m
}

// linked answers of pairs of nodes, by name, whether a path leads from one to the other,
// either way.
func linked(g *graph.Graph) func(pairs [][2]string) []bool {
	return func(pairs [][2]string) []bool {
		out := make([]bool, len(pairs))
		var known [][2]int
		var at []int // by pair of known: its place in pairs
		for k, p := range pairs {
			i, ok1 := g.Index(p[0])
			j, ok2 := g.Index(p[1])
			if ok1 && ok2 {
				known, at = append(known, [2]int{i, j}), append(at, k)
			}
		}
		for n, yes := range graph.Linked(g, known) {
			out[at[n]] = yes
		}
		return out
	}
}

// areaKnown tells the areas that hold a package whose imports were read.
func (r *Result) areaKnown() func(area string) bool {
	known := map[string]bool{}
	for _, p := range r.Input.Imports.Packages {
		if a, ok := r.Areas.Of(join(p.Path, "x")); ok {
			known[a] = true
		}
	}
	return func(a string) bool { return known[a] }
}

// deployed lists the packages of programs that a manifest deploys. Jobs serve nobody, so
// that theirs are none.
func (in *Input) deployed() map[string]bool {
	if in.Service == nil {
		return nil
	}
	out := map[string]bool{}
	for _, s := range in.Service.Services {
		if s.Kind != services.GoMain && s.Job == nil {
			for _, p := range in.programs(s) {
				out[p] = true
			}
		}
	}
	return out
}

// jobs lists the packages of programs that run and end, each with what says so.
func (in *Input) jobs() map[string]string {
	if in.Service == nil {
		return nil
	}
	out := map[string]string{}
	for _, s := range in.Service.Services {
		if s.Job != nil {
			for _, p := range in.programs(s) {
				out[p] = s.Job.String()
			}
		}
	}
	return out
}

// programs lists the packages that hold the programs of a service.
func (in *Input) programs(s services.Service) []string {
	if s.Path == "" {
		return nil
	}
	var out []string
	for _, p := range in.Imports.Packages {
		// What is run by an interpreter says nowhere that it is a program: the folder does.
		if script := split.IsScript(p.Language); repo.Below(s.Path, p.Path) && (p.Main && !script || p.Path == s.Path && script) {
			out = append(out, p.Path)
		}
	}
	if len(out) == 0 && s.Path != "." {
		return in.started(s.Path)
	}
	return out
}

// started lists the packages that an interpreter starts a service from, where its folder
// holds a Dockerfile or a package.json and no source: those just below it, and of several
// the one with a usual name.
func (in *Input) started(folder string) []string {
	var out []string
	for _, p := range in.Imports.Packages {
		if !split.IsScript(p.Language) || p.TestOnly || p.Path == folder || !repo.Below(folder, p.Path) || split.IsSupporting(p.Path) {
			continue
		}
		if len(out) > 0 {
			switch here, best := strings.Count(p.Path, "/"), strings.Count(out[0], "/"); {
			case here > best:
				continue
			case here < best:
				out = out[:0]
			}
		}
		out = append(out, p.Path)
	}
	if i := slices.IndexFunc(out, func(p string) bool { return usualStart[path.Base(p)] }); i >= 0 {
		return out[i : i+1]
	}
	return out
}

// usualStart names folders that the source of a program usually lies in.
var usualStart = map[string]bool{"src": true, "app": true, "server": true, "lib": true}

// areaGraph folds a package graph into areas.
func (r *Result) areaGraph(g *graph.Graph) *graph.Graph {
	names := make([]string, len(r.Areas.List))
	for i, a := range r.Areas.List {
		names[i] = a.Name
	}
	group := make([]int, g.Len())
	for i := range group {
		group[i] = -1
		if area, ok := r.Areas.Of(join(g.Name(i), "x")); ok {
			group[i], _ = slices.BinarySearch(names, area)
		}
	}
	return g.Quotient(group, names)
}

func (r *Result) whatif(opt Options) error {
	switch {
	case opt.ByPath > 0:
		w := r.Input.Base.ByPath(opt.ByPath, r.Input.Surface)
		r.Whatif = &w
	case len(opt.Extract) > 0:
		w, err := r.Input.Base.Extract(opt.Extract, r.Input.Surface)
		if err != nil {
			return err
		}
		r.Whatif = &w
		if r.Input.Ranking == nil {
			return nil
		}
		r.Parts = split.JudgeParts(r.Input.Ranking, r.context(), r.Input.namedParts(opt.Extract))
	}
	return nil
}

func (in *Input) namedParts(parts []whatif.Part) []split.Named {
	var out []split.Named
	for _, p := range parts {
		out = append(out, split.Named{Title: in.Base.NameOf(p), Folders: p, Packages: in.Base.PackagesOf(p)})
	}
	return out
}

// TeamOfPackage names the declared owner of a package, else the declared team that
// changes it most; "" where neither is known.
func (r *Result) TeamOfPackage(pkg string) string {
	o := r.Input.Owners
	if teams := o.TeamsOfPath(join(pkg, "x.go")); len(teams) > 0 {
		return strings.Join(teams, ", ")
	}
	if r.Input.Base == nil || !o.Declares() {
		return ""
	}
	i, ok := r.Input.Base.Index(pkg)
	if !ok {
		return ""
	}
	if teams := r.Input.Base.TeamsOf(r.Input.Base.Touching[i], func(whatif.Touch) bool { return true }); len(teams) > 0 {
		return teams[0]
	}
	return ""
}

// typeOf names the types of changes that speak for or against a part: none where types
// were learned from the areas that changes touch, since the changes of a part's own area
// would always be here.
func (r *Result) typeOf() func(change int32) string {
	if r.Types.Kind == changetypes.Learned {
		return nil
	}
	return r.Types.Of
}
