package services

import (
	"encoding/json"
	"maps"
	"path"
	"slices"

	"seam/analyze/format/toml"
	"seam/analyze/services/manifest"
)

// packageFiles are where programs in Rust and for Node say what they ask for.
var packageFiles = []string{"Cargo.toml", "package.json"}

// serverLibraries are what a program asks for that serves requests, or takes part in messages.
var serverLibraries = map[string][]string{
	"Cargo.toml": {"axum", "actix-web", "rocket", "warp", "tonic", "poem", "salvo", "ntex", "tide", "hyper", "rdkafka", "lapin", "async-nats", "pulsar"},
	"package.json": {"express", "fastify", "koa", "@hapi/hapi", "restify", "@nestjs/core", "@grpc/grpc-js", "apollo-server", "@apollo/server",
		"kafkajs", "amqplib", "nats", "moleculer", "next", "nuxt"},
}

// commonWords are words of names that say nothing of whose they are.
var commonWords = []string{"service", "services", "server", "client", "core", "shop", "demo", "example", "main", "node", "latest", "docker"}

// programsOf adds the programs of files that say what they ask for, unless one of them shares a
// word of its name or folder with what is deployed: that is built from them, and started there.
func (u *undeclaredIn) programsOf(files []string) {
	deployed := map[string]bool{}
	for _, d := range u.deployed {
		for _, w := range manifest.Words(d) {
			deployed[w] = len(w) > 3 && !slices.Contains(commonWords, w)
		}
	}
	type found struct{ name, dir, file string }
	var out []found
	for _, file := range files {
		name, dir := u.program(file), path.Dir(file)
		if name == "" {
			continue
		}
		if slices.ContainsFunc(append(manifest.Words(name), manifest.Words(path.Base(dir))...), func(w string) bool { return deployed[w] }) {
			return
		}
		out = append(out, found{name, dir, file})
	}
	for _, f := range out {
		if u.free(f.file, f.dir) {
			u.add(manifest.Application, f.name, f.dir, f.file)
		}
	}
}

// program is the name of the program that a file is of which says what it asks for; "" if it
// serves nothing.
func (u *undeclaredIn) program(file string) string {
	dir := path.Dir(file)
	data, err := u.src.Tree.ReadFile(file)
	if !u.free(file, dir) || err != nil || len(data) > manifest.MaxFile {
		return ""
	}
	name, asks := "", []string(nil)
	base := path.Base(file)
	switch {
	case base == "package.json":
		name, asks = nodeProgram(data)
	case u.src.Has(path.Join(dir, "src/main.rs")):
		name, asks = crate(file, data)
	}
	if !slices.ContainsFunc(asks, func(a string) bool { return slices.Contains(serverLibraries[base], a) }) {
		return ""
	}
	return path.Base(name)
}

// crate is the name of a crate and what it depends on.
func crate(file string, data []byte) (name string, asks []string) {
	t, err := toml.Parse(file, data)
	if err != nil {
		return "", nil
	}
	for a := range t.Table("dependencies").All() {
		asks = append(asks, a)
	}
	return t.Text("package", "name"), asks
}

// nodeProgram is the name of a package that can be started and what it depends on.
func nodeProgram(data []byte) (name string, asks []string) {
	var p struct {
		Name         string
		Scripts      map[string]string
		Dependencies map[string]string
	}
	if json.Unmarshal(data, &p) != nil || p.Scripts["start"] == "" {
		return "", nil
	}
	return p.Name, slices.Sorted(maps.Keys(p.Dependencies))
}
