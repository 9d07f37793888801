package contracts

import (
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/format/protobuf"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// maxFile is the largest document or source file that is read, in bytes.
const maxFile = 4 << 20

// maxTogether is how many tokens of one service are held at once to follow prefixes from
// file to file. What is beyond is read file by file.
const maxTogether = 2 << 20

// ReadProtos reads the .proto files among files. A file that cannot be parsed is a
// warning.
func ReadProtos(t repo.Tree, files []string) (*Protos, []finding.Warning) {
	p := &Protos{calls: map[string][]Element{}, messages: map[string]message{}}
	var warnings []finding.Warning
	for _, file := range files {
		if path.Ext(file) != ".proto" {
			continue
		}
		data, err := t.ReadFile(file)
		if err == nil {
			var f *protobuf.File
			if f, err = protobuf.Parse(data); err == nil {
				p.add(define(file, f))
				continue
			}
		}
		warnings = append(warnings, unreadable(file, err))
	}
	return p, warnings
}

// add keeps the first definition of a name.
func (p *Protos) add(d Definitions) {
	for name, calls := range d.Calls {
		if _, ok := p.calls[name]; !ok {
			p.calls[name] = calls
		}
	}
	for name, m := range d.Messages {
		if _, ok := p.messages[name]; !ok {
			p.messages[name] = m
		}
	}
}

// ReadHTTP reads what the files of one service offer over HTTP: its OpenAPI documents
// and the routes that its code registers.
func ReadHTTP(t repo.Tree, files []string) (Surface, []finding.Warning) {
	var list []Element
	var warnings []finding.Warning
	var programs []*program
	tokens := 0
	for _, file := range files {
		l := source.Language(source.LanguageOf(file))
		document := slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(file))
		if !document && !source.Has(l) {
			continue
		}
		data, err := t.ReadFile(file)
		if err != nil || len(data) > maxFile {
			continue
		}
		if !document {
			p := parse(file, l, data)
			if tokens += len(p.toks); tokens > maxTogether {
				list = append(list, routes(t, []*program{p}, value{lost: true})...)
				continue
			}
			programs = append(programs, p)
			continue
		}
		if !isOpenAPI(file, data) {
			continue
		}
		docs, err := yaml.Parse(data)
		if err != nil {
			warnings = append(warnings, unreadable(file, err))
			continue
		}
		for _, doc := range docs {
			list = append(list, openAPI(file, doc)...)
		}
	}
	return newSurface(append(list, routes(t, programs, basePrefix(t, files))...)), warnings
}

// unreadable is the warning for a contract that was not understood.
func unreadable(file string, err error) finding.Warning {
	line, why := syntax.LineOf(err)
	at := finding.Location{File: file, Line: line}
	return finding.Warning{Code: "contract-unreadable", Message: at.String() + ": " + why + ": what it offers is not compared", Count: 1}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
