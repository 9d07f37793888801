package manifest

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/hcl"
	"seam/analyze/regex"
)

var (
	noScope  = hcl.Scope{}
	nomadJob = regex.New(`(?m)^\s*job\s+"`)
	// catalogLookup finds the service that a template looks up.
	catalogLookup = regex.New(`\{\{[^}]*\b(?:service|nomadService|connect)\s+"([A-Za-z0-9_.-]+)"`)
)

// readNomad makes a unit of every Nomad job. The services that it registers are further
// names; upstreams of its proxies and look-ups in its templates are calls, its
// environment holds settings.
func readNomad(s *Source) []*Unit {
	var out []*Unit
	for _, file := range s.product(isNomadFile) {
		data, ok := s.manifest(file)
		if !ok || !nomadJob().Match(data) {
			continue
		}
		body := s.hcl(file)
		for _, job := range body.Of("job") {
			u := &Unit{
				Kind: Nomad, Name: job.Label(0), Scope: "nomad", Folder: path.Dir(file),
				At: finding.Location{File: file, Line: job.Line},
			}
			if IsName(u.Name) {
				n := nomadFile{file: file, scope: defaults(body)}
				n.body(u, job.Body)
				u.Job, u.Stays = n.jobOf(job.Body)
				out = append(out, u)
			}
		}
	}
	return out
}

// jobOf is what the type of a Nomad job says of how long it runs.
func (n nomadFile) jobOf(b *hcl.Body) (job *Job, stays bool) {
	x := b.Get("type")
	if kind, ok := x.Text(n.scope); ok && strings.HasSuffix(kind, "batch") {
		return &Job{By: "batch", At: n.at(x.Line())}, false
	}
	return nil, true
}

func isNomadFile(base string) bool {
	return strings.HasSuffix(base, ".nomad") || strings.HasSuffix(base, ".nomad.hcl") || path.Ext(base) == ".hcl" && base != terragruntFile
}

// defaults knows the variables of a file that have a default.
func defaults(body *hcl.Body) hcl.Scope {
	return hcl.Scope{Variable: func(names []string) (string, bool) {
		if len(names) != 2 || names[0] != "var" {
			return "", false
		}
		for _, v := range body.Of("variable") {
			if v.Label(0) == names[1] {
				return v.Body.Get("default").Text(noScope)
			}
		}
		return "", false
	}}
}

type nomadFile struct {
	file  string
	scope hcl.Scope
}

func (n nomadFile) at(line int) finding.Location { return finding.Location{File: n.file, Line: line} }

// body reads a block and what lies in it.
func (n nomadFile) body(u *Unit, b *hcl.Body) {
	for _, k := range b.Blocks {
		switch k.Type {
		case "service":
			if name, ok := k.Body.Get("name").Text(n.scope); ok && IsName(name) {
				u.Aliases = append(u.Aliases, name)
			}
		case "upstreams":
			n.upstream(u, k.Body)
		case "env":
			for _, a := range k.Body.Attributes {
				u.Refs = append(u.Refs, Reference{Kind: Env, Key: a.Name, Value: a.Value.Loose(n.scope), At: n.at(a.Line)})
			}
		case "template":
			n.template(u, k.Body)
		case "config":
			n.config(u, k.Body)
		}
		n.body(u, k.Body)
	}
}

func (n nomadFile) upstream(u *Unit, b *hcl.Body) {
	x := b.Get("destination_name")
	if name, ok := x.Text(n.scope); ok {
		u.Refs = append(u.Refs, Reference{Kind: Upstream, Value: name, At: n.at(x.Line())})
	}
}

// template finds look-ups of services in the text of a template.
func (n nomadFile) template(u *Unit, b *hcl.Body) {
	x := b.Get("data")
	text := x.Source()
	for _, m := range catalogLookup().FindAllStringSubmatchIndex(text, -1) {
		name := text[m[2]:m[3]]
		name = name[strings.LastIndexByte(name, '.')+1:] // a tag may stand before it
		line := x.Line() + strings.Count(text[:m[0]], "\n")
		u.Refs = append(u.Refs, Reference{Kind: Upstream, Value: name, At: n.at(line)})
	}
	for i, l := range strings.Split(text, "\n") {
		if key, value, ok := cutSetting(l); ok && !strings.Contains(key, "{{") && !strings.Contains(value, "{{") {
			u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: value, At: n.at(x.Line() + i)})
		}
	}
}

func (n nomadFile) config(u *Unit, b *hcl.Body) {
	if image := imageName(b.Get("image").Loose(n.scope)); image != "" && !strings.Contains(image, "?") {
		u.Images = append(u.Images, image)
	}
	if u.Runs == "" {
		if command, ok := b.Get("command").Text(n.scope); ok {
			u.Runs = programOf(command)
		}
	}
	for _, a := range b.Get("args").List() {
		if t, ok := a.Text(n.scope); ok {
			u.Refs = append(u.Refs, Reference{Kind: Args, Value: t, At: n.at(a.Line())})
		}
	}
}
