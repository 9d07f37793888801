package page

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/forge"
	"seam/analyze/source"
	"seam/report/model"
)

// host is where the repository of a report is shown to a browser: a click on a commit or on a
// line of a file leads there. The page asks nothing of it by itself.
type host struct {
	page   forge.Page
	head   string // commit whose files the report is about; "" where there is none
	folder string // the analysed folder; "" for all of the repository
}

func hostOf(r *model.Report) host {
	h := host{page: r.Repository.Web}
	if r.Diff == nil && isCommit(r.Repository.Head) {
		h.head = r.Repository.Head
	}
	if f := r.Repository.Folder; f != "." {
		h.folder = f
	}
	return h
}

// shortID is how many digits of a commit's id stand in a report.
const shortID = 10

// shows is the address of what a text names, if that is a commit or a line of a file and
// nothing else; "" for others.
func (h host) shows(text string) string {
	if h.page == "" {
		return ""
	}
	if isCommit(text) {
		return h.page.Commit(text)
	}
	colon := strings.LastIndexByte(text, ':')
	if colon < 0 || h.head == "" {
		return ""
	}
	file, line := text[:colon], text[colon+1:]
	if !isLine(line) || !isFile(file) {
		return ""
	}
	return h.page.File(h.head, path.Join(h.folder, file), line)
}

// isCommit reports whether a text is the id of a commit: digits alone are a number, letters
// alone a word.
func isCommit(text string) bool {
	return (len(text) == shortID || len(text) == 40) && strings.Trim(text, "0123456789abcdef") == "" &&
		strings.ContainsAny(text, "0123456789") && strings.ContainsAny(text, "abcdef")
}

func isLine(text string) bool {
	return text != "" && text[0] != '0' && strings.Trim(text, "0123456789") == ""
}

// manifests are endings of files that reports give lines of, besides those of source; a host
// with a port has none of them.
var manifests = []string{".mod", ".work", ".json", ".yaml", ".yml", ".toml", ".xml", ".gradle", ".lock", ".props", ".csproj"}

func isFile(name string) bool {
	return !strings.ContainsAny(name, " \\\"") && (source.LanguageOf(name) != "" || slices.Contains(manifests, path.Ext(name)))
}
