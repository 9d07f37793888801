package contracts

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/repo"
)

const events2 = `asyncapi: 2.6.0
channels:
  orders.paid:
    subscribe:
      message: {$ref: "#/components/messages/OrderPaid"}
components:
  messages:
    OrderPaid:
      payload: {$ref: "#/components/schemas/Paid"}
  schemas:
    Paid:
      required: [id]
      properties:
        id: {type: string}
        total: {type: integer}
`

const events3 = `asyncapi: 3.0.0
channels:
  charge:
    address: pay.charge
    messages:
      Charge: {$ref: "#/components/messages/Charge"}
operations:
  take:
    action: receive
    channel: {$ref: "#/channels/charge"}
    messages:
      - {$ref: "#/channels/charge/messages/Charge"}
components:
  messages:
    Charge:
      payload:
        properties: {id: {type: string}, sum: {type: integer}}
        required: [id]
`

func TestEventChanges(t *testing.T) {
	for _, c := range []struct{ name, text, old, new, want string }{
		{"nothing", events2, "", "", ""},
		{"a field is gone", events2, "        total: {type: integer}\n", "", "removed orders.paid OrderPaid .total a.yaml:15\n"},
		{"a field comes", events2, "id: {type: string}", "id: {type: string}\n        note: {type: string}", "added orders.paid OrderPaid .note a.yaml:15\n"},
		{"another type", events2, "integer", "string", "altered orders.paid OrderPaid .total a.yaml:15\n"},
		{"of what is sent, what must be there asks nothing of readers", events2, "[id]", "[id, total]", ""},
		{"what is received must hold more", events3, "[id]", "[id, sum]", "demanded pay.charge Charge .sum a.yaml:17\n"},
		{"a new field that must be there", events3, "[id]", "[id, to]", ""},
	} {
		read := func(text string) Surface {
			s, w := ReadEvents(repo.Memory(map[string]string{"a.yaml": text}), []string{"a.yaml"})
			if len(w) > 0 {
				t.Error(w)
			}
			return s
		}
		var b strings.Builder
		for _, d := range Compare(read(c.text), read(strings.Replace(c.text, c.old, c.new, 1))) {
			fmt.Fprintf(&b, "%s %s %s\n", d.How, d.Element().Key, d.Element().At)
		}
		if b.String() != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, b.String(), c.want)
		}
	}
	if _, w := ReadEvents(repo.Memory(map[string]string{"a.yaml": "asyncapi: [\n"}), []string{"a.yaml"}); len(w) != 1 {
		t.Errorf("a broken document warns: %v", w)
	}
}

// Whatever stands in a document, reading ends, and every field has a name and a place.
func FuzzEvents(f *testing.F) {
	f.Add(events2)
	f.Add(events3)
	f.Add("asyncapi: 2\nchannels: {a: {publish: {message: {$ref: '#/channels/a/publish/message'}}}}\n")
	f.Add("asyncapi: 2\nchannels: {a: {publish: {message: {$ref: '#/m/a'}}}}\nm: {a: {oneOf: [{$ref: '#/m/a'}, {$ref: '#/m/a'}]}}\n")
	f.Add("asyncapi: 3\noperations: {a: {messages: [{oneOf: [{$ref: '#/operations/a/messages/0'}]}]}}\n")
	f.Fuzz(func(t *testing.T, s string) {
		events, _ := ReadEvents(repo.Memory(map[string]string{"a.yaml": s}), []string{"a.yaml"})
		for _, e := range events {
			if e.Kind != Payload || e.At.File == "" {
				t.Fatalf("%+v", e)
			}
		}
	})
}
