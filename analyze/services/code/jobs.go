package code

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/source"
)

// jobCall is a call of a library that runs jobs of a queue, in lower case.
type jobCall struct {
	library   string // a word that the file holds
	publishes bool
	how       string // "new": constructed, "@": an annotation, "": called
	label     string // of the argument that is the name; "" for the first one
	field     string // what the name is of the settings that are the argument
}

// jobCalls are the calls by which jobs are handed out and taken. Whoever takes them owns
// what they hold.
var jobCalls = map[string][]jobCall{
	"queue":        {{library: "bull", publishes: true, how: "new"}},
	"worker":       {{library: "bull", how: "new"}},
	"injectqueue":  {{library: "bull", publishes: true, how: "@"}},
	"processor":    {{library: "bull", how: "@"}},
	"send_task":    {{library: "celery", publishes: true}},
	"task":         {{library: "celery", label: "name"}},
	"shared_task":  {{library: "celery", label: "name"}},
	"newtask":      {{library: "asynq", publishes: true}},
	"handle":       {{library: "asynq"}},
	"handlefunc":   {{library: "asynq"}},
	"newqueue":     {{library: "go-queue", field: ".Topic"}},
	"mustnewqueue": {{library: "go-queue", field: ".Topic"}},
}

// jobs finds the jobs that a file hands out and takes.
func (m messenger) jobs(i int) {
	v := m.v
	if v.marks[i].trait&runsJob == 0 {
		return
	}
	for _, c := range jobCalls[strings.ToLower(v.text(i))] {
		open := i + 1
		if v.is(open, "<") { // type arguments
			for open < min(len(v.tokens)-1, i+maxChain/2) && !v.is(open, "(") {
				open++
			}
		}
		if !v.is(open, "(") || !bytes.Contains(bytes.ToLower(v.src[:min(len(v.src), 8000)]), []byte(c.library)) || v.is(i-1, "func") {
			continue
		}
		switch {
		case c.how == "new" && !v.constructed(i), c.how == "@" && !v.is(i-1, "@"):
			continue
		case c.how == "" && c.label == "" && !v.is(i-1, "."):
			continue
		}
		if name := m.jobName(open, c); name != "" {
			m.add(Topic{Publishes: c.publishes, Command: c.field == "", Names: []string{name}}, i)
			return
		}
	}
}

// jobName is the name that a call is given: a literal, or a name that other files know.
func (m messenger) jobName(open int, c jobCall) string {
	v := m.v
	at := open + 1
	if c.label != "" {
		for at = open + 1; at < v.closer(open); at++ {
			if v.inside[at] == open && v.literal(at) && v.label(at) == c.label {
				break
			}
		}
	}
	switch {
	case at >= v.closer(open):
		return ""
	case v.literal(at) && v.lang != source.Ruby:
		if s := v.value(at); c.field == "" && !strings.ContainsAny(s, " \n{/") {
			return s
		}
		return ""
	case !v.word(at) || c.label != "":
		return ""
	}
	for v.is(at+1, ".") && v.word(at+2) {
		at += 2
	}
	if !v.is(at+1, ",") && !v.is(at+1, ")") {
		return ""
	}
	if value, ok := m.constant(v.text(at)); ok && c.field == "" {
		return value
	}
	words := v.before(at + 1)
	slices.Reverse(words)
	if c.field != "" {
		return "@" + strings.Join(words, ".") + c.field
	}
	if len(words) < 2 {
		return "" // a variable
	}
	return "@?" + strings.Join(words, ".")
}
