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

// program adds the program of a file that says what it asks for.
func (u *undeclaredIn) program(file string) {
	dir := path.Dir(file)
	data, err := u.src.Tree.ReadFile(file)
	if !u.free(file, dir) || err != nil || len(data) > manifest.MaxFile {
		return
	}
	name, asks := "", []string(nil)
	switch base := path.Base(file); base {
	case "Cargo.toml":
		if u.src.Has(path.Join(dir, "src/main.rs")) {
			name, asks = crate(file, data)
		}
	case "package.json":
		name, asks = nodeProgram(data)
	}
	if slices.ContainsFunc(u.deployed, func(d string) bool { return alike(d, name) }) {
		return // what runs is built from it, or from what it is a part of
	}
	if slices.ContainsFunc(asks, func(a string) bool { return slices.Contains(serverLibraries[path.Base(file)], a) }) {
		u.add(manifest.Application, path.Base(name), dir, file)
	}
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
