package services

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services/manifest"
)

// noJobs are kinds that go by a path or hold many things, whose names do not tell a job.
var noJobs = []string{
	manifest.Terragrunt, manifest.TerraformRoot, manifest.Terraform, manifest.CloudFormation, manifest.Helm,
	manifest.Argo, manifest.Flux, manifest.Dapr, manifest.SeamYAML,
}

// findJobs notes which nodes run and end: those of which a declaration says so, or their
// name, and none that they stay; and those that only scripts start, to be removed when they
// have ended.
func findJobs(src *manifest.Source, nodes []*node) {
	started := map[string]*node{} // by squashed name; images that no manifest runs
	for _, n := range nodes {
		if slices.ContainsFunc(n.units, func(u *unit) bool { return u.Stays }) || n.class == Data || n.class == Telemetry {
			continue
		}
		for _, u := range n.units {
			if u.Job != nil && n.job == nil {
				n.job = u.Job
			}
		}
		if n.job == nil && manifest.NamesJob(n.ownName()) && !slices.Contains(noJobs, n.kind()) {
			n.job = &manifest.Job{By: "name", At: n.units[0].At}
		}
		if n.job == nil && n.kind() == manifest.Dockerfile {
			started[manifest.Squash(n.ownName())] = n
		}
	}
	if len(started) > 0 {
		startedByScripts(src, started)
	}
}

// maxScript bounds a script that is looked through for what it starts, in bytes.
const maxScript = 1 << 20

// startedByScripts notes the images that scripts and makefiles start with docker run --rm. A
// script without an ending is looked at if it is called after an image, as that of an
// installer is.
func startedByScripts(src *manifest.Source, images map[string]*node) {
	for _, file := range src.Under(src.Folder) {
		base := path.Base(file)
		switch {
		case base == "Makefile", base == "GNUmakefile", base == "justfile", strings.HasSuffix(base, ".mk"), path.Ext(base) == ".sh":
		case images[base] != nil:
		default:
			continue
		}
		if src.Aside(file) != "" {
			continue
		}
		data, err := src.Tree.ReadFile(file)
		if err != nil || len(data) > maxScript || !strings.Contains(string(data), " run ") {
			continue
		}
		for _, c := range manifest.Runs(string(data)) {
			if n := images[manifest.Squash(c.Image)]; n != nil && n.job == nil {
				n.job, n.alone = &manifest.Job{By: "docker run", At: finding.Location{File: file, Line: c.Line}}, !c.Network
			}
		}
	}
}
