package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/bicep"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
)

// azure is the scope of the names of apps of Azure: they reach one another inside their environment.
const azure = "azure"

// azureApps are the types of resources of Azure that run a program, and of the modules of the
// public registry that make one.
var azureApps = []string{
	"Microsoft.App/containerApps", "Microsoft.App/jobs", "Microsoft.Web/sites", "Microsoft.ContainerInstance/containerGroups",
	"br/public:avm/res/app/container-app", "br/public:avm/res/app/job", "br/public:avm/res/web/site",
}

// Bounds of what modules that deploy one another make.
const (
	maxBicepDepth     = 12
	maxBicepInstances = 2_000
	maxBicepSteps     = 2_000_000
)

// readAzure makes a unit of every app that files of Bicep deploy, by a resource, a module of
// the tree or one of the public registry, and of every service of an azure.yaml, whose project
// is its code. Of a file that others deploy as a module only these count, with the parameters
// that they give. A setting that takes an output of another app, or its name before the
// domain of the environment, holds its address.
//
// Limits: functions are not worked out: of conditions and of values that are put together any
// part may be the one. Templates of ARM in JSON are not read.
func readAzure(s *Source) []*Unit {
	z := &azureReader{src: s, files: map[string]*bicepFile{}}
	nested := map[string]bool{}
	var files []string
	for _, file := range s.product(func(base string) bool { return path.Ext(base) == ".bicep" }) {
		f := z.file(file)
		if f == nil {
			continue
		}
		files = append(files, file)
		for _, d := range f.decls {
			if d.Keyword == "module" {
				nested[path.Join(path.Dir(file), d.Type)] = true
			}
		}
	}
	for _, file := range files {
		if !nested[file] {
			z.deploy(z.files[file], nil, finding.Location{}, 0)
		}
	}
	for _, a := range z.apps {
		z.settings(a)
	}
	if z.steps > maxBicepSteps || z.instances > maxBicepInstances {
		s.unclear(finding.Location{File: files[0], Line: 1}, "modules of Bicep deploy one another too often to be followed to the end")
	}
	var out []*Unit
	for _, a := range z.apps {
		out = append(out, a.unit)
	}
	return append(out, azureProjects(s)...)
}

// azureProjects reads the services of azure.yaml files. The host of .NET Aspire is none: what
// it deploys is read there.
func azureProjects(s *Source) []*Unit {
	var out []*Unit
	for _, file := range s.product(func(base string) bool { return base == "azure.yaml" || base == "azure.yml" }) {
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, func([]byte) bool { return true }) {
			for _, p := range doc.Get("services").Map() {
				project := p.Value.Get("project").Text()
				if !IsName(p.Key) || project == "" || strings.Contains(strings.ToLower(project), "apphost") || p.Value.Get("host") == nil {
					continue
				}
				out = append(out, azureProject(s, file, p, project))
			}
		}
	}
	return out
}

func azureProject(s *Source, file string, p yaml.Pair, project string) *Unit {
	dir := path.Join(path.Dir(file), strings.ReplaceAll(project, `\`, "/"))
	if s.Has(dir) { // a project of .NET
		dir = path.Dir(dir)
	}
	u := &Unit{Kind: Azure, Name: p.Key, Scope: azure, Folder: path.Dir(file), At: finding.Location{File: file, Line: p.Line}}
	if len(s.Under(dir)) > 0 {
		u.Context = dir
	}
	return u
}

// bicepFile is a file with its symbols.
type bicepFile struct {
	name  string
	decls []bicep.Declaration
	at    map[string]int // symbol -> position in decls
}

// azureReader is the state of reading the files of Bicep.
type azureReader struct {
	src       *Source
	files     map[string]*bicepFile
	apps      []*azureApp
	instances int
	steps     int
}

// instance is one deployment of a file.
type instance struct {
	of     *bicepFile
	params map[string]bound
	nested map[string]*instance // by symbol
	apps   map[string]*azureApp // by symbol of its own
	all    []*azureApp          // with those that it deploys
}

// bound is a value and where its symbols are looked up.
type bound struct {
	bicep.Value
	in *instance
}

// same reports whether two paths begin with one symbol of one file.
func (b bound) same(o bound) bool {
	return b.Kind == bicep.Path && o.Kind == bicep.Path && b.in == o.in && b.Names[0] == o.Names[0]
}

// azureApp is a unit with what declares it.
type azureApp struct {
	unit *Unit
	body bound
}

// file parses a file once; nil if it cannot be read, which is noted.
func (z *azureReader) file(name string) *bicepFile {
	if f, known := z.files[name]; known {
		return f
	}
	z.files[name] = nil
	data, ok := z.src.manifest(name)
	if !ok {
		return nil
	}
	parsed, err := bicep.Parse(data)
	if err != nil {
		z.src.invalid = append(z.src.invalid, name+": "+err.Error())
		return nil
	}
	f := &bicepFile{name: name, decls: parsed.Declarations, at: map[string]int{}}
	for i, d := range f.decls {
		if d.Keyword != "output" {
			f.at[d.Name] = i
		}
	}
	z.files[name] = f
	return f
}

// deploy makes an instance of a file and of the modules that it deploys.
func (z *azureReader) deploy(f *bicepFile, params map[string]bound, at finding.Location, depth int) *instance {
	in := &instance{of: f, params: params, nested: map[string]*instance{}, apps: map[string]*azureApp{}}
	if z.instances++; z.instances > maxBicepInstances || depth > maxBicepDepth {
		return in
	}
	for _, d := range f.decls {
		place := finding.Location{File: f.name, Line: d.Line}
		if depth > 0 {
			place = at
		}
		switch {
		case d.Exists:
		case slices.Contains(azureApps, d.Type):
			body := d.Value
			if d.Keyword == "module" {
				body = d.Value.Get("params")
			}
			if a := z.app(bound{body, in}, d, place); a != nil {
				in.apps[d.Name] = a
				in.all = append(in.all, a)
				z.apps = append(z.apps, a)
			}
		case d.Keyword == "module" && z.src.Has(path.Join(path.Dir(f.name), d.Type)):
			if child := z.file(path.Join(path.Dir(f.name), d.Type)); child != nil {
				given := map[string]bound{}
				for _, p := range z.object(bound{d.Value, in}).Get("params").Fields {
					given[p.Key] = bound{p.Value, in}
				}
				in.nested[d.Name] = z.deploy(child, given, place, depth+1)
				in.all = append(in.all, in.nested[d.Name].all...)
			}
		}
	}
	return in
}

// object is the object that a value is, or that a loop makes.
func (z *azureReader) object(b bound) bicep.Value {
	for b.Kind == bicep.List && len(b.Items) > 0 {
		b.Value = b.Items[0]
	}
	return b.Value
}

// app is the unit of a resource; nil if its name is not known.
func (z *azureReader) app(body bound, d bicep.Declaration, at finding.Location) *azureApp {
	body.Value = z.object(body)
	u := &Unit{Kind: Azure, Scope: azure, Folder: path.Dir(at.File), At: at}
	if strings.HasSuffix(d.Type, "/jobs") || strings.HasSuffix(d.Type, "/job") {
		u.Job = &Job{By: "job", At: at}
	}
	own := known(z.text(bound{body.Get("name"), body.in}, 0))
	z.walk(bound{body.Get("tags"), body.in}, 0, func(o bound) {
		if tag := z.text(bound{o.Get("azd-service-name"), o.in}, 0); IsName(tag) {
			u.Name = tag
		}
	})
	switch {
	case u.Name == "" && IsName(own):
		u.Name = own
	case u.Name == "":
		return nil
	case IsName(own) && own != u.Name:
		u.Aliases = append(u.Aliases, own)
	}
	return &azureApp{unit: u, body: body}
}

// known is the longest part of a name that is written out.
func known(text string) string {
	longest := ""
	for part := range strings.SplitSeq(text, unknownText) {
		if part = strings.Trim(part, "-_."); len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

// unknownText stands for what is not known before something is deployed.
const unknownText = "${}"

// inside is the domain of an environment behind the name of an app.
var inside = regex.New(`([A-Za-z0-9])(?:\.internal)?\.\$\{\}`)

// settings reads what the containers of an app are given.
func (z *azureReader) settings(a *azureApp) {
	u := a.unit
	secrets := map[string]string{}
	for _, key := range []string{"secrets", "secureList"} {
		z.find(a.body, key, func(list bound) {
			z.walk(list, 0, func(o bound) {
				secrets[z.text(bound{o.Get("name"), o.in}, 0)] = z.text(bound{o.Get("value"), o.in}, 0)
			})
		})
	}
	for _, key := range []string{"env", "environmentVariables", "appSettings"} {
		z.find(a.body, key, func(list bound) {
			z.walk(list, 0, func(o bound) {
				z.setting(u, o, secrets)
			})
		})
	}
	z.find(a.body, "image", func(b bound) {
		image := z.text(b, 0)
		if name := imageName(strings.ReplaceAll(image, unknownText+"/", "")); name != "" && !slices.Contains(u.Images, name) && !strings.Contains(image, "helloworld") {
			u.Images = append(u.Images, name)
		}
	})
	z.find(a.body, "dapr", func(b bound) {
		z.walk(b, 0, func(o bound) {
			for _, key := range []string{"appId", "daprAppId"} {
				if id := z.text(bound{o.Get(key), o.in}, 0); IsName(id) {
					u.AppID = id
					u.Aliases = append(u.Aliases, id)
				}
			}
		})
	})
	u.Aliases = slices.DeleteFunc(Unique(u.Aliases), func(n string) bool { return n == u.Name })
}

// setting adds one setting to a unit.
func (z *azureReader) setting(u *Unit, o bound, secrets map[string]string) {
	key := z.text(bound{o.Get("name"), o.in}, 0)
	value := o.Get("value")
	text := z.text(bound{value, o.in}, 0)
	if ref := z.text(bound{o.Get("secretRef"), o.in}, 0); value.Kind == bicep.Nothing && ref != "" {
		text = secrets[ref]
	}
	if text = inside().ReplaceAllString(text, "$1"); key == "" || strings.Contains(key, unknownText) || text == "" {
		return
	}
	u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: text, At: finding.Location{File: o.in.of.name, Line: max(o.Line, value.Line)}})
}

// find calls use with every value of a key at any depth of an object.
func (z *azureReader) find(b bound, key string, use func(bound)) {
	z.walk(b, 0, func(o bound) {
		for _, f := range o.Fields {
			if f.Key == key {
				use(bound{f.Value, o.in})
			}
			z.find(bound{f.Value, o.in}, key, use)
		}
	})
}

// walk calls use with every object that a value may be or may hold as an element.
func (z *azureReader) walk(b bound, depth int, use func(bound)) {
	if z.steps++; z.steps > maxBicepSteps || depth > 4*maxBicepDepth {
		return
	}
	switch b.Kind {
	case bicep.Object:
		use(b)
		for _, f := range b.Fields {
			if f.Key == "..." {
				z.walk(bound{f.Value, b.in}, depth+1, use)
			}
		}
	case bicep.List, bicep.Call, bicep.Mixed:
		for _, i := range b.Items {
			z.walk(bound{i, b.in}, depth+1, use)
		}
	case bicep.Path:
		if v := z.value(b); !v.same(b) {
			z.walk(v, depth+1, use)
		}
	}
}

// value is what a symbol stands for: a parameter that was given or its default, or a variable,
// and what is taken of it. A path that stands for neither is given back.
func (z *azureReader) value(b bound) bound {
	name := b.Names[0]
	v, given := b.in.params[name]
	if !given {
		i, declared := b.in.of.at[name]
		if !declared || b.in.of.decls[i].Keyword != "param" && b.in.of.decls[i].Keyword != "var" {
			return b
		}
		v = bound{b.in.of.decls[i].Value, b.in}
	}
	for _, taken := range b.Names[1:] {
		v.Value = v.Get(taken)
	}
	return v
}

// text is what a value says, with unknownText for what is not known; "" for no text.
func (z *azureReader) text(b bound, depth int) string {
	if z.steps++; z.steps > maxBicepSteps || depth > 4*maxBicepDepth {
		return unknownText
	}
	switch b.Kind {
	case bicep.Text:
		if len(b.Parts) == 0 {
			return b.Text
		}
		var out strings.Builder
		for _, p := range b.Parts {
			out.WriteString(z.text(bound{p, b.in}, depth+1))
		}
		return out.String()
	case bicep.Path:
		if name := b.in.appAt(b.Names[0]); name != "" {
			return name
		}
		if v := z.value(b); !v.same(b) {
			return z.text(v, depth+1)
		}
		return unknownText
	case bicep.Call, bicep.Mixed:
		best := ""
		for _, i := range b.Items { // the one of which most is known
			if t := z.text(bound{i, b.in}, depth+1); len(known(t)) > len(known(best)) {
				best = t
			}
		}
		if best == "" {
			return unknownText
		}
		return best
	}
	return ""
}

// appAt is the name of the only app that a symbol deploys; "" if it is not one.
func (in *instance) appAt(symbol string) string {
	if a := in.apps[symbol]; a != nil {
		return a.unit.Name
	}
	if n := in.nested[symbol]; n != nil && len(n.all) == 1 {
		return n.all[0].unit.Name
	}
	return ""
}
