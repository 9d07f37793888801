package code

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFactsDoNotKeepTheReadersRoom: what one file said stays when the next is read.
func TestFactsDoNotKeepTheReadersRoom(t *testing.T) {
	r := NewReader(wanted("CART_ADDR"))
	first := r.Read("a.go", []byte("package a\nvar topicName = `placed`\nfunc f() {\n\tx := getEnv(`CART_ADDR`, `cart`)\n\tpb.NewCartClient(x)\n}"))
	second := r.Read("b.go", []byte(strings.Repeat(`package b; var queueName = "stock"; func g() { pb.RegisterStockServer(s, x) };`, 50)))
	if len(first.Contracts) != 1 || first.Contracts[0].Name != "Cart" || first.Consts["topicName"] != "placed" || !first.Keys["CART_ADDR"] || len(first.Hosts) != 1 || first.Hosts[0].Name != "cart" {
		t.Errorf("the first file says %+v", first)
	}
	if len(second.Contracts) != 1 || second.Contracts[0].Name != "Stock" || second.Keys["CART_ADDR"] || len(second.Hosts) != 0 {
		t.Errorf("the second file says %+v", second)
	}
}

// TestKeysByShape: what is passed over by the shape of a name is no key, in any way of
// writing one.
func TestKeysByShape(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"CART_ADDR_URL", true}, {"cart.addr.url", true}, {"Cart:Addr:Url", true}, {"cartAddrUrl", true}, {"cart-addr-url.", true},
		{"_CART_ADDR_URL", true}, {"CÄRT_ADDR_URL", false}, {"CARTADDRUR", false}, {"XCARTADDRURL", false}, {"CART ADDR URL", false},
	} {
		found := map[string]bool{}
		NewKeys([]string{"CART_ADDR_URL"}).inText(found, "a "+c.text+" b")
		if found["CART_ADDR_URL"] != c.want {
			t.Errorf("%s: found %v, want %v", c.text, found["CART_ADDR_URL"], c.want)
		}
	}
	found := map[string]bool{}
	k := NewKeys([]string{"ÄÖ", "SCHLÜSSEL_WERT"})
	k.inText(found, "x ÄÖ schlüssel.wert")
	if !found["ÄÖ"] || !found["SCHLÜSSEL_WERT"] {
		t.Errorf("keys beyond ASCII: %v", found)
	}
}

// BenchmarkRead reads the code of this package.
func BenchmarkRead(b *testing.B) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		b.Fatal(names, err)
	}
	total, sources := int64(0), make([][]byte, len(names))
	for i, name := range names {
		if sources[i], err = os.ReadFile(name); err != nil {
			b.Fatal(err)
		}
		total += int64(len(sources[i]))
	}
	b.SetBytes(total)
	b.ReportAllocs()
	r := NewReader(wanted("CART_ADDR", "REDIS_HOST", "OTEL_EXPORTER_OTLP_ENDPOINT", "config.yaml"))
	for b.Loop() {
		for i, name := range names {
			r.Read(name, sources[i])
		}
	}
}
