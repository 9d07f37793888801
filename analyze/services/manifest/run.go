package manifest

import (
	"slices"
	"strings"
)

// Run is a container that a script starts and that is removed when it has ended.
type Run struct {
	Image   string // last element of the image's name, without tag
	Network bool   // it is put into a network, where names of others may lead to them
	Line    int    // of the command
}

// Runs lists the commands docker run --rm of a script, or podman's, which wait for the end
// of what they start. Words that the script puts together when it runs are not known.
func Runs(script string) []Run {
	var out []Run
	lines := strings.Split(script, "\n")
	for i := 0; i < len(lines); i++ {
		at, words := i, strings.Fields(lines[i])
		for len(words) > 0 && words[len(words)-1] == `\` && i+1 < len(lines) {
			i++
			words = append(words[:len(words)-1], strings.Fields(lines[i])...)
		}
		run := slices.Index(words, "run")
		if run < 1 || strings.HasPrefix(words[0], "#") || !isContainerTool(words[run-1]) {
			continue
		}
		if r, ok := runOf(words[run+1:]); ok {
			r.Line = at + 1
			out = append(out, r)
		}
	}
	return out
}

// isContainerTool tells docker and podman, and variables that are called after them.
func isContainerTool(word string) bool {
	word = strings.ToLower(word)
	return strings.Contains(word, "docker") && !strings.Contains(word, "compose") || strings.Contains(word, "podman")
}

// runOf reads the words after run: flags, the image, and its command line. Which words are
// values of flags is not told by themselves: the image is the first one that looks like
// the reference of an image and follows no flag of a volume or a setting.
func runOf(words []string) (Run, bool) {
	var r Run
	removed := false
	for i, w := range words {
		switch {
		case w == "--rm":
			removed = true
		case w == "-d", w == "--detach", w == "-p", strings.HasPrefix(w, "--publish"):
			return r, false
		case strings.HasPrefix(w, "--net"):
			r.Network = true
		case strings.HasPrefix(w, "-"):
		case i > 0 && slices.Contains(valueFlags, words[i-1]):
		case strings.ContainsAny(w, "/:") && !strings.ContainsAny(w[:1], "/.$~"):
			r.Image = imageName(w)
			return r, removed && r.Image != ""
		}
	}
	return r, false
}

// valueFlags are flags of docker run whose next word is their value.
var valueFlags = strings.Fields("-v --volume --mount -e --env --env-file -w --workdir -u --user --name --entrypoint --platform -h --hostname --add-host -l --label")
