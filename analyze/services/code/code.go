// Package code reads what program text and the configuration that belongs to it say
// of other services: hosts that stand in them, typed contracts that are used or
// served, topics that are published or consumed, and which settings are read.
//
// It works on the tokens of analyze/source, so that nothing in a comment counts, and
// on brackets: which call a literal is an argument of, under which name, beside which
// other literals. Files of configuration are read as keys and values; proxies
// (nginx, Envoy, HAProxy, Caddy, Apache) by their directives.
//
// Generated code is no evidence and is left out by Read, save the clients that wrappers
// around generated stubs of Go make.
//
// Limits: no types and no data flow beyond one name that one literal is given to. A
// host, a topic or a client that is put together at run time is not seen, or is
// reported as Computed where the call that takes it is known.
package code

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// How a host is named: the kinds of Host.
const (
	Literal   = "literal"   // scheme://host or host:port in code
	Default   = "default"   // a bare name in place of an address, as the fallback of a setting is
	Discovery = "discovery" // a name handed to a client or to service discovery
	Config    = "config"    // an address in a configuration file
	Proxy     = "proxy"     // where a proxy sends requests
)

// Host is the name of a host that stands in a file.
type Host struct {
	Kind string
	Name string // lower case; may hold ${KEY} in Proxy
	Key  string // of a configuration file
	Of   string // the interface of Java or Kotlin that is a client of it, by its annotation
	As   string // the constant that it is given to
	Line int
	Text string // the line, not redacted
}

// Contract is a gRPC service that a file calls or serves.
type Contract struct {
	Name   string // as the definition has it, without package
	Serves bool
	Line   int
	Text   string
}

// Topic is one place that publishes or consumes messages.
type Topic struct {
	Publishes bool
	Type      bool     // Names is one message type; without names, the message alone says where it goes
	Command   bool     // whoever consumes it owns the contract
	Created   bool     // of a Type: it is made here, and published only if somebody consumes it
	Names     []string // exchange, topic, key, queue; ${KEY} for a setting, @NAME for a name of another file, @?NAME for one that stands for itself where it is not found; nil if computed
	Line      int
	Text      string
}

// Facts are what one file says.
type Facts struct {
	Hosts     []Host
	Ports     []Port
	Contracts []Contract
	Topics    []Topic
	Specs     []Spec
	Makes     map[string]bool   // packages of Go of which it makes something, by the last element of their paths; clients of Java and Kotlin that it names
	Keys      map[string]bool   // settings asked for that it mentions
	Given     map[string]bool   // settings asked for that a configuration of .NET gives, which says nothing of who reads them
	Consts    map[string]string // names for topics and what they stand for
	Settings  map[string]string // keys of a configuration file for topics, and their values
	Size      int               // bytes that were read
}

// Wanted is what the readers look for; bare names of other hosts are no facts.
type Wanted struct {
	Hosts map[string]bool // names of services, lower case
	Keys  *Keys
}

// Digest tells apart what is wanted: the facts of one content are the same where it is.
func (w Wanted) Digest() string {
	h := sha256.New()
	for _, names := range [][]string{slices.Sorted(maps.Keys(w.Hosts)), w.Keys.all} {
		fmt.Fprintf(h, "%d\n", len(names))
		for _, name := range names {
			fmt.Fprintf(h, "%q\n", name)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// maxFile is the largest file that is read, in bytes: larger ones are data.
const maxFile = 1 << 20

// Reader reads one file after another in the same room. It is for one goroutine.
type Reader struct {
	Wanted
	view view
}

// NewReader makes a reader of what is wanted.
func NewReader(w Wanted) *Reader { return &Reader{Wanted: w, view: view{words: newWords(w.Keys)}} }

// Read reads one file, of whose name only the base counts; nil if it is no code, configuration or
// proxy, or too large. Of generated code only wrappers of clients are read.
func (r *Reader) Read(file string, src []byte) *Facts {
	if len(src) > maxFile || bytes.IndexByte(src[:min(len(src), 8000)], 0) >= 0 {
		return nil
	}
	if generated(file, src) {
		return r.wrapper(file, src)
	}
	f := &Facts{Keys: map[string]bool{}, Consts: map[string]string{}, Settings: map[string]string{}, Size: len(src)}
	l := source.Language(source.LanguageOf(file))
	switch {
	case isProxy(file):
		r.proxy(f, file, src)
	case source.Has(l) && l != source.Protobuf:
		v := &r.view
		v.cut(l, src)
		v.assignments()
		r.keysOf(f, v)
		r.hosts(f, v)
		v.portsOf(f)
		contracts(f, v)
		makes(f, v)
		messages(f, v)
		f.detach()
	case isBuild(file):
		specs(f, src)
		r.Keys.inText(f.Keys, string(src))
		r.Keys.imports(f.Keys, string(src), true)
	case isConfig(file):
		r.config(f, file, src)
	default:
		r.Keys.inText(f.Keys, withoutHashes(src))
	}
	return f
}

// Shift moves the facts of a text that stands in another file down by lines.
func (f *Facts) Shift(lines int) {
	for i := range f.Hosts {
		f.Hosts[i].Line += lines
	}
	for i := range f.Contracts {
		f.Contracts[i].Line += lines
	}
	for i := range f.Topics {
		f.Topics[i].Line += lines
	}
}

// detach copies the names that are parts of the file's text, so that facts do not keep it.
func (f *Facts) detach() {
	for i := range f.Hosts {
		h := &f.Hosts[i]
		h.Name, h.Of, h.As = strings.Clone(h.Name), strings.Clone(h.Of), strings.Clone(h.As)
	}
	for i := range f.Contracts {
		f.Contracts[i].Name = strings.Clone(f.Contracts[i].Name)
	}
	for i := range f.Topics {
		for j, name := range f.Topics[i].Names {
			f.Topics[i].Names[j] = strings.Clone(name)
		}
	}
	consts := make(map[string]string, len(f.Consts))
	for name, value := range f.Consts {
		consts[strings.Clone(name)] = strings.Clone(value)
	}
	f.Consts = consts
}

// marks tell generated files, in lower case.
var marks = []string{"do not edit", "@generated", "<auto-generated", "autogenerated", "generated by the protocol buffer", "generated by protoc", "generated by the grpc"}

// maxMark is how far from its beginning a file may say that it is generated.
const maxMark = 1500

// generated tells files that a program wrote, by name or by what their beginning says.
func generated(file string, src []byte) bool {
	base := strings.ToLower(path.Base(file))
	for _, end := range []string{".pb.go", "_pb2.py", "_pb2_grpc.py", "_pb.js", "_pb.d.ts", "_pb.ts", "_pb.rb", ".g.cs", ".designer.cs", ".min.js", ".bundle.js", "wire_gen.go"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	if source.LanguageOf(file) == "" {
		return false
	}
	var room [maxMark]byte
	start := lowered(room[:0], src[:min(len(src), maxMark)])
	return (bytes.Contains(start, []byte("generated")) || bytes.Contains(start, []byte("do not edit"))) &&
		slices.ContainsFunc(marks, func(m string) bool { return bytes.Contains(start, []byte(m)) })
}

// lowered appends text with the capital letters of ASCII made small.
func lowered(to, text []byte) []byte {
	for _, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// withoutHashes drops lines that are comments in most formats without a lexer.
func withoutHashes(src []byte) string {
	var b strings.Builder
	for l := range bytes.Lines(src) {
		if t := bytes.TrimSpace(l); len(t) > 0 && (t[0] == '#' || bytes.HasPrefix(t, []byte("//")) || bytes.HasPrefix(t, []byte("<!--"))) {
			continue
		}
		b.Write(l)
	}
	return b.String()
}

func hasAny(ws []string, set []string) bool {
	return slices.ContainsFunc(ws, func(w string) bool { return slices.Contains(set, w) })
}
