package gradle

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// builder reads the dependencies blocks of one build file.
type builder struct {
	*loader
	script   *script
	settings *settings
	scope    []map[string]text
	folder   string // of the project whose blocks are read
	out      map[string][]modules.Requirement
	fills    int // names filled in for the text at hand
}

// build turns one build file into a unit, and one for each project(":x") { … } in it.
func (l *loader) build(file string) {
	s := l.script(file)
	if s == nil {
		return
	}
	folder := path.Dir(file)
	b := &builder{loader: l, script: s, settings: l.settingsOf(folder), scope: l.scope(file), folder: folder, out: map[string][]modules.Requirement{folder: nil}}
	b.blocks(s.tokens, false, 0)
	for _, folder := range slices.Sorted(maps.Keys(b.out)) {
		list := b.out[folder]
		sortRequirements(list)
		l.tally(list)
		l.set.Units = append(l.set.Units, modules.Unit{Path: folder, Manifest: file, Ecosystem: Ecosystem, Name: l.projectOf(folder), Requirements: list})
	}
}

// tally counts requirements and those of unknown versions.
func (l *loader) tally(list []modules.Requirement) {
	for _, r := range list {
		if r.Unit == "" {
			l.total++
			if r.Version == "" {
				l.unknown++
			}
		}
	}
}

func (b *builder) add(r modules.Requirement) { b.out[b.folder] = append(b.out[b.folder], r) }

func sortRequirements(list []modules.Requirement) {
	slices.SortStableFunc(list, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), a.Location.Compare(b.Location))
	})
}

func requirement(name string, v text, at finding.Location, kind modules.Kind) modules.Requirement {
	r := modules.Requirement{Name: name, Version: v.value, Kind: kind, Location: at}
	if strings.Contains(r.Version, "$") {
		r.Version = ""
	}
	if v.at.File != "" && v.at != at {
		r.Decides = v.at
	}
	return r
}

// maxNested bounds how deep blocks are followed into each other.
const maxNested = 20

// blocks finds every dependencies { … } in tokens, and reads its statements. buildscript
// says that they stand in the block of that name.
func (b *builder) blocks(tokens []token, buildscript bool, depth int) {
	for i := 0; i+1 < len(tokens) && depth < maxNested; i++ {
		if folder, open := b.projectBlock(tokens, i); open > 0 {
			body, end := block(tokens, open)
			before := b.folder
			b.folder = folder
			if _, ok := b.out[folder]; !ok {
				b.out[folder] = nil // a unit, even without requirements
			}
			b.blocks(body, false, depth+1)
			b.folder, i = before, end-1
			continue
		}
		if tokens[i].kind != word || !tokens[i+1].is("{") {
			continue
		}
		switch tokens[i].text {
		case "dependencies":
			body, end := block(tokens, i+1)
			b.statements(body, buildscript, depth+1)
			i = end - 1
		case "buildscript":
			body, end := block(tokens, i+1)
			b.blocks(body, true, depth+1)
			i = end - 1
		}
	}
}

// projectBlock recognises project(":x") { at i; open is the place of its bracket, 0 if it
// is something else or a project that nothing includes.
func (b *builder) projectBlock(tokens []token, i int) (folder string, open int) {
	if i+4 < len(tokens) && tokens[i].is("project") && tokens[i+1].is("(") && tokens[i+2].kind == str && tokens[i+3].is(")") && tokens[i+4].is("{") {
		if folder = b.folderOf(b.settings, tokens[i+2].text); folder != "" {
			return folder, i + 4
		}
	}
	return "", 0
}

// block is what stands in the brackets at i, and the place after them.
func block(tokens []token, i int) (body []token, end int) {
	end = closing(tokens, i)
	if last := tokens[end-1]; last.is(")") || last.is("]") || last.is("}") {
		return tokens[i+1 : max(i+1, end-1)], end
	}
	return tokens[i+1:], end // never closed
}

// statements reads a block line by line. A line goes on inside brackets and after a comma;
// the { … } behind a dependency says how it is taken and is passed over, but constraints
// { … } and its like are blocks of their own.
func (b *builder) statements(tokens []token, buildscript bool, depth int) {
	for i := 0; i < len(tokens) && depth < maxNested; {
		if tokens[i].kind == space || tokens[i].is(";") {
			i++
			continue
		}
		end := statement(tokens, i)
		head := tokens[i:end]
		i = max(end, i+1)
		if end < len(tokens) && tokens[end].is("{") {
			var body []token
			if body, i = block(tokens, end); len(head) == 1 {
				b.statements(body, buildscript, depth+1)
				continue
			}
		}
		if len(head) > 0 {
			b.one(head, buildscript)
		}
	}
}

// statement is the place where the statement at i ends.
func statement(tokens []token, i int) int {
	for i < len(tokens) {
		switch t := tokens[i]; {
		case t.is("(") || t.is("["):
			i = closing(tokens, i)
			continue
		case t.is("{") || t.is("}") || t.is(";"):
			return i
		case t.kind == space && !tokens[max(i-1, 0)].is(",") && !(i+1 < len(tokens) && tokens[i+1].is(",")):
			return i
		}
		i++
	}
	return i
}

// aside are words that begin a statement of a dependencies block which requires nothing.
var aside = []string{"exclude", "because", "val", "var", "def", "if", "else", "for", "println", "attributes", "capabilities", "return", "transitive", "version", "modules", "components", "artifactTypes"}

// one reads one statement of a dependencies block: CONFIGURATION NOTATION…
func (b *builder) one(tokens []token, buildscript bool) {
	head := tokens[0]
	if len(tokens) < 2 || head.kind == mark || slices.Contains(aside, head.text) || tokens[1].is("=") || tokens[1].is(".") {
		return
	}
	configuration, rest := head.text, tokens[1:]
	if head.is("add") && len(tokens) > 2 && tokens[2].kind == str {
		configuration, rest = tokens[2].text, tokens[3:]
	}
	kind := kindOf(configuration, buildscript)
	before := len(b.out[b.folder])
	b.wanted(rest, head, kind)
	if len(b.out[b.folder]) == before && !harmless(rest) {
		if b.unread++; b.unread == 1 {
			b.firstUnread = b.script.at(head)
		}
	}
}

// harmless reports statements that are files of the project, or the platform itself.
func harmless(tokens []token) bool {
	for _, t := range tokens {
		switch t.text {
		case "files", "fileTree", "gradleApi", "localGroovy", "gradleTestKit", "gradleKotlinDsl", "sourceSets", "kotlin", "embeddedKotlin", "npm", "project", "exclude":
			return true
		}
	}
	return false
}

// wanted reads what stands behind a configuration.
func (b *builder) wanted(tokens []token, head token, kind modules.Kind) {
	if r, ok := b.mapped(tokens, head, kind); ok {
		b.add(r)
		return
	}
	for i := 0; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.is("project") && i+1 < len(tokens) && tokens[i+1].is("("):
			end := closing(tokens, i+1)
			b.project(tokens[i:end], kind)
			i = end - 1
		case t.kind == str:
			b.literal(t, kind)
		case t.kind == word:
			name, next := chain(tokens, i)
			if next < len(tokens) && tokens[next].is("(") {
				continue // platform(…): what is in the brackets comes next
			}
			b.named(name, t, kind)
			i = next - 1
		}
	}
}

// literal is "group:artifact:version".
func (b *builder) literal(t token, kind modules.Kind) {
	v := text{t.text, b.script.at(t)}
	if !t.raw {
		v = b.fill(v)
	}
	name, version, ok := coordinates(v.value)
	if !ok && !t.raw {
		name, ok = b.halves(t)
	}
	if ok {
		b.add(requirement(name, text{version, v.at}, b.script.at(t), kind))
	}
}

// halves is the name in a literal of which only the version is computed.
func (b *builder) halves(t token) (name string, ok bool) {
	before, _, found := strings.Cut(t.text, "$")
	if !found || strings.Count(before, ":") != 2 || !strings.HasSuffix(before, ":") {
		return "", false
	}
	name, _, ok = coordinates(strings.TrimSuffix(before, ":"))
	return name, ok
}

// mapped is group: "g", name: "a", version: "v" (= in Kotlin).
func (b *builder) mapped(tokens []token, head token, kind modules.Kind) (modules.Requirement, bool) {
	found := map[string]token{}
	for i := 0; i+2 < len(tokens); i++ {
		if tokens[i].kind == word && (tokens[i+1].is(":") || tokens[i+1].is("=")) && tokens[i+2].kind != mark {
			if _, ok := found[tokens[i].text]; !ok {
				found[tokens[i].text] = tokens[i+2]
			}
		}
	}
	group, artifact := b.valueOf(found["group"]), b.valueOf(found["name"])
	name := group.value + ":" + artifact.value
	if _, _, ok := coordinates(name); !ok {
		return modules.Requirement{}, false
	}
	return requirement(name, b.valueOf(found["version"]), b.script.at(head), kind), true
}

// valueOf is a text, or a name that stands for one.
func (b *builder) valueOf(t token) text {
	switch t.kind {
	case str:
		v := text{t.text, b.script.at(t)}
		if t.raw {
			return v
		}
		return b.fill(v)
	case word:
		v, _ := b.lookup(t.text)
		return b.fill(v)
	}
	return text{}
}

// project is project(":path"), also with path: before it.
func (b *builder) project(tokens []token, kind modules.Kind) {
	for _, t := range tokens {
		if t.kind != str || !strings.HasPrefix(t.text, ":") {
			continue
		}
		if folder := b.folderOf(b.settings, t.text); folder != "" {
			b.add(modules.Requirement{Name: b.projectOf(folder), Kind: kind, Unit: folder, Location: b.script.at(t)})
		}
		return
	}
}

// named is an entry of a catalogue, a project, or a name that stands for text.
func (b *builder) named(name string, t token, kind modules.Kind) {
	at := b.script.at(t)
	name = strings.TrimPrefix(name, "rootProject.")
	if rest, ok := strings.CutPrefix(name, "projects."); ok {
		if _, folder := b.accessed(b.settings, rest); folder != "" {
			b.add(modules.Requirement{Name: b.projectOf(folder), Kind: kind, Unit: folder, Location: at})
			return
		}
	}
	first, rest, _ := strings.Cut(name, ".")
	if c := b.catalogueOf(first); c != nil {
		names := []string{rest}
		if bundle, ok := strings.CutPrefix(rest, "bundles."); ok {
			names = c.bundles[bundle]
		}
		for _, n := range names {
			if x, ok := c.libraries[n]; ok {
				b.add(requirement(x.name, orAt(x.version, x.at), at, kind))
			}
		}
		return
	}
	if v, ok := b.lookup(name); ok {
		v = b.fill(v)
		if full, version, ok := coordinates(v.value); ok {
			b.add(requirement(full, text{version, v.at}, at, kind))
		}
	}
}

// orAt gives a version without a place that of its library.
func orAt(v text, at finding.Location) text {
	if v.at.File == "" && v.value != "" {
		v.at = at
	}
	return v
}

func (b *builder) catalogueOf(name string) *catalogue {
	if b.settings == nil {
		return nil
	}
	return b.settings.catalogues[name]
}

// lookup is what a name is set to, in the innermost place that sets it.
func (b *builder) lookup(name string) (text, bool) {
	for _, prefix := range []string{"project.", "rootProject.", "ext.", "extra."} {
		name = strings.TrimPrefix(name, prefix)
	}
	if first, rest, ok := strings.Cut(name, ".versions."); ok {
		if c := b.catalogueOf(first); c != nil {
			v, ok := c.versions[strings.TrimSuffix(rest, ".get")]
			return v, ok
		}
	}
	for _, values := range b.scope {
		if v, ok := values[name]; ok {
			return v, v.value != ""
		}
	}
	return text{}, false
}

// fill puts the values of names into a text: $name, ${name}, ${a.b.get()}. What is not
// known stays. Where the text ends in one name, it stands where that name is set.
func (b *builder) fill(t text) text {
	b.fills = 0
	return b.expand(t)
}

func (b *builder) expand(t text) text {
	if !strings.Contains(t.value, "$") || len(t.value) > maxText {
		return t
	}
	var out strings.Builder
	rest := t.value
	for {
		before, after, ok := strings.Cut(rest, "$")
		out.WriteString(before)
		if !ok {
			break
		}
		name, next := nameIn(after)
		v, known := b.lookup(strings.TrimSuffix(name, "()"))
		if b.fills++; !known || b.fills > maxFills || len(v.value) > maxText {
			out.WriteString("$")
			rest = after
			continue
		}
		v = b.expand(v)
		out.WriteString(v.value)
		if rest = next; rest == "" {
			t.at = v.at
		}
	}
	t.value = out.String()
	return t
}

// maxText bounds a text with names in it.
const maxText = 1 << 10

// nameIn is the name behind a $, and what follows it.
func nameIn(s string) (name, rest string) {
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		name, rest, _ = strings.Cut(inner, "}")
		return strings.TrimSpace(name), rest
	}
	n := 0
	for n < len(s) && (isWord(s[n]) || s[n] == '.' && n+1 < len(s) && isWord(s[n+1])) {
		n++
	}
	return s[:n], s[n:]
}

// kindOf says what a configuration is for.
func kindOf(configuration string, buildscript bool) modules.Kind {
	c := strings.ToLower(configuration)
	switch {
	case buildscript, strings.Contains(c, "test"), strings.Contains(c, "jmh"), strings.Contains(c, "bench"),
		strings.Contains(c, "processor"), strings.Contains(c, "kapt"), strings.HasPrefix(c, "ksp"), strings.HasSuffix(c, "plugins"),
		c == "classpath", c == "checkstyle", c == "errorprone", c == "codenarc", c == "pmd", c == "jacocoagent", c == "signature",
		strings.HasPrefix(c, "kover"), strings.HasPrefix(c, "dokka"), strings.HasPrefix(c, "detekt"):
		return modules.Development
	case strings.HasSuffix(c, "compileonly"), strings.HasSuffix(c, "compileonlyapi"), c == "provided":
		return modules.Peer
	}
	return modules.Production
}
