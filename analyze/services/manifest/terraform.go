package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/hcl"
	"seam/analyze/repo"
)

// cloudServices are the types of Terraform resources that run a program, and the
// attribute or block with its name.
var cloudServices = map[string]string{
	"aws_ecs_service": "name", "aws_ecs_task_definition": "family", "aws_lambda_function": "function_name", "aws_apprunner_service": "service_name",
	"google_cloud_run_service": "name", "google_cloud_run_v2_service": "name", "google_cloudfunctions2_function": "name",
	"azurerm_container_app": "name", "azurerm_linux_function_app": "name", "azurerm_linux_web_app": "name",
	"kubernetes_deployment": "metadata", "kubernetes_deployment_v1": "metadata", "kubernetes_stateful_set": "metadata", "kubernetes_stateful_set_v1": "metadata",
	"helm_release": "name", "docker_container": "name",
}

// readTerraform makes a unit of every resource of a Terraform module that runs a program
// and whose name is written out, and a part of one of every block "module" that is called
// like a service. A value of another one that it is handed (module.db.address,
// google_cloud_run_v2_service.api.uri) is an edge; settings written out are settings.
// Root modules that read each other's state (terraform_remote_state) are units too.
func readTerraform(s *Source) []*Unit {
	var out []*Unit
	byFolder := map[string][]string{}
	var folders []string
	for _, file := range s.product(func(base string) bool { return path.Ext(base) == ".tf" }) {
		dir := path.Dir(file)
		if byFolder[dir] == nil {
			folders = append(folders, dir)
		}
		byFolder[dir] = append(byFolder[dir], file)
	}
	var states []stateful
	for _, dir := range folders {
		m := terraformModule{dir: dir, names: map[string]string{}}
		for _, file := range byFolder[dir] {
			if b := s.hcl(file); b != nil {
				m.files = append(m.files, terraformFile{file, b})
			}
		}
		out = append(out, m.units()...)
		states = append(states, m.state())
	}
	return append(out, remoteStates(s, states)...)
}

type terraformFile struct {
	name string
	body *hcl.Body
}

// terraformModule is a folder of Terraform files.
type terraformModule struct {
	dir   string
	files []terraformFile
	names map[string]string // address of a block -> name of its unit
}

func (m terraformModule) scope() hcl.Scope {
	return hcl.Scope{Variable: func(names []string) (string, bool) {
		if len(names) != 2 {
			return "", false
		}
		for _, f := range m.files {
			for _, v := range f.body.Of("variable") {
				if names[0] == "var" && v.Label(0) == names[1] {
					return v.Body.Get("default").Text(noScope)
				}
			}
			for _, l := range f.body.Of("locals") {
				if x := l.Body.Get(names[1]); names[0] == "local" && !x.IsZero() {
					return x.Text(noScope)
				}
			}
		}
		return "", false
	}}
}

func (m terraformModule) units() []*Unit {
	var blocks []hcl.Block
	var units []*Unit
	scope := m.scope()
	for _, f := range m.files {
		for _, b := range f.body.Blocks {
			u := m.unit(f.name, b, scope)
			if u == nil {
				continue
			}
			m.names[strings.Join(append(labels(b), b.Labels...), ".")] = u.Name
			blocks, units = append(blocks, b), append(units, u)
		}
	}
	for i, b := range blocks {
		m.references(units[i], b.Body, scope)
	}
	return m.tasks(blocks, units)
}

// tasks gives the names of ECS services to the task definitions that they run: both are
// one thing.
func (m terraformModule) tasks(blocks []hcl.Block, units []*Unit) []*Unit {
	gone := map[*Unit]bool{}
	for i, b := range blocks {
		if b.Label(0) != "aws_ecs_service" {
			continue
		}
		for _, names := range b.Body.Get("task_definition").Uses() {
			if len(names) < 2 || names[0] != "aws_ecs_task_definition" {
				continue
			}
			at := slices.IndexFunc(units, func(u *Unit) bool { return u.Name == m.names[names[0]+"."+names[1]] && u != units[i] })
			if at < 0 || gone[units[i]] {
				continue
			}
			task, service := units[at], units[i]
			task.Aliases = append(append(task.Aliases, service.Name), service.Aliases...)
			task.Refs = append(task.Refs, slices.DeleteFunc(service.Refs, func(r Reference) bool { return r.Kind == Output && r.Value == task.Name })...)
			gone[service] = true
		}
	}
	return slices.DeleteFunc(units, func(u *Unit) bool { return gone[u] })
}

// labels is the first part of a block's address.
func labels(b hcl.Block) []string {
	if b.Type == "module" {
		return []string{"module"}
	}
	return nil
}

func (m terraformModule) unit(file string, b hcl.Block, scope hcl.Scope) *Unit {
	u := &Unit{Kind: Terraform, Scope: "terraform:" + m.dir, Folder: m.dir, At: finding.Location{File: file, Line: b.Line}}
	switch {
	case b.Type == "module":
		u.Name, u.Partial = b.Label(0), true
		if name, ok := b.Body.Get("name").Text(scope); ok && IsName(name) {
			u.Name = name
		}
	case b.Type == "resource" && cloudServices[b.Label(0)] != "":
		key := cloudServices[b.Label(0)]
		body := b.Body
		if key == "metadata" {
			key = "name"
			if md := b.Body.Of("metadata"); len(md) > 0 {
				body = md[0].Body
			}
		}
		name, ok := body.Get(key).Text(scope)
		generic := slices.Contains([]string{"this", "main", "default", "service", "app", "task", "function"}, b.Label(1))
		switch {
		case !ok && generic:
			return nil
		case !ok:
			name = b.Label(1)
		case !generic && b.Label(1) != name:
			u.Aliases = append(u.Aliases, b.Label(1))
		}
		u.Name = name
	default:
		return nil
	}
	if !IsName(u.Name) {
		return nil
	}
	return u
}

// references reads every value of a block: settings, images, and values of other units.
func (m terraformModule) references(u *Unit, b *hcl.Body, scope hcl.Scope) {
	for _, a := range b.Attributes {
		m.expression(u, a.Name, a.Value, a.Line, scope)
	}
	for _, k := range b.Blocks {
		if k.Type == "env" || k.Type == "environment_variable" {
			if key, ok := k.Body.Get("name").Text(scope); ok {
				x := k.Body.Get("value")
				m.expression(u, key, x, x.Line(), scope)
				continue
			}
		}
		m.references(u, k.Body, scope)
	}
}

func (m terraformModule) expression(u *Unit, key string, x hcl.Expr, line int, scope hcl.Scope) {
	at := finding.Location{File: u.At.File, Line: line}
	if key == "depends_on" {
		for _, item := range x.List() {
			m.uses(u, item, DependsOn, at)
		}
		return
	}
	for _, p := range x.Object() {
		m.expression(u, p.Key, p.Value, p.Line, scope)
	}
	for _, item := range x.List() {
		if name := item.Get("name"); !name.IsZero() {
			if t, ok := name.Text(scope); ok { // {name = "X", value = …} of a container definition
				m.expression(u, t, item.Get("value"), item.Line(), scope)
			}
		}
		m.expression(u, "", item, item.Line(), scope)
	}
	if len(x.Object())+len(x.List()) > 0 {
		return
	}
	m.uses(u, x, Output, at)
	text := x.Loose(scope)
	switch {
	case text == "":
	case key == "image" || key == "image_uri":
		if image := imageName(text); image != "" && !strings.Contains(image, "?") {
			u.Images = append(u.Images, image)
		}
	case key != "" && strings.ToUpper(key) == key:
		u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: text, At: at})
	}
}

// uses adds the units of this module that an expression takes values from.
func (m terraformModule) uses(u *Unit, x hcl.Expr, kind Kind, at finding.Location) {
	for _, names := range x.Uses() {
		if len(names) < 2 {
			continue
		}
		if target := m.names[names[0]+"."+names[1]]; target != "" && target != u.Name {
			u.Refs = append(u.Refs, Reference{Kind: kind, Value: target, At: at})
		}
	}
}

// stateful is a root module's place of state and the places that it reads.
type stateful struct {
	dir   string
	at    finding.Location
	key   string
	reads []stateRead
}

type stateRead struct {
	key string
	at  finding.Location
}

// state finds the key under which a module keeps its state, and those that it reads.
func (m terraformModule) state() stateful {
	st := stateful{dir: m.dir}
	scope := m.scope()
	for _, f := range m.files {
		for _, t := range f.body.Of("terraform") {
			for _, b := range t.Body.Of("backend") {
				st.key, st.at = stateKey(m.dir, b.Body.Get, scope), finding.Location{File: f.name, Line: b.Line}
			}
		}
		for _, d := range f.body.Of("data") {
			if d.Label(0) == "terraform_remote_state" {
				config := d.Body.Get("config")
				if key := stateKey(m.dir, config.Get, scope); key != "" {
					st.reads = append(st.reads, stateRead{key, finding.Location{File: f.name, Line: d.Line}})
				}
			}
		}
	}
	return st
}

// stateKey is what tells one state from another: its key in a bucket, its workspace's
// prefix, or its file.
func stateKey(dir string, get func(string) hcl.Expr, scope hcl.Scope) string {
	for _, name := range []string{"key", "prefix", "path"} {
		if t, ok := get(name).Text(scope); ok && t != "" {
			if name == "path" {
				return "path:" + rooted(dir, t)
			}
			return name + ":" + t
		}
	}
	return ""
}

// remoteStates makes units of the root modules that read each other's state.
func remoteStates(s *Source, all []stateful) []*Unit {
	owner := map[string]*stateful{}
	for i, st := range all {
		if st.key != "" {
			owner[st.key] = &all[i]
		} else {
			owner["path:"+path.Join(st.dir, "terraform.tfstate")] = &all[i]
		}
	}
	var out []*Unit
	made := map[string]*Unit{}
	unit := func(st *stateful, at finding.Location) *Unit {
		if made[st.dir] == nil {
			made[st.dir] = &Unit{Kind: TerraformRoot, Name: repo.Relative(s.Folder, st.dir), Scope: "terraform-state", Folder: st.dir, At: at}
			out = append(out, made[st.dir])
		}
		return made[st.dir]
	}
	for i := range all {
		for _, r := range all[i].reads {
			to := owner[r.key]
			if to == nil || to == &all[i] {
				continue
			}
			at := to.at
			if at.File == "" {
				at = finding.Location{File: to.dir}
			}
			u := unit(&all[i], r.at)
			target := unit(to, at)
			u.Refs = append(u.Refs, Reference{Kind: RemoteState, Value: target.Name, At: r.at})
		}
	}
	return out
}
