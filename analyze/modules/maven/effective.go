package maven

import (
	"maps"
	"slices"

	"seam/analyze/finding"
)

// model is a pom with everything filled in.
type model struct {
	pom                      *pom
	group, artifact, version string
	parentVersion            string
	properties               map[string]text
	managed                  management
	dependencies             []dependency
	incomplete               bool // some dependency has no version that the checkout alone settles
}

// checkout is all poms of a repository.
type checkout struct {
	files  []string // every tracked file, sorted
	poms   []*pom   // by file
	byFile map[string]*pom
	byName map[string][]*pom // by group:artifact as written
	models map[*pom]*model   // of imported poms; nil while one is being made
	heads  map[*pom]*model   // with properties and coordinates only
	named  map[string][]*pom // by group:artifact, filled in

	imports  int                 // how many imported poms are being made, each for the one before it
	managing map[*pom]management // what the modules below a pom managed last
}

// management is what a pom manages, its imports followed.
type management struct {
	written []dependency            // as the pom and its parents say it, filled in
	list    []dependency            // one a key
	byKey   map[string][]dependency // the same
}

func newManagement(written, list []dependency) management {
	m := management{written, list, make(map[string][]dependency, len(list))}
	for _, d := range list {
		m.byKey[d.key()] = append(m.byKey[d.key()], d)
	}
	return m
}

func newCheckout(files []string) *checkout {
	return &checkout{
		files: files, byFile: map[string]*pom{}, byName: map[string][]*pom{}, models: map[*pom]*model{}, heads: map[*pom]*model{},
		named: map[string][]*pom{}, managing: map[*pom]management{},
	}
}

// index prepares looking up poms. Coordinates of a pom need its parents only, never its
// imports, so they are there before any import is followed.
func (c *checkout) index() {
	for _, p := range c.poms {
		c.byFile[p.file] = p
		g, a, _ := p.coordinates()
		c.byName[g+":"+a] = append(c.byName[g+":"+a], p)
	}
	for _, p := range c.poms {
		m := c.head(p)
		c.named[m.group+":"+m.artifact] = append(c.named[m.group+":"+m.artifact], p)
	}
}

// maxParents bounds how many parents are followed.
const maxParents = 100

// parentOf finds a parent in the checkout: where the reference points to if that pom has
// its coordinates, else by coordinates; nil if there is none.
func (c *checkout) parentOf(p *pom) *pom {
	if p.parent == nil {
		return nil
	}
	if q := c.byFile[p.at()]; q != nil && q != p && p.parent.names(q) {
		return q
	}
	for _, q := range c.byName[p.parent.group.value+":"+p.parent.artifact.value] {
		if q != p && p.parent.names(q) {
			return q
		}
	}
	return nil
}

// names reports whether a pom has the coordinates of a reference. Versions are compared
// as written, and filled in from the pom's own properties (1.0 for ${revision}).
func (r *reference) names(p *pom) bool {
	group, artifact, version := p.coordinates()
	if group != r.group.value || artifact != r.artifact.value {
		return false
	}
	return version == r.version.value || (&model{pom: p, properties: p.properties}).fill(text{value: version}).value == r.version.value
}

// lineage is a pom and its parents in the checkout, itself first.
func (c *checkout) lineage(p *pom) []*pom {
	line := []*pom{p}
	for len(line) < maxParents {
		next := c.parentOf(line[len(line)-1])
		if next == nil || slices.Contains(line, next) {
			break
		}
		line = append(line, next)
	}
	return line
}

// head is a model with properties and coordinates only.
func (c *checkout) head(p *pom) *model {
	if m := c.heads[p]; m != nil {
		return m
	}
	m := &model{pom: p, properties: map[string]text{}}
	line := c.lineage(p)
	for _, q := range slices.Backward(line) {
		maps.Copy(m.properties, q.body.apply(c.active(q)).properties)
	}
	group, artifact, version := p.coordinates()
	if p.parent != nil {
		m.parentVersion = p.parent.version.value
	}
	m.group, m.artifact, m.version = group, artifact, version
	m.parentVersion = m.fill(text{value: m.parentVersion}).value
	m.version = m.fill(text{value: version}).value
	m.group = m.fill(text{value: group}).value
	m.artifact = m.fill(text{value: artifact}).value
	c.heads[p] = m
	return m
}

// effective finishes a pom.
func (c *checkout) effective(p *pom) *model {
	if m := c.models[p]; m != nil {
		return m
	}
	m := new(model)
	*m = *c.head(p)
	var managed []dependency
	nearest := p // that manages something
	for _, q := range slices.Backward(c.lineage(p)) {
		b := q.body.apply(c.active(q))
		if len(b.managed) > 0 {
			nearest = q
		}
		managed = merge(b.managed, managed)
		m.dependencies = merge(b.dependencies, m.dependencies)
	}
	m.managed = c.management(nearest, m.fillAll(managed))
	m.dependencies = m.managed.fill(m.fillAll(m.dependencies))
	m.incomplete = slices.ContainsFunc(m.dependencies, func(d dependency) bool {
		return d.version.value == "" || d.unconfirmed
	})
	return m
}

// management follows imports. Hundreds of modules take what one parent manages, a list of
// thousands, and say nothing of their own: it is made anew only if what they fill it in with
// differs. While imported poms are made, what they manage depends on which are.
func (c *checkout) management(nearest *pom, written []dependency) management {
	if c.imports > 0 {
		return newManagement(written, c.followImports(written))
	}
	if m, ok := c.managing[nearest]; ok && slices.Equal(m.written, written) {
		return m
	}
	m := newManagement(written, c.followImports(written))
	c.managing[nearest] = m
	return m
}

// merge joins two lists; of one key the first list's entry stays. It is Maven's own way:
// of one key within the first list the last entry counts, within the second the first, and
// nothing at all changes where the second is empty.
func merge(first, second []dependency) []dependency {
	if len(second) == 0 {
		return first
	}
	out, at := distinct(first)
	for _, d := range second {
		if _, ok := at[d.key()]; !ok {
			at[d.key()] = len(out)
			out = append(out, d)
		}
	}
	return out
}

// override joins two lists; of one key the second list's last entry stays.
func override(first, second []dependency) []dependency {
	if len(second) == 0 {
		return first
	}
	out, _ := distinct(slices.Concat(first, second))
	return out
}

// distinct keeps the last entry of each key, in the place of the first.
func distinct(list []dependency) (out []dependency, at map[string]int) {
	at = make(map[string]int, len(list))
	for _, d := range list {
		if i, ok := at[d.key()]; ok {
			out[i] = d
			continue
		}
		at[d.key()] = len(out)
		out = append(out, d)
	}
	return out, at
}

// followImports replaces each import by what the imported pom of the checkout manages.
// What is said directly wins, then the import that comes first.
func (c *checkout) followImports(list []dependency) []dependency {
	var direct, imported []dependency

	for _, d := range list {
		if !d.imported() {
			direct = append(direct, d)
			continue
		}

		if p := c.pomOf(d.group.value, d.artifact.value, d.version.value); p != nil {
			imported = append(imported, c.list(p)...)
		}
	}
	if len(direct) == len(list) {
		return direct
	}
	return merge(direct, imported)
}

// list is what an imported pom manages. Maven refuses to read a pom with a dependency that
// has no version, so that what it says is not confirmed then.
//
// Models are kept of imported poms only: those of all modules would fill the memory. A pom
// that imports itself, over others or not, gets nothing from there.
func (c *checkout) list(p *pom) []dependency {
	bom, known := c.models[p]
	if !known {
		c.models[p] = nil
		c.imports++
		bom = c.effective(p)
		c.imports--
		c.models[p] = bom
	}
	if bom == nil {
		return nil
	}
	out := slices.Clone(bom.managed.list)
	for i := range out {
		out[i].unconfirmed = out[i].unconfirmed || bom.incomplete
	}
	return out
}

// pomOf finds a pom of the checkout by its coordinates, version included. A version that
// nobody in the checkout says ("") is taken for the one pom of that name.
func (c *checkout) pomOf(group, artifact, version string) *pom {
	list := c.named[group+":"+artifact]
	if version == "" && len(list) == 1 {
		return list[0]
	}
	for _, p := range list {
		if m := c.head(p); m.version == version {
			return p
		}
	}
	return nil
}

// fill puts in what dependencies leave to dependencyManagement. Of several entries of one
// key each says what those before it leave open. Maven does not manage optional.
func (m management) fill(list []dependency) []dependency {
	for i := range list {
		d := &list[i]
		for _, from := range m.byKey[d.key()] {
			if d.version.at == (finding.Location{}) {
				d.version, d.unconfirmed = from.version, from.unconfirmed
			}
			if d.scope.at == (finding.Location{}) {
				d.scope = from.scope
			}
		}
	}
	return list
}

func (m *model) fillAll(list []dependency) []dependency {
	out := slices.Clone(list)
	for i := range out {
		d := &out[i]
		for _, x := range []*text{&d.group, &d.artifact, &d.version, &d.kindOf, &d.classifier, &d.scope, &d.optional} {
			at := x.at
			*x = m.fill(*x)
			if x != &d.version {
				x.at = at
			}
		}
	}
	return out
}
