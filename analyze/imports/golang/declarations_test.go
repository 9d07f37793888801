package golang_test

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/imports/golang"
	"seam/analyze/repo"
)

func declarations(t testing.TB, source string) string {
	t.Helper()
	tree := repo.Memory(map[string]string{"go.mod": "module m.example/m\n\ngo 1.24\n", "shop/shop.go": source})
	g, err := golang.Load(t.Context(), tree, golang.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, ok := g.Find("shop")
	if !ok {
		return ""
	}
	var b strings.Builder
	for _, d := range golang.Declarations(tree, "shop", p) {
		fmt.Fprintf(&b, "%s %s %s%s\n", d.Location, d.Kind, d.Name, d.Text)
	}
	return b.String()
}

func TestDeclarations(t *testing.T) {
	got := declarations(t, `package shop

import "context"

type Order struct{ ID string }

func (o *Order) Total(ctx context.Context, rate func(Order) int) (sum int, err error) { return }
func (o Order) hidden()                                                               {}

type Store interface {
	Get(id string) (*Order, error)
	Put(map[string]Order,
		...Order)
	closing()
}

type List[T any] struct{}

func (l List[T]) At(i int) T { var t T; return t }

func Map[T any, U comparable](list []T, f func(T) U) []U { return nil }
func Open() Store                                        { return nil }

const Max, small = 10, 1

var Default = Order{}
`)
	want := `shop/shop.go:26 var Default
shop/shop.go:17 type List
shop/shop.go:19 method List.At(i int) T
shop/shop.go:21 func Map(list []T, f func(T) U) []U
shop/shop.go:24 const Max
shop/shop.go:22 func Open() shop.Store
shop/shop.go:5 type Order
shop/shop.go:7 method Order.Total(ctx context.Context, rate func(shop.Order) int) (sum int, err error)
shop/shop.go:10 interface Store
shop/shop.go:11 method Store.Get(id string) (*shop.Order, error)
shop/shop.go:12 method Store.Put(map[string]shop.Order, ...shop.Order)
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzDeclarations(f *testing.F) {
	f.Add("package shop\n\nfunc F[T any](x T, y ...interface{ M(T) }) (z func(struct{ A, B int })) { return nil }\n")
	f.Add("package shop\n\ntype T[A, B any] = map[A][len(X)]B\n\nfunc (t *T[A, B]) M(A) B\n")
	f.Fuzz(func(t *testing.T, source string) {
		if got := declarations(t, source); strings.Count(got, "\n") > 0 && !strings.Contains(got, "shop/shop.go:") {
			t.Errorf("no place in %q", got)
		}
	})
}
