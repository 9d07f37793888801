package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"seam/report/model"
)

// writeCSV writes the edges of a graph (RFC 4180, one header line), names exactly as
// they are: it is for programs. A spreadsheet may take a name that begins with = for a
// formula.
func writeCSV(w io.Writer, g *model.Graph) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"from", "to", "kind", "constraint", "files"}}
	for _, e := range g.Edges {
		rows = append(rows, []string{e.From, e.To, e.Kind, e.Constraint, strconv.Itoa(e.Files)})
	}
	return c.WriteAll(rows)
}
