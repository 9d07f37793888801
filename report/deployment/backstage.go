package deployment

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"seam/analyze/services"
	"seam/report/model"
)

// WriteBackstage writes the units as entities of a Backstage catalogue: services as
// components, databases and brokers as resources, with what each depends on directly.
func WriteBackstage(w io.Writer, r *model.Report) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s\n", madeBy(r))
	b.WriteString("# Owners are the declared teams of the code; lifecycle is for you to say.\n")
	var list []services.Service
	var names []string
	for _, s := range r.Deploy.Services {
		if s.Class != services.Test && !slices.Contains(r.Deploy.Programs, s.Name) {
			list, names = append(list, s), append(names, s.Name)
		}
	}
	if len(list) == 0 {
		b.WriteString("# No unit was found.\n")
	}
	ids := identifiers(names, func(c rune) bool { return isASCIIWord(c) || strings.ContainsRune("-_.", c) }, 63)
	refs := map[string]string{}
	for i, s := range list {
		refs[s.Name] = entityKind(s, "component:", "resource:") + "default/" + ids[i]
	}
	for i, s := range list {
		entity(b, r.Deploy, s, ids[i], refs)
	}
	return b.Flush()
}

func entityKind(s services.Service, component, resource string) string {
	if s.Class == services.Data {
		return resource
	}
	return component
}

func entity(b *bufio.Writer, d *model.Deploy, s services.Service, id string, refs map[string]string) {
	fmt.Fprintf(b, "---\napiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata:\n  name: %s\n", entityKind(s, "Component", "Resource"), yamlText(id))
	if id != s.Name {
		fmt.Fprintf(b, "  title: %s\n", yamlText(s.Name))
	}
	fmt.Fprintf(b, "spec:\n  type: %s\n", entityKind(s, "service", "database"))
	if s.Class != services.Data {
		b.WriteString("  lifecycle: production\n")
	}
	fmt.Fprintf(b, "  owner: %s\n", yamlText(entityOwner(d.Owners[s.Name])))
	var needs []string
	for _, e := range d.Edges {
		if e.From == s.Name && refs[e.To] != "" && e.Class != services.Test {
			needs = append(needs, refs[e.To])
		}
	}
	slices.Sort(needs)
	for i, n := range slices.Compact(needs) {
		if i == 0 {
			b.WriteString("  dependsOn:\n")
		}
		fmt.Fprintf(b, "    - %s\n", yamlText(n))
	}
}

// entityOwner is the first declared team as a group: @shop/front is front.
func entityOwner(teams []string) string {
	if len(teams) == 0 {
		return "unknown"
	}
	name := teams[0][strings.LastIndexByte(teams[0], '/')+1:]
	return identifiers([]string{strings.TrimPrefix(name, "@")}, func(c rune) bool { return isASCIIWord(c) || strings.ContainsRune("-_.", c) }, 63)[0]
}
