package rollout

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/contracts"
	"seam/analyze/finding"
	"seam/analyze/migrations"
	"seam/analyze/repo"
	"seam/analyze/services"
)

var protoService = regexp.MustCompile(`service (\w+)`)

// side reads one revision: every folder is a service, edges are "caller>callee" or
// "caller>callee:class".
func side(files map[string]string, edges string) Side {
	s := Side{Services: &services.Graph{}, Surfaces: map[string]contracts.Surface{}, Uses: map[string]*contracts.Uses{}, Settings: map[string][]Setting{}}
	below := map[string][]string{}
	for f := range files {
		below[path.Dir(f)] = append(below[path.Dir(f)], f)
	}
	tree := repo.Memory(files)
	for name, list := range below {
		slices.Sort(list)
		s.Services.Services = append(s.Services.Services, services.Service{Name: name})
		protos, _ := contracts.ReadProtos(tree, list)
		var calls []string
		for _, f := range list {
			for _, m := range protoService.FindAllStringSubmatch(files[f], -1) {
				calls = append(calls, protos.Services(m[1])...)
			}
		}
		http, _ := contracts.ReadHTTP(tree, list)
		if offers := contracts.Join(protos.Of(calls...), http); len(offers) > 0 {
			s.Surfaces[name] = offers
		}
		s.Uses[name] = contracts.ReadUses(tree, list)
	}
	for e := range strings.FieldsSeq(edges) {
		ends, class, _ := strings.Cut(e, ":")
		from, to, _ := strings.Cut(ends, ">")
		if class == "" {
			class = "call"
		}
		e := services.Edge{From: from, To: to, Class: services.Class(class)}
		if text := files[from+"/call.go"]; text != "" {
			e.Evidence = []services.Evidence{{File: from + "/call.go", Line: 2}}
		}
		s.Services.Edges = append(s.Services.Edges, e)
	}
	return s
}

// planned plans a change given as two archives. Files that stand in base alone are gone
// only if head is told so by an empty file.
func planned(base, head, edges, edgesAfter string) *Plan {
	old, now := map[string]string{}, map[string]string{}
	for _, f := range txtar.Parse([]byte(base)).Files {
		old[f.Name], now[f.Name] = string(f.Data), string(f.Data)
	}
	in := Input{}
	for _, f := range txtar.Parse([]byte(head)).Files {
		now[f.Name] = string(f.Data)
		if len(f.Data) == 0 {
			delete(now, f.Name)
		}
		in.Touches = append(in.Touches, Touch{path.Dir(f.Name), f.Name, Code})
		in.Changed = append(in.Changed, f.Name)
	}
	in.Base, in.Head = side(old, edges), side(now, edgesAfter)
	return New(in)
}

// told is a plan in a few lines.
func told(p *Plan) string {
	var b strings.Builder
	for i, w := range p.Waves {
		fmt.Fprintf(&b, "%d: %s\n", i+1, strings.Join(w, " "))
	}
	for _, c := range p.Constraints {
		fmt.Fprintf(&b, "%s before %s: %s\n", c.First, c.Then, c.Because)
	}
	for _, f := range p.Free {
		fmt.Fprintf(&b, "%s, %s: %s\n", f.Caller, f.Callee, f.Reason)
	}
	for _, x := range p.Problems {
		fmt.Fprintf(&b, "problem at %s: %s\n", x.At, x.Message)
	}
	for _, k := range p.Knots {
		fmt.Fprintf(&b, "together: %s\n  %s\n", strings.Join(k.Services, " "), strings.Join(k.Steps, "\n  "))
	}
	return b.String()
}

const shop = `
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; string gift_note = 2; }
-- cart/main.go --
package main
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); use(b.TotalCents, b.GetGiftNote()) }
-- pay/main.go --
package main
`

func TestDirections(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"one service alone", `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); log(b.TotalCents, b.GetGiftNote()) }
`, `1: web
`},
		{"both change, the contract does not: no order", `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); log(b.TotalCents, b.GetGiftNote()) }
-- cart/main.go --
package main // faster
`, `1: cart web
web, cart: nothing that web uses of cart's contract changed
`},
		{"an addition that the caller begins to use: the callee first", `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); log(b.TotalCents, b.GetGiftNote(), b.LoyaltyPoints) }
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; string gift_note = 2; int32 loyalty_points = 3; }
`, `1: cart
2: web
cart before web: web begins to use the field cart.Basket.loyalty_points, which cart adds
`},
		{"an addition that nobody uses yet: no order", `
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); rpc Clear(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; string gift_note = 2; }
`, `1: cart
`},
		{"a removal that the caller has left: the caller first", `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); use(b.TotalCents) }
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; }
`, `1: web
2: cart
web before cart: web stops using the field cart.Basket.gift_note, which cart removes
`},
		{"a field removed while a caller still reads it", `
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; }
`, `1: cart
problem at web/main.go:2: cart removes the field cart.Basket.gift_note, and web still uses it
`},
		{"an addition and a removal at once: expand and contract", `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); use(b.TotalCents, b.GreetingCard) }
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; string greeting_card = 3; }
`, `1: cart web
cart before web: web begins to use the field cart.Basket.greeting_card, which cart adds
web before cart: web stops using the field cart.Basket.gift_note, which cart removes
together: cart web
  Expand: cart offers the new beside the old, and is deployed.
  Move: web goes over to the new, and is deployed.
  Contract: cart drops the old, in a change of its own.
`},
		{"the callee goes away while it is used", `
-- cart/cart.proto --
-- cart/main.go --
`, `1: cart
problem at : cart is gone, and web still uses it
`},
	} {
		if got := told(planned(shop, c.head, "web>cart", "web>cart")); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestGone: who goes away is missed where the line that uses it stands, whether the new
// revision knows whom it means or not.
func TestGone(t *testing.T) {
	const calls = shop + "-- web/call.go --\npackage main\nvar _ = \"http://cart\"\n"
	const without = "-- cart/cart.proto --\n-- cart/main.go --\n"
	for name, c := range map[string]struct{ head, before, after, want string }{
		"the line stands, and names nobody now":      {without, "web>cart", "", "1: cart\nproblem at web/call.go:2: cart is gone, and web still uses it\n"},
		"the line stands, and its service is known":  {without, "web>cart", "web>cart", "1: cart\nproblem at web/call.go:2: cart is gone, and web still uses it\n"},
		"the line went with it":                      {without + "-- web/call.go --\npackage main\n", "web>cart", "", "1: web\n2: cart\nweb before cart: web no longer uses cart, which goes away\n"},
		"the user went with it":                      {without + "-- web/call.go --\n-- web/main.go --\n", "web>cart", "", "1: web\n2: cart\nweb before cart: web no longer uses cart, which goes away\n"},
		"what data is kept in may be anywhere":       {without, "web>cart:data", "", "1: cart\n"},
		"nobody used it, and another call is a call": {without, "web>pay", "web>pay", "1: cart\n"},
	} {
		if got := told(planned(calls, c.head, c.before, c.after)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", name, got, c.want)
		}
	}
}

// TestConstraintsShowWhere: a constraint names the places that it follows from, and only
// those that are known.
func TestConstraintsShowWhere(t *testing.T) {
	p := planned(shop, `
-- web/main.go --
package main
func f() { b := client.GetBasket(ctx); log(b.TotalCents, b.GetGiftNote(), b.LoyaltyPoints) }
-- cart/cart.proto --
syntax = "proto3";
package cart;
service Cart { rpc GetBasket(Key) returns (Basket); }
message Key { string user_id = 1; }
message Basket { int64 total_cents = 1; string gift_note = 2; int32 loyalty_points = 3; }
`, "web>cart", "web>cart")
	if got := fmt.Sprint(p.Constraints[0].Evidence); len(p.Constraints) != 1 || got != "[web/main.go:2 cart/cart.proto:5]" {
		t.Errorf("%d constraints, the first by %s", len(p.Constraints), got)
	}
	p = planned(shop, "-- web/main.go --\nx\n-- pay/main.go --\ny\n", "", "web>pay") // an edge without a place
	if len(p.Constraints) != 1 || len(p.Constraints[0].Evidence) != 0 {
		t.Errorf("%+v", p.Constraints)
	}
}

// TestBeginsAndEnds: a call that is new, one that is gone, and a contract that cannot be
// read.
func TestBeginsAndEnds(t *testing.T) {
	const touch = `
-- web/main.go --
package main // web
-- pay/main.go --
package main // pay
`
	for _, c := range []struct{ name, before, after, want string }{
		{"a new call", "", "web>pay", "1: pay\n2: web\npay before web: web begins to use pay\n"},
		{"a call that is gone", "web>pay", "", "1: web\n2: pay\nweb before pay: web no longer uses pay\n"},
		{"nothing to read", "web>pay", "web>pay", "1: pay\n2: web\npay before web: web calls pay, whose contract cannot be read: order assumed\n"},
		{"declared", "web>pay:declared", "web>pay:declared", "1: pay\n2: web\npay before web: web is declared to come after pay\n"},
		{"messages", "web>pay:message", "web>pay:message", "1: pay web\nweb, pay: no message between them begins or ends\n"},
		{"telemetry", "web>pay:telemetry", "web>pay:telemetry", "1: pay web\n"},
	} {
		if got := told(planned(shop, touch, c.before, c.after)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestRollback is the chain of the book: if C is rolled back, so are B and A.
func TestRollback(t *testing.T) {
	p := planned("-- a/m.go --\nx\n-- b/m.go --\nx\n-- c/m.go --\nx\n-- d/m.go --\nx\n",
		"-- a/m.go --\ny\n-- b/m.go --\ny\n-- c/m.go --\ny\n", "a>b b>c d>c", "a>b b>c d>c")
	if got := fmt.Sprint(p.Rollback); got != "map[a:[] b:[a] c:[a b]]" {
		t.Error(got, "d did not change and stays")
	}
}

// TestCycle of three services without a contract: the toggle.
func TestCycle(t *testing.T) {
	p := planned("-- a/m.go --\nx\n-- b/m.go --\nx\n-- c/m.go --\nx\n", "-- a/m.go --\ny\n-- b/m.go --\ny\n-- c/m.go --\ny\n", "a>b b>c c>a", "a>b b>c c>a")
	if len(p.Waves) != 1 || len(p.Knots) != 1 || len(p.Knots[0].Steps) != 3 || !strings.Contains(p.Knots[0].Steps[0], "behind a toggle") {
		t.Errorf("%s", told(p))
	}
}

func TestSettingsAndSchemas(t *testing.T) {
	in := Input{Base: side(nil, "web>db:data pay>db:data"), Head: side(nil, "web>db:data pay>db:data"),
		Touches:    []Touch{{"web", "web/main.go", Code}, {"pay", "pay/001_up.sql", Code}},
		Migrations: []Migration{{Service: "pay", At: finding.Location{File: "pay/001_up.sql"}, Adds: true}}}
	for _, s := range []*Side{&in.Base, &in.Head} {
		s.Services.Services = []services.Service{{Name: "web"}, {Name: "pay"}, {Name: "db"}}
	}
	in.Base.Settings["web"] = []Setting{{Key: "OLD"}}
	in.Head.Settings["web"] = []Setting{{Key: "OLD"}, {Key: "GIVEN", Given: true}, {Key: "NEW", At: finding.Location{File: "web/main.go", Line: 4}}}
	p := New(in)
	const want = `1: pay
2: web
pay before web: pay changes the schema of db, which web uses: the schema is widened before the code that needs it
problem at web/main.go:4: web begins to read the setting NEW, without a default, and no manifest gives it a value
`
	if got := told(p); got != want || len(p.OneWay) != 1 {
		t.Errorf("%swant\n%s%v", got, want, p.OneWay)
	}
}

// TestMessages: a message that begins needs its reader first, one that ends its sender;
// one that goes on tells nothing, and then the readers go first by assumption.
func TestMessages(t *testing.T) {
	at := finding.Location{File: "x.go", Line: 1}
	topics := func(names ...string) map[string]finding.Location {
		out := map[string]finding.Location{}
		for _, n := range names {
			out[n] = at
		}
		return out
	}
	for _, c := range []struct {
		name           string
		sent, sends    []string // by pay, before and after
		read, reads    []string // by web
		edges, touched string
		want           string
	}{
		{"a message begins", nil, []string{"paid"}, nil, []string{"paid"}, "web>pay:message", "web pay", "1: web\n2: pay\nweb before pay: pay begins to send paid, which web begins to read: a reader must be there before the message\n"},
		{"a message ends", []string{"paid"}, nil, []string{"paid"}, nil, "web>pay:message", "web pay", "1: pay\n2: web\npay before web: pay no longer sends paid, which web no longer reads: what was sent is read before the reader goes\n"},
		{"a command, whose reader owns it", nil, []string{"charge"}, nil, []string{"charge"}, "pay>web:message", "web pay", "1: web\n2: pay\nweb before pay: pay begins to send charge, which web begins to read: a reader must be there before the message\n"},
		{"it goes on", []string{"paid"}, []string{"paid"}, []string{"paid"}, []string{"paid"}, "web>pay:message", "web pay", "1: pay web\nweb, pay: no message between them begins or ends\n"},
		{"the reader alone changes", []string{"paid"}, []string{"paid"}, nil, []string{"paid"}, "web>pay:message", "web", "1: web\n"},
	} {
		in := Input{Base: side(nil, c.edges), Head: side(nil, c.edges)}
		for _, s := range []*Side{&in.Base, &in.Head} {
			s.Services.Services = []services.Service{{Name: "web"}, {Name: "pay"}}
		}
		in.Base.Topics = map[string]Topics{"pay": {Sends: topics(c.sent...)}, "web": {Reads: topics(c.read...)}}
		in.Head.Topics = map[string]Topics{"pay": {Sends: topics(c.sends...)}, "web": {Reads: topics(c.reads...)}}
		for s := range strings.FieldsSeq(c.touched) {
			in.Touches = append(in.Touches, Touch{s, s + "/x.go", Code})
		}
		if got := told(New(in)); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestRemovals: what a migration takes away goes after those who stop using it, and breaks
// those who do not.
func TestRemovals(t *testing.T) {
	const uses, done = "package a\nvar q = `SELECT note FROM orders`\n", "package a\nvar q = `SELECT id FROM orders`\n"
	gone := migrations.Removal{Table: "orders", Column: "note", At: finding.Location{File: "pay/2.up.sql", Line: 1}}
	for _, c := range []struct {
		name           string
		pay, web       [2]string // code before and after
		touched        string
		want, findings string
	}{
		{"nobody names it", [2]string{done, done}, [2]string{done, done}, "pay web", "1: pay web\n", ""},
		{"its own code stops", [2]string{uses, done}, [2]string{done, done}, "pay", "1: pay\n", "deploy/contract"},
		{"another stops", [2]string{done, done}, [2]string{uses, done}, "pay web", "1: web\n2: pay\nweb before pay: web stops using the column orders.note, which a migration of pay drops\n", "deploy/contract"},
		{"another still does", [2]string{done, done}, [2]string{uses, uses}, "pay", "1: pay\nproblem at web/m.go:2: a migration of pay drops the column orders.note, and web still names it\n", "deploy/breaks"},
	} {
		in := Input{Base: side(nil, "web>db:data pay>db:data"), Head: side(nil, "web>db:data pay>db:data"),
			Migrations: []Migration{{Service: "pay", At: finding.Location{File: "pay/2.up.sql"}, Reversible: true, Removes: []migrations.Removal{gone}}}}
		for k, s := range []*Side{&in.Base, &in.Head} {
			s.Services.Services = []services.Service{{Name: "web"}, {Name: "pay"}, {Name: "db"}}
			s.Mentions = map[string]*migrations.Mentions{}
			for name, text := range map[string]string{"pay": c.pay[k], "web": c.web[k]} {
				s.Mentions[name] = migrations.ReadMentions(repo.Memory(map[string]string{name + "/m.go": text}), []string{name + "/m.go"})
			}
		}
		for s := range strings.FieldsSeq(c.touched) {
			in.Touches = append(in.Touches, Touch{s, s + "/x.go", Code})
		}
		p := New(in)
		var rules []string
		for _, f := range Findings(p) {
			rules = append(rules, f.Rule)
		}
		if got := told(p); got != c.want || strings.Join(rules, " ") != c.findings || len(p.OneWay) != 1 {
			t.Errorf("%s:\n%s%v\nwant\n%s%s", c.name, got, rules, c.want, c.findings)
		}
	}
}
