package protobuf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"seam/analyze/format/syntax"
)

const shop = `syntax = "proto3";
package shop.v1;

// message Ghost { string name = 1; }
message Item {
  string sku = 1;
  repeated string tags = 2;
  map<string, Price> prices = 3;
  oneof size { int32 metres = 4; string words = 5; }
  enum Colour { RED = 0; BLUE = 1; }
  message Price { int64 cents = 1; }
}
service Cart {
  rpc Get(Key) returns (Item);
  rpc Watch(stream Key) returns (stream Item) { option (x) = "y"; }
  rpc Put(Item) returns (Key) { // {
    option (http) = { put: "/}" body: '}' };
  }
  rpc Last(Key) returns (Key) {}
}
`

func TestParse(t *testing.T) {
	f, err := Parse([]byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range f.Messages {
		fmt.Fprintln(&b, m.Name, m.Fields)
	}
	for _, e := range f.Enums {
		fmt.Fprintln(&b, e.Name, e.Values)
	}
	for _, s := range f.Services {
		fmt.Fprintln(&b, s.Name, s.Calls)
	}
	const want = `shop.v1.Item [{1 sku string false 6} {2 tags repeated string false 7} {3 prices map<string, Price> false 8} {4 metres int32 false 9} {5 words string false 9}]
shop.v1.Item.Price [{1 cents int64 false 11}]
shop.v1.Item.Colour [{0 RED  false 10} {1 BLUE  false 10}]
shop.v1.Cart [{Get Key Item 14} {Watch stream Key stream Item 15} {Put Item Key 16} {Last Key Key 19}]
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// What older readers of the format stumble over.
func TestEditions(t *testing.T) {
	f, err := Parse([]byte(`edition /* of */ = "2024";
package a . b;
import option "x.proto";
option (o) = { [x.y/Z] < a: 1 > };
export message M {
  string message = 1 [(o).a = "]" "joined"];
  repeated group Items = 0x2 { local enum E { option x = 1; reserved = -1; } }
  extend Other { optional group G = 5 { } }
  reserved 7 to max, "old"; extensions 100 to /* the end */ max [verification = UNVERIFIED];
};
service S { option x = 1; rpc R(stream M) returns (.a.b.M) { option (http) = { get: "}" }; }; }
`))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(*f)
	const want = `{a.b [{a.b.M [{1 message string false 6} {2 items repeated Items false 7}]} {a.b.M.Items []}] [{a.b.M.Items.E [{-1 reserved  false 7}]}] [{a.b.S [{R stream M .a.b.M 11}]}]}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestErrors(t *testing.T) {
	for text, line := range map[string]int{
		"message M {\n  string = 1;\n}":                                        2,
		"message M {\n  string a = \"1;\n}":                                    2,
		strings.Repeat("message M {\n", 200):                                   101,
		"service S {\n  rpc A(B)\n      returns (C) { option o = '}'; /* } */": 3,
		"service S {\n  rpc A(B) returns (C) {\n    option (o) = { a: \"}\" }": 2,
	} {
		_, err := Parse([]byte(text))
		var e *syntax.Error
		if !errors.As(err, &e) || e.Line != line {
			t.Errorf("%.40q: %v, want line %d", text, err, line)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(shop))
	f.Add([]byte(shop[:strings.LastIndex(shop, "}")-2])) // a brace is not closed
	f.Add([]byte("syntax = \"proto2\"; message A { required group B = 1 { optional int32 c = 2; } extensions 4 to max; }"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Parse(src)
		if (file == nil) == (err == nil) {
			t.Fatalf("%v, %v", file, err)
		}
	})
}
