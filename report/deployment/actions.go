package deployment

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"seam/report/model"
)

// WriteActions writes the order as a workflow of GitHub Actions: a job for each service
// that needs those that go before it. What deploys a service is left to a script.
func WriteActions(w io.Writer, r *model.Report) error {
	b := bufio.NewWriter(w)
	o := orderOf(r)
	fmt.Fprintf(b, "# %s\n", madeBy(r))
	b.WriteString(`# Every service is a job of its own: legs of one matrix cannot wait for each other.
# Services in one job need each other and go out together.
# Put what deploys a service into deploy.sh; it gets the names in SERVICES.
name: deploy
on: workflow_dispatch
permissions:
  contents: read
jobs:`)
	if len(o.Groups) == 0 {
		b.WriteString(" {} # nothing to deploy\n")
		return b.Flush()
	}
	b.WriteString("\n")
	ids := jobIDs(o)
	for i, g := range o.Groups {
		fmt.Fprintf(b, "  %s:\n    name: %s\n", ids[i], actionsText("deploy "+strings.Join(g.Names, ", ")))
		if len(g.Needs) > 0 {
			var needs []string
			for _, n := range g.Needs {
				needs = append(needs, ids[n])
			}
			fmt.Fprintf(b, "    needs: [%s]\n", strings.Join(needs, ", "))
		}
		fmt.Fprintf(b, "    runs-on: ubuntu-latest\n    env:\n      SERVICES: %s\n    steps:\n      - uses: actions/checkout@v4\n      - run: set -f; ./deploy.sh $SERVICES\n", actionsText(strings.Join(g.Names, " ")))
	}
	return b.Flush()
}

// jobIDs begin with a letter or an underscore, and none is a word that YAML takes for
// something else.
func jobIDs(o order) []string {
	texts := make([]string, len(o.Groups))
	for i, g := range o.Groups {
		texts[i] = "deploy-" + strings.Join(g.Names, "-and-")
	}
	return identifiers(texts, func(c rune) bool { return isASCIIWord(c) || c == '-' || c == '_' }, 100)
}

// actionsText is a YAML text in which no expression of GitHub is evaluated: names come
// from the repository.
func actionsText(s string) string {
	return yamlText(strings.ReplaceAll(s, "${{", "${{ '${{' }}"))
}
