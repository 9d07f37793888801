package manifest

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
)

// cloudFormation is the scope of the names of stacks.
const cloudFormation = "cloudformation"

var (
	anything     = regex.New(`\$?\{[^{}]*\}`)
	resolved     = regex.New(`\{\{resolve:ssm(?:-secure)?:([^:}]+)`)
	serverlessIn = regex.New(`\$\{(ssm|cf)(?:\([^)]*\))?:(.+)\}$`)
)

// Message is a kind of events that a manifest says that a unit sends or takes.
type Message struct {
	Publishes bool
	Name      string
	At        finding.Location
}

// stack is one template of CloudFormation or SAM, or one serverless.yml.
type stack struct {
	unit    *Unit
	lines   []string
	runs    bool        // it holds functions
	exports []string    // names of outputs and of parameters of the parameter store
	imports []Reference // Value is such a name
	stacks  []Reference // Value is the name of a stack whose output is taken
	nested  []string    // templates that it deploys itself
}

// readCloudFormation makes a unit of every template of CloudFormation or SAM and of every
// serverless.yml that holds functions, or that takes a value of another one or gives one:
// exported outputs, and parameters of the parameter store by their paths. A template that
// another one nests is part of that. Placeholders in names stand for anything; a name that
// several stacks export then shows nothing.
//
// Limits: stacks of the CDK are programs and are not read. The path of a parameter without
// a default is looked for in the files beside the template.
func readCloudFormation(s *Source) []*Unit {
	var all []*stack
	for _, file := range s.manifests {
		base := path.Base(file)
		serverless := strings.HasPrefix(base, "serverless.")
		if IsCompose(file) || !serverless && !s.looks()[file].Stack {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, func([]byte) bool { return true }) {
			k := &stack{lines: strings.Split(string(data), "\n")}
			k.unit = &Unit{Kind: CloudFormation, Scope: cloudFormation, Folder: path.Dir(file), At: finding.Location{File: file, Line: 1}}
			if serverless && doc.Get("functions") != nil {
				k.unit.Name = cmp.Or(doc.Get("service").Text(), doc.At("service", "name").Text())
				k.runs = true
			} else if doc.Get("Resources") == nil {
				continue
			}
			k.parameters(s, doc.Get("Parameters"))
			k.walk(doc, "", 0)
			all = append(all, k)
		}
	}
	return linked(all)
}

// linked joins stacks by the values that they give one another.
func linked(all []*stack) []*Unit {
	nested := map[string]bool{}
	for _, k := range all {
		for _, n := range k.nested {
			nested[n] = true
		}
	}
	all = slices.DeleteFunc(all, func(k *stack) bool { return endsIn(nested, k.unit.At.File) })
	nameStacks(all)
	givers, byName := map[string][]*stack{}, map[string]*stack{}
	for _, k := range all {
		byName[Squash(k.unit.Name)] = k
		for _, e := range Unique(k.exports) {
			givers[e] = append(givers[e], k)
		}
	}
	keep := map[*stack]bool{}
	for _, k := range all {
		for _, r := range k.imports {
			if from := givers[r.Value]; len(from) == 1 && from[0] != k {
				k.takes(from[0], r)
				keep[k], keep[from[0]] = true, true
			}
		}
		for _, r := range k.stacks {
			if from := byName[Squash(r.Value)]; from != nil && from != k {
				k.takes(from, r)
			}
		}
	}
	var out []*Unit
	for _, k := range all {
		if (k.runs || keep[k]) && IsName(k.unit.Name) {
			out = append(out, k.unit)
		}
	}
	return out
}

// endsIn reports whether a path, or an end of it, is among some.
func endsIn(some map[string]bool, file string) bool {
	for rest, ok := file, true; ok; _, rest, ok = strings.Cut(rest, "/") {
		if some[rest] {
			return true
		}
	}
	return false
}

func (k *stack) takes(from *stack, r Reference) {
	k.unit.Refs = append(k.unit.Refs, Reference{Kind: Output, Value: from.unit.Name, At: r.At})
}

// nameStacks calls each stack after its folder, or its file where that is not called
// template; after both where several are called so.
func nameStacks(all []*stack) {
	count := map[string]int{}
	for _, k := range all {
		u := k.unit
		if u.Name == "" {
			stem := strings.TrimSuffix(path.Base(u.At.File), path.Ext(u.At.File))
			u.Name = stem
			if slices.Contains([]string{"template", "sam", "samtemplate", "cloudformation", "stack"}, Squash(stem)) && u.Folder != "." {
				u.Name = path.Base(u.Folder)
				u.Context = u.Folder
			}
		} else if u.Folder != "." {
			u.Context = u.Folder
		}
		count[u.Name]++
	}
	for _, k := range all {
		if u := k.unit; count[u.Name] > 1 {
			u.Name = strings.ReplaceAll(strings.TrimSuffix(u.At.File, path.Ext(u.At.File)), "/", "-")
		}
	}
}

// pattern is a name with whatever stands in braces taken out.
func pattern(name string) string { return anything().ReplaceAllString(name, "*") }

// parameters takes those whose value is that of a path of the parameter store.
func (k *stack) parameters(s *Source, n *yaml.Node) {
	for _, p := range n.Map() {
		if !strings.HasPrefix(p.Value.Get("Type").Text(), "AWS::SSM::Parameter::Value") || len(k.imports) >= maxStackParameters {
			continue
		}
		value := p.Value.Get("Default").Text()
		if value == "" {
			value = s.givenBeside(k.unit.At.File, p.Key)
		}
		if value != "" {
			k.imports = append(k.imports, Reference{Value: pattern(value), At: finding.Location{File: k.unit.At.File, Line: p.Line}})
		}
	}
}

// maxStackParameters bounds the parameters of one template whose values are looked for.
const maxStackParameters = 200

// maxBeside bounds the files that are looked at for the value of a parameter, in bytes.
const maxBeside = 64 << 10

// givenBeside is the path that a file in the folder of a template gives one of its
// parameters; "" if none does.
func (s *Source) givenBeside(file, name string) string {
	want, err := regexp.Compile(`\b` + regexp.QuoteMeta(name) + `["']?\s*[:=]\s*\\?["']?(/[^\s"',\\]+)`)
	if err != nil {
		return ""
	}
	for _, f := range s.Under(path.Dir(file)) {
		ext := path.Ext(f)
		if path.Dir(f) != path.Dir(file) || f == file || !IsYAML(f) && ext != ".json" && ext != ".toml" {
			continue
		}
		if data, err := s.Tree.ReadFile(f); err == nil && len(data) <= maxBeside {
			if m := want.FindSubmatch(data); m != nil {
				return string(m[1])
			}
		}
	}
	return ""
}

// maxStackDepth bounds how deep a template is followed.
const maxStackDepth = 40

// walk collects what a template gives and takes. key is that of the node.
func (k *stack) walk(n *yaml.Node, key string, depth int) {
	if depth > maxStackDepth || n == nil {
		return
	}
	at := finding.Location{File: k.unit.At.File, Line: n.Line}
	switch n.Kind {
	case yaml.Scalar:
		k.scalar(n.Value, key, at)
	case yaml.List:
		for _, item := range n.Items {
			k.walk(item, key, depth+1)
		}
	case yaml.Map:
		k.object(n)
		for _, p := range n.Pairs {
			next := p.Key
			if key == "Fn::ImportValue" || key == "Export" {
				next = key // its value may be put together by a function
			}
			k.walk(p.Value, next, depth+1)
		}
	}
}

// object takes a resource, and a pattern of events.
func (k *stack) object(n *yaml.Node) {
	switch n.Get("Type").Text() {
	case "AWS::Serverless::Function", "AWS::Lambda::Function":
		k.runs = true
	case "AWS::SSM::Parameter":
		if name := n.At("Properties", "Name").Text(); name != "" {
			k.exports = append(k.exports, pattern(name))
		}
	case "AWS::CloudFormation::Stack", "AWS::Serverless::Application":
		for _, key := range []string{"TemplateURL", "Location"} {
			if from := n.At("Properties", key).Text(); from != "" && !strings.Contains(from, "://") {
				for strings.HasPrefix(from, "../") || strings.HasPrefix(from, "./") {
					_, from, _ = strings.Cut(from, "/")
				}
				k.nested = append(k.nested, from)
			}
		}
	}
	for _, key := range []string{"Pattern", "EventPattern"} {
		for _, source := range n.At(key, "source").List() {
			k.message(false, source)
		}
	}
	if p, ok := n.Pair("events:source"); ok {
		for _, source := range append(p.Value.List(), p.Value) {
			k.message(true, source)
		}
	}
}

// message notes a source of events, save those of AWS itself.
func (k *stack) message(publishes bool, n *yaml.Node) {
	if name := n.Text(); name != "" && !strings.HasPrefix(name, "aws.") && !strings.Contains(name, "${") {
		k.unit.Messages = append(k.unit.Messages, Message{publishes, name, finding.Location{File: k.unit.At.File, Line: n.Line}})
	}
}

// scalar takes the name of an export, of an import, of a path of the parameter store, of
// an output of another stack.
func (k *stack) scalar(value, key string, at finding.Location) {
	take := func(name string) { k.imports = append(k.imports, Reference{Value: pattern(name), At: at}) }
	for _, m := range resolved().FindAllStringSubmatch(value, -1) {
		take(m[1])
	}
	line := ""
	if at.Line >= 1 && at.Line <= len(k.lines) {
		line = k.lines[at.Line-1]
	}
	switch {
	case key == "Export":
		k.exports = append(k.exports, pattern(value))
	case key == "Fn::ImportValue", strings.Contains(line, "!ImportValue"):
		take(value)
	}
	if m := serverlessIn().FindStringSubmatch(value); m != nil && m[1] == "ssm" {
		take(m[2])
	} else if m != nil {
		name, _, _ := strings.Cut(m[2], "${") // service-${stage}.Output
		name, _, _ = strings.Cut(name, ".")
		k.stacks = append(k.stacks, Reference{Value: strings.TrimRight(name, "-"), At: at})
	}
}
