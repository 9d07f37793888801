package split

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/dossier"
	"seam/analyze/english"
)

// sharedData says which tables, settings and generated contracts both sides of the
// border use. A table that both write is the strongest reason against a service: apart,
// neither could change it alone, and nothing in the code would tell.
func (j *judge) sharedData(s scored, c Candidate) (pros, cons []Evidence) {
	if j.dossier.Of(c.Packages) == nil {
		return nil, j.contracts(s)
	}
	tables := j.dossier.SharedTables(c.Packages)
	both := slices.DeleteFunc(slices.Clone(tables), func(t dossier.Shared) bool { return !t.BothWrite })
	switch {
	case len(both) > 0:
		t := both[0]
		cons = append(cons, reason("shared-database", float64(len(both)), len(tables), sharedIDs(both), "it and the rest both write %s (%s here, %s there): neither could change %s alone, and a service would first have to take the data along",
			tableNames(both), written(t.Here), written(t.There), english.Choose(len(both), "it", "them")))
	case len(tables) > 0:
		t := tables[0]
		cons = append(cons, reason("shared-tables", float64(len(tables)), 0, sharedIDs(tables), "it and the rest both use %s (%s here, %s there)", tableNames(tables), t.Here[0].At, t.There[0].At))
	default:
		if own := j.ownTables(c.Packages); len(own) > 0 {
			pros = append(pros, reason("own-data", float64(len(own)), 0, own, "%s that it names in SQL %s used nowhere else", english.Count(len(own), "table"), english.Choose(len(own), "is", "are")))
		}
	}
	if list := j.dossier.SharedSettings(c.Packages); len(list) > 0 {
		cons = append(cons, reason("shared-settings", float64(len(list)), 0, sharedIDs(list), "it and the rest both read %s (%s)", english.Count(len(list), "setting"), english.Some(namesOf(list), 3)))
	}
	return pros, append(cons, j.contracts(s)...)
}

func namesOf(list []dossier.Shared) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.Name)
	}
	return out
}

func tableNames(list []dossier.Shared) string {
	if len(list) == 1 {
		return "the table " + list[0].Name
	}
	return fmt.Sprintf("%s (%s)", english.Count(len(list), "table"), english.Some(namesOf(list), 3))
}

// written is where a side first writes a table.
func written(uses []dossier.Use) string {
	i := max(0, slices.IndexFunc(uses, func(u dossier.Use) bool { return u.Kind == dossier.Write }))
	return uses[i].At.String()
}

// sharedIDs names each shared thing with one place on either side.
func sharedIDs(list []dossier.Shared) []string {
	var out []string
	for _, s := range list[:min(len(list), maxIDs)] {
		out = append(out, fmt.Sprintf("%s: %s, %s", s.Name, written(s.Here), written(s.There)))
	}
	return out
}

// ownTables are the tables that a part alone uses.
func (j *judge) ownTables(packages []string) []string {
	here, there := map[string]bool{}, map[string]bool{}
	for _, u := range j.dossier.Tables {
		if _, own := slices.BinarySearch(packages, u.Package); own {
			here[u.Name] = here[u.Name] || u.Kind != dossier.Define
		} else if u.Kind != dossier.Define {
			there[u.Name] = true
		}
	}
	return slices.DeleteFunc(names(here), func(t string) bool { return !here[t] || there[t] })
}

// contracts are generated packages outside the part that it and others import: both
// speak the same messages.
func (j *judge) contracts(s scored) []Evidence {
	b := j.m.b
	in := map[int32]bool{}
	for _, i := range s.set {
		in[i] = true
	}
	shared := map[string]bool{}
	for _, i := range s.set {
		for _, e := range b.Out[i] {
			to := b.To[e]
			if in[to] || !slices.ContainsFunc(j.m.packages[to].Generated, isContract) {
				continue
			}
			if slices.ContainsFunc(b.In[to], func(e int32) bool { return !in[b.From[e]] }) {
				shared[b.Packages[to]] = true
			}
		}
	}
	list := names(shared)
	if len(list) == 0 {
		return nil
	}
	return []Evidence{reason("shared-contracts", float64(len(list)), 0, list, "it and the rest both speak the messages of %s (%s), which %s outside it",
		english.Count(len(list), "generated package"), english.Some(list, 3), english.Choose(len(list), "lies", "lie"))}
}

// isContract tells code that is generated from messages by its name.
func isContract(file string) bool {
	return strings.HasSuffix(file, ".pb.go") || strings.HasSuffix(file, ".pb.gw.go") || strings.HasSuffix(file, ".thrift.go")
}
