package deployment

import (
	"bufio"
	"fmt"
	"io"

	"seam/report/model"
)

// WriteArgo writes the order as sync waves of Argo CD, one Application a service, with
// nothing but the annotation: patches for what is there.
func WriteArgo(w io.Writer, r *model.Report) error {
	b := bufio.NewWriter(w)
	o := orderOf(r)
	fmt.Fprintf(b, "# %s\n", madeBy(r))
	b.WriteString(`# Patches: the sync wave of each service, lowest first. Services of one wave go out together.
# Where one Application holds them all, put the annotation on the workloads instead.
# An Application that makes Applications waits for a wave only if Argo CD judges the health
# of Applications, which it does not by itself since 1.8. Put this into argocd-cm:
#   resource.customizations.health.argoproj.io_Application: |
#     hs = {status = "Progressing", message = ""}
#     if obj.status ~= nil and obj.status.health ~= nil then
#       hs.status = obj.status.health.status
#       hs.message = obj.status.health.message or ""
#     end
#     return hs
`)
	var names []string
	var waves []int
	for _, g := range o.Groups {
		for _, n := range g.Names {
			names, waves = append(names, n), append(waves, g.Wave)
		}
	}
	if len(names) == 0 {
		b.WriteString("# Nothing to deploy.\n")
	}
	ids := identifiers(names, func(c rune) bool { return isASCIIWord(c) || c == '-' || c == '.' }, 63)
	for i, n := range names {
		b.WriteString("---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n")
		fmt.Fprintf(b, "  name: %s\n", yamlText(lower(ids[i])))
		fmt.Fprintf(b, "  annotations:\n    argocd.argoproj.io/sync-wave: \"%d\"\n", waves[i])
		if lower(ids[i]) != n {
			fmt.Fprintf(b, "    seam/service: %s\n", yamlText(n))
		}
	}
	return b.Flush()
}

// lower makes ASCII letters small, as names of objects are.
func lower(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}
