package manifest

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/imports"
	"seam/analyze/regex"
)

// jobs is what one workflow of GitHub Actions deploys, without the name of the file.
type jobs struct {
	Documents [][]keptJob
	Broken    bool // does not parse: whoever asks reads it again to say why
	TooLarge  bool // nobody looked
}

type keptJob struct {
	Names, Paths []string // as in Stage
	After        []need
}

// need is a job of the same list that another waits for, and the line that says so.
type need struct{ Job, Line int }

// jobsVersion is raised by whoever makes jobsOf say something else of some content.
const jobsVersion = 1

var jobReader = imports.Reader[jobs]{
	Name: "workflow-jobs", Version: jobsVersion, Large: true,
	Facts: func(_ string, src []byte) jobs { return jobsOf(src) },
}

func jobsOf(text []byte) jobs {
	if len(text) > MaxFile {
		return jobs{TooLarge: true}
	}
	if !bytes.Contains(text, []byte("needs")) {
		return jobs{}
	}
	var out jobs
	var s Source
	for _, doc := range s.documents("", text, func([]byte) bool { return true }) {
		out.Documents = append(out.Documents, workflow(doc))
	}
	out.Broken = len(s.templates)+len(s.invalid) > 0
	return out
}

// workflows reads the jobs of every workflow of GitHub Actions that deploy something, and
// those between them: a list for each file, whose stages refer to one another.
func workflows(s *Source) [][]Stage {
	var out [][]Stage
	files := slices.DeleteFunc(slices.Clone(s.Under(".github/workflows")), func(f string) bool { return !IsYAML(f) })
	found, errs, err := jobReader.Scan(context.Background(), s.Tree, files, s.Cache)
	for i, file := range files {
		if err != nil || errs[i] != nil {
			s.missing = append(s.missing, file)
			continue
		}
		if found[i].TooLarge || found[i].Broken { // manifest and documents note that
			if data, ok := s.manifest(file); ok {
				s.documents(file, data, func([]byte) bool { return true })
			}
		}
		for _, doc := range found[i].Documents {
			stages := make([]Stage, len(doc))
			for k, j := range doc {
				stages[k] = Stage{Kind: JobNeeds, Names: j.Names, Paths: j.Paths}
				for _, n := range j.After {
					stages[k].After = append(stages[k].After, After{n.Job, finding.Location{File: file, Line: n.Line}})
				}
			}
			out = append(out, stages)
		}
	}
	return out
}

func workflow(doc *yaml.Node) []keptJob {
	jobs := doc.Get("jobs").Map()
	at := map[string]int{}
	for i, j := range jobs {
		at[j.Key] = i
	}
	out := make([]keptJob, len(jobs))
	for i, j := range jobs {
		stage := job(j)
		out[i] = keptJob{Names: stage.Names, Paths: stage.Paths}
		needs := j.Value.Get("needs")
		for _, n := range append(needs.List(), needs) {
			if k, ok := at[n.Text()]; ok && k != i {
				out[i].After = append(out[i].After, need{k, n.Line})
			}
		}
	}
	return out
}

var (
	deployWords = []string{"deploy", "deploys", "deployment", "rollout", "release"}
	undoWords   = []string{"destroy", "teardown", "cleanup", "rollback", "undeploy", "delete", "preview"}
	// stageWords stand in the names of jobs beside that of what they deploy.
	stageWords = []string{"to", "the", "service", "app", "prod", "production", "staging", "stage", "dev", "development", "qa", "uat"}
	// targetWords stand in the keys of inputs that say what is deployed, or from where.
	targetWords = []string{"service", "services", "servicename", "app", "apps", "appname", "application", "component", "components", "project", "target",
		"path", "dir", "directory", "folder", "chart", "release"}
	// deploys are commands that put something into use.
	deploys = regex.New(`\b(kubectl\s.*\b(apply|replace|set image|rollout restart)\b|helm\s.*\b(upgrade|install)\b|helmfile\s.*\b(apply|sync)\b|` +
		`docker[ -]compose\s.*\bup\b|docker stack deploy|skaffold (run|deploy)|(terraform|terragrunt|tofu)\s.*\bapply\b|gcloud (run|app|functions) deploy|` +
		`aws ecs update-service|aws lambda update-function-code|(sam|serverless|sls|cdk|fly|flyctl|kamal|wrangler) deploy|argocd app sync|nomad (job )?run)`)
)

// job is the stage of one CI job, empty if the job deploys nothing.
func job(j yaml.Pair) Stage {
	out := Stage{Kind: JobNeeds}
	id, name := Words(j.Key), Words(j.Value.Get("name").Text())
	uses := j.Value.Get("uses").Text()
	if HasAny(slices.Concat(id, name), undoWords) {
		return out
	}
	named := HasAny(id, deployWords) || HasAny(name, deployWords) || HasAny(Words(path.Base(uses)), deployWords)
	folder := j.Value.At("defaults", "run", "working-directory").Text()
	found := named
	for _, step := range j.Value.Get("steps").List() {
		does := out.step(step, folder)
		found = found || does
	}
	if !found {
		return Stage{Kind: JobNeeds}
	}
	out.called(id)
	out.called(name)
	out.targets(j.Value.Get("with"))
	out.targets(j.Value.Get("env"))
	matrix := j.Value.At("strategy", "matrix")
	out.targets(matrix)
	for _, leg := range matrix.Get("include").List() {
		out.targets(leg)
	}
	return out
}

// called takes the name of a unit out of the words of a job's name: of deploy-cart-to-prod cart.
func (out *Stage) called(words []string) {
	if !HasAny(words, deployWords) {
		return
	}
	rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(deployWords, w) })
	out.Names = append(out.Names, strings.Join(rest, "-"))
	rest = slices.DeleteFunc(rest, func(w string) bool { return slices.Contains(stageWords, w) })
	out.Names = append(out.Names, strings.Join(rest, "-"))
}

// step takes in what a step deploys, and reports whether it does.
func (out *Stage) step(step *yaml.Node, folder string) bool {
	if d := step.Get("working-directory").Text(); d != "" {
		folder = d
	}
	does := HasAny(Words(path.Base(step.Get("uses").Text())), deployWords)
	if does {
		out.targets(step.Get("with"))
	}
	if out.commands(step.Get("run").Text(), folder) {
		does = true
	}
	if does && folder != "" {
		out.Paths = append(out.Paths, path.Clean(folder))
	}
	return does
}

// commands takes in what the lines of a script deploy, run in a folder, and reports whether
// one does.
func (out *Stage) commands(script, folder string) bool {
	does := false
	for line := range strings.Lines(strings.ReplaceAll(script, "\\\n", " ")) {
		verb := deploys().FindStringIndex(line)
		if verb == nil {
			continue
		}
		does = true
		for _, w := range shellWords(line[:verb[1]]) {
			if isPath(w) {
				out.Paths = append(out.Paths, path.Join(folder, w))
			}
		}
		for _, w := range shellWords(line[verb[1]:]) {
			if isPath(w) {
				out.Paths = append(out.Paths, path.Join(folder, w))
			}
			_, name, ok := strings.Cut(w, "/") // deployment/web
			if !ok {
				name = w
			}
			out.Names = append(out.Names, name)
		}
	}
	return does
}

// shellWords are the words of a command line, without flags and the values of those that
// say where something is deployed.
func shellWords(line string) []string {
	all := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'=;&|", r) })
	var out []string
	for i, w := range all {
		if !strings.HasPrefix(w, "-") && (i == 0 || !isScopeFlag(all[i-1])) {
			out = append(out, w)
		}
	}
	return out
}

// isScopeFlag reports whether a flag's value is a place (namespace, cluster), not a thing to deploy.
func isScopeFlag(w string) bool {
	switch w {
	case "-n", "--namespace", "--context", "--cluster", "--region", "--kube-context", "--project", "-c", "--container":
		return true
	}
	return false
}

// targets takes the values of keys that say what is deployed.
func (out *Stage) targets(n *yaml.Node) {
	for _, p := range n.Map() {
		if !HasAny(append(Words(p.Key), Squash(p.Key)), targetWords) {
			continue
		}
		for _, v := range append(p.Value.List(), p.Value) {
			for _, w := range strings.FieldsFunc(v.Text(), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
				out.Names = append(out.Names, w)
				if isPath(w) {
					out.Paths = append(out.Paths, path.Clean(w))
				}
			}
		}
	}
}
