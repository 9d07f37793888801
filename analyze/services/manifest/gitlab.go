package manifest

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// pipeline reads the jobs of .gitlab-ci.yml that deploy something, and what they need. That
// a job of a later stage waits for all of the earlier ones says nothing of single services,
// and files that it includes are not read.
func pipeline(s *Source) []Stage {
	file := path.Join(s.Folder, ".gitlab-ci.yml")
	if !s.Has(file) {
		return nil
	}
	data, ok := s.manifest(file)
	if !ok || !bytes.Contains(data, []byte("needs")) {
		return nil
	}
	var out []Stage
	for _, doc := range s.documents(file, data, func([]byte) bool { return true }) {
		out = append(out, pipelineJobs(file, doc, len(out))...)
	}
	return out
}

// pipelineJobs are the jobs of one document; first is the index of the first of them.
func pipelineJobs(file string, doc *yaml.Node, first int) []Stage {
	jobs := slices.DeleteFunc(slices.Clone(doc.Map()), func(p yaml.Pair) bool {
		return strings.HasPrefix(p.Key, ".") || p.Value.Get("script") == nil
	})
	at := map[string]int{}
	for i, j := range jobs {
		at[j.Key] = i
	}
	out := make([]Stage, len(jobs))
	for i, j := range jobs {
		out[i] = pipelineJob(j)
		for _, n := range j.Value.Get("needs").List() {
			name, line := n.Text(), n.Line
			if job, ok := n.Pair("job"); ok {
				name, line = job.Value.Text(), job.Line
			}
			if k, ok := at[name]; ok && k != i {
				out[i].After = append(out[i].After, After{first + k, finding.Location{File: file, Line: line}})
			}
		}
	}
	return out
}

func pipelineJob(j yaml.Pair) Stage {
	out := Stage{Kind: JobNeeds}
	words := Words(j.Key)
	if HasAny(words, undoWords) {
		return out
	}
	found := HasAny(words, deployWords)
	for _, key := range []string{"before_script", "script"} {
		for _, line := range append(j.Value.Get(key).List(), j.Value.Get(key)) {
			does := out.commands(line.Text(), "")
			found = found || does
		}
	}
	if !found {
		return Stage{Kind: JobNeeds}
	}
	out.called(words)
	out.targets(j.Value.Get("variables"))
	return out
}
