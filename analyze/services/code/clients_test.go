package code

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMakes(t *testing.T) {
	src := `package main
import (
	o "example.org/shop/orders"
	"example.org/shop/mail"
)
func main() {
	o.NewClient(conn)
	mail.NewSender()
	mail.Send()
	s.stock.NewClient()
}
`
	f := readOne("main.go", []byte(src), Wanted{Keys: NewKeys(nil)})
	if d := cmp.Diff([]string{"mail", "orders"}, slices.Sorted(maps.Keys(f.Makes))); d != "" {
		t.Error(d)
	}
}
