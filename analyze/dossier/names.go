package dossier

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/regex"
	"seam/analyze/source"
)

// names finds words of the company or the product.
type names struct {
	words  []string // lower case, sorted
	quoted [][]byte // the same
	owners []string // host/owner, lower case: beginnings of this repository's own import paths
}

// hosts that keep repositories of many owners: their name says nothing.
var codeHosts = source.Words("github.com gitlab.com bitbucket.org codeberg.org gitea.com gopkg.in sr.ht git.sr.ht")

// general are first path elements that name nobody.
var general = source.Words("example com org www git go code src mod module test")

// namesOf takes the names that the request gives, else the owners that the modules' names
// name: of a Go module path the second element on a code host, else the host's own name;
// of a Maven group what stands behind the top domain, or behind a code host. Names of
// other ecosystems name parts and products, and no owner that could be told from these.
func namesOf(q Request) names {
	var n names
	for _, m := range q.Imports.Modules {
		owner, word := ownerOf(m)
		if owner != "" {
			n.owners, n.words = append(n.owners, owner), append(n.words, word)
		}
	}
	if len(q.Names) > 0 {
		n.words = nil
		for _, w := range q.Names {
			n.words = append(n.words, strings.ToLower(w))
		}
	}
	n.words = slices.DeleteFunc(n.words, func(w string) bool { return len(w) < 3 || len(q.Names) == 0 && general[w] })
	slices.Sort(n.words)
	n.words = slices.Compact(n.words)
	slices.Sort(n.owners)
	n.owners = slices.Compact(n.owners)
	for _, w := range n.words {
		n.quoted = append(n.quoted, []byte(w))
	}
	return n
}

// ownerOf is how the names of a module's code begin, and the word of it that names its
// owner; "" if its name names none.
func ownerOf(m imports.Module) (owner, word string) {
	name := strings.ToLower(m.Name)
	switch m.Language {
	case "java", "kotlin", "scala":
		group, _, _ := strings.Cut(name, ":")
		labels := strings.Split(group, ".")
		n := 2
		if len(labels) > 2 && codeHosts[labels[1]+"."+labels[0]] || len(labels) > 2 && labels[1] == "github" {
			n = 3
		}
		if len(labels) < n {
			return "", ""
		}
		return strings.Join(labels[:n], "."), labels[n-1]
	case "go", "":
	default:
		return "", ""
	}
	parts := strings.Split(name, "/")
	switch {
	case codeHosts[parts[0]] && len(parts) > 1:
		return parts[0] + "/" + parts[1], parts[1]
	case strings.Contains(parts[0], "."):
		labels := strings.Split(parts[0], ".")
		return parts[0], labels[len(labels)-2]
	}
	return "", ""
}

// in lists the lines of a file on which a name stands, each once a name.
func (n names) in(file string, content []byte) []Mention {
	if len(n.words) == 0 || isLicenceName(strings.ToLower(path.Base(file))) {
		return nil
	}
	var out []Mention
	lower := bytes.ToLower(content)
	for i, w := range n.quoted {
		lines := lineCounter{content: lower}
		for at, last := licenceEnd(lower), 0; len(out) < maxMentions; {
			k := bytes.Index(lower[at:], w)
			if k < 0 {
				break
			}
			k += at
			at = k + len(w)
			if !n.counts(lower, k, at) {
				continue
			}
			if line := lines.at(k); line != last {
				out, last = append(out, Mention{finding.Location{File: file, Line: line}, n.words[i]}), line
			}
		}
	}
	return out
}

// licenceEnd is where the comment that a file begins with ends, if it speaks of a licence:
// that names the owner by law, and goes along.
func licenceEnd(lower []byte) int {
	text := bytes.TrimLeft(lower, " \t\r\n\ufeff")
	begin := len(lower) - len(text)
	end := 0
	for open, shut := range map[string]string{"/*": "*/", "<!--": "-->"} {
		if bytes.HasPrefix(text, []byte(open)) {
			end = bytes.Index(text, []byte(shut))
		}
	}
	for _, mark := range []string{"//", "#", "--"} {
		for bytes.HasPrefix(text[max(0, end):], []byte(mark)) {
			line := bytes.IndexByte(text[end:], '\n')
			if line < 0 {
				return len(lower)
			}
			end += line + 1
		}
	}
	if end <= 0 || !bytes.Contains(text[:end], []byte("licen")) {
		return 0
	}
	return begin + end
}

// around is how far from a name its line and its path are looked for, in bytes.
const around = 300

// isOwn reports whether a word is a path that begins with this repository's own owner.
func isOwn(word, owner string) bool {
	return strings.Contains(owner, "/") && strings.Contains(word, owner) || strings.HasPrefix(word, owner+"/") || strings.HasPrefix(word, owner+".")
}

// counts reports whether the text from..to is a word of its own, outside an import path
// and a line about copyright.
func (n names) counts(lower []byte, from, to int) bool {
	if from > 0 && isLetter(lower[from-1]) || to < len(lower) && isLetter(lower[to]) {
		return false
	}
	low, high := max(0, from-around), min(len(lower), to+around)
	start, end := from, to
	for start > low && isPath(lower[start-1]) {
		start--
	}
	for end < high && isPath(lower[end]) {
		end++
	}
	word := string(lower[start:end])
	if slices.ContainsFunc(n.owners, func(o string) bool { return isOwn(word, o) }) {
		return false
	}
	line := lower[low+bytes.LastIndexByte(lower[low:from], '\n')+1 : high]
	if i := bytes.IndexByte(lower[to:high], '\n'); i >= 0 {
		line = lower[low+bytes.LastIndexByte(lower[low:from], '\n')+1 : to+i]
	}
	return !bytes.Contains(line, []byte("copyright")) && !bytes.HasPrefix(line, []byte("package "))
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 0x80 }

func isPath(b byte) bool {
	return isLetter(b) || b >= '0' && b <= '9' || strings.IndexByte("._-/~", b) >= 0
}

var internalHost = regex.New(`(?i)\b(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?:internal|corp|intranet|lan|localdomain)\b`)

// internalDomains are the domains of internalHost.
var internalDomains = []string{"internal", "corp", "intranet", "lan", "localdomain"}

// publicInternal matches hosts that every machine of a platform knows by that name.
var publicInternal = regex.New(`(?i)(^|\.)(docker|google|compute|ec2|kubernetes|containers|cluster|k8s|example|test|foo|bar|acme|host|localhost)\.(internal|corp|intranet|lan|localdomain)$`)

// hostsIn lists the lines that name a host inside a house's own network.
func hostsIn(file string, content []byte) []Mention {
	if !containsAny(content, ".internal", ".corp", ".intranet", ".lan\"", ".lan:", ".lan/", ".localdomain") {
		return nil
	}
	var out []Mention
	lines := lineCounter{content: content}
	matches := 0
	for at := nextInternal(content, 0); at >= 0 && matches < maxMentions; {
		start, end := bytes.LastIndexByte(content[:at], '\n')+1, len(content)
		if n := bytes.IndexByte(content[at:], '\n'); n >= 0 {
			end = at + n
		}
		for _, m := range internalHost().FindAllIndex(content[start:end], maxMentions-matches) {
			matches++
			from, to := start+m[0], start+m[1]
			host := string(content[from:to])
			if publicInternal().MatchString(host) || !isHostPlace(content, from, to) {
				continue
			}
			out = append(out, Mention{finding.Location{File: file, Line: lines.at(from)}, strings.ToLower(host)})
		}
		at = nextInternal(content, end)
	}
	return out
}

// nextInternal is where the next dot stands behind which a domain of internalHost
// begins; -1 if there is none from an offset on.
func nextInternal(content []byte, from int) int {
	for {
		k := bytes.IndexByte(content[from:], '.')
		if k < 0 {
			return -1
		}
		from += k + 1
		rest := content[from:]
		for _, domain := range internalDomains {
			if len(rest) >= len(domain) && rest[0]|0x20 == domain[0] && bytes.EqualFold(rest[:len(domain)], []byte(domain)) {
				return from - 1
			}
		}
	}
}

// isHostPlace tells a host from a name in code or a path: a quote, a slash of a URL or
// an at sign stands before it, and none of what continues a name behind it.
func isHostPlace(content []byte, from, to int) bool {
	if from == 0 || !strings.ContainsRune("\"'`/@,", rune(content[from-1])) {
		return false
	}
	if content[from-1] == '/' && (from < 3 || string(content[from-3:from]) != "://") {
		return false
	}
	return to >= len(content) || !unicode.IsLetter(rune(content[to])) && !strings.ContainsRune(".-_(/", rune(content[to])) ||
		content[to] == '/' && content[from-1] == '/'
}

// isPackage reports whether a name with dots is that of a package here, as languages that
// join folders by dots write it: okhttp3.internal is no host where that package lies.
func isPackage(g *imports.Graph, name string) bool {
	folder := strings.ReplaceAll(name, ".", "/")
	return slices.ContainsFunc(g.Packages, func(p imports.Package) bool {
		lower := strings.ToLower(p.Path)
		return lower == folder || strings.HasSuffix(lower, "/"+folder)
	})
}

func containsAny(content []byte, needles ...string) bool {
	return slices.ContainsFunc(needles, func(s string) bool { return bytes.Contains(content, []byte(s)) })
}
