package contracts

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/repo"
)

// compared says in a line each what changed between two versions of files.
func compared(t *testing.T, base, head map[string]string, services ...string) string {
	t.Helper()
	var b strings.Builder
	read := func(files map[string]string) Surface {
		names := []string{}
		for f := range files {
			names = append(names, f)
		}
		sorted(names)
		protos, w1 := ReadProtos(repo.Memory(files), names)
		http, w2 := ReadHTTP(repo.Memory(files), names)
		for _, w := range append(w1, w2...) {
			fmt.Fprintln(&b, w.Message)
		}
		return newSurface(append(protos.Of(services...), http...))
	}
	for _, c := range Compare(read(base), read(head)) {
		fmt.Fprintf(&b, "%s %s %s\n", c.How, c.Element().Key, c.Element().At)
	}
	return b.String()
}

const cart = `syntax = "proto3";
package shop.v1;
service Cart {
  rpc Get(Key) returns (Basket);
  rpc Clear(Key) returns (Empty);
}
message Key { string user = 1; }
message Basket { repeated Line lines = 1; string note = 2; }
message Line { string sku = 1; int32 count = 2; Colour colour = 3; }
enum Colour { RED = 0; }
message Unused { string x = 1; }
message Empty {}
`

func TestProtobufChanges(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"a comment", "message Empty", "// soon\nmessage Empty", ""},
		{"another name on the same number is no change on the wire", "string note = 2", "string remark = 2", ""},
		{"a new field", "string note = 2;", "string note = 2; bool paid = 3;", "added shop.v1.Basket#3 cart.proto:8\n"},
		{"a field is gone", "string note = 2;", "", "removed shop.v1.Basket#2 cart.proto:8\n"},
		{"a number with another type", "int32 count", "string count", "altered shop.v1.Line#2 cart.proto:9\n"},
		{"a value of an enum that a message leads to", "RED = 0;", "RED = 0; BLUE = 1;", "added shop.v1.Colour#1 cart.proto:10\n"},
		{"a call is gone, its messages are used by others", "rpc Clear(Key) returns (Empty);", "", "removed shop.v1.Cart/Clear cart.proto:5\n"},
		{"a call streams", "returns (Basket)", "returns (stream Basket)", "altered shop.v1.Cart/Get cart.proto:4\n"},
		{"a message that no call leads to", "string x = 1", "int32 x = 1", ""},
		{"it cannot be read", "message Key {", "message {", "cart.proto:7: there is \"{\" where a name should stand: what it offers is not compared\n" +
			"removed shop.v1.Basket#1 cart.proto:8"},
	} {
		head := strings.Replace(cart, c.old, c.new, 1)
		got := compared(t, map[string]string{"cart.proto": cart}, map[string]string{"cart.proto": head}, "shop.v1.Cart")
		if got != c.want && (c.name != "it cannot be read" || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

const orders = `openapi: 3.0.0
paths:
  /orders/{id}:
    get:
      parameters:
        - {name: expand, in: query}
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
    put:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas:
    Order:
      required: [sku]
      properties:
        sku: {type: string}
        total: {type: integer}
`

func TestOpenAPIChanges(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"another name of a placeholder", "{id}", "{order}", ""},
		{"a parameter is demanded", "in: query", "in: query, required: true", "demanded GET /orders/{} ?expand api.yaml:6\n"},
		{"a new parameter that is demanded", "parameters:\n", "parameters:\n        - {name: tenant, in: header, required: true}\n", "demanded GET /orders/{} ?tenant api.yaml:6\n"},
		{"a new property", "sku: {type: string}", "sku: {type: string}\n        note: {type: string}", "added GET /orders/{} >.note api.yaml:19\nadded PUT /orders/{} <.note api.yaml:19\n"},
		{"a body must hold a property", "[sku]", "[sku, total]", "demanded PUT /orders/{} <.total api.yaml:19\n"},
		{"a property is gone", "        total: {type: integer}\n", "", "removed GET /orders/{} >.total api.yaml:19\nremoved PUT /orders/{} <.total api.yaml:19\n"},
		{"another type", "total: {type: integer}", "total: {type: string}", "altered GET /orders/{} >.total api.yaml:19\naltered PUT /orders/{} <.total api.yaml:19\n"},
	} {
		got := compared(t, map[string]string{"api.yaml": orders}, map[string]string{"api.yaml": strings.Replace(orders, c.old, c.new, 1)})
		if got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestRoutes(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"main.go", `package main; func main() { mux.HandleFunc("GET /orders/{id}", h); // mux.Handle("/no", h)
			http.Get("/not/mine"); r.Post("/pay", h) }`, "/orders/{} /pay"},
		{"client.go", `package main; func f() { http.Get("/not/mine") }`, ""},
		{"s.js", "const app = express(); app.get('/cart/:id', h); fetch('/cart')", "/cart/{}"},
		{"s.py", "app = Flask(__name__)\n@app.route('/health')\ndef h(): pass\n# app.route('/no')", "/health"},
		{"C.java", `@RestController class C { @GetMapping("/users/{id}") User u() {} }`, "/users/{}"},
		{"P.cs", `app.MapGet("/items/{id:int}", () => 1);`, "/items/{}"},
		{"prefix.go", "package main\nfunc f(r *gin.Engine) {\n\tv1 := r.Group(\"/v1\")\n\torders := v1.Group(\"/orders\")\n\torders.GET(\"/:id\", h)\n\tr.GET(\"/ping\", h)\n}", "*/ping */v1 */v1/orders */v1/orders/{}"},
		{"Class.java", "@RestController @RequestMapping(\"/api/orders\")\nclass C {\n  static class Dto {}\n  @GetMapping(path = \"/{id}\") A a() { f(C.class); }\n  @PostMapping(\"pay\") B b() {}\n}", "/api/orders /api/orders/pay /api/orders/{}"},
		{"Two.java", "@RequestMapping(\"/a\") class A { @GetMapping(\"/x\") X x() {} }\n@RequestMapping(\"/b\") class B { @GetMapping(\"/y\") Y y() {} }", "/a /a/x /b /b/y"},
		{"Bare.java", "class C { @GetMapping(\"pets/visits\") A a() { http.get(\"pets/x\"); } }", "/pets/visits"},
		{"Class.cs", "[Route(\"api/v1/[controller]\")]\npublic class OrdersController : Controller {\n  [HttpGet(\"{id}\")] public A Get() {}\n}", "/api/v1/orders /api/v1/orders/{}"},
		{"Group.cs", "var api = app.NewApi()\n  .MapGroup(\"api/catalog\")\n  .WithTags();\napi.MapGet(\"/items\", A);\napp.MapGet(\"/health\", B);", "/api/catalog /api/catalog/items /health"},
		{"prefix.py", "router = APIRouter(prefix=\"/orders\", tags=[\"x\"])\n@router.get(\"/{id}\")\ndef f(): pass\n", "*/orders */orders/{}"},
		{"flask.py", "bp = Blueprint('orders', __name__, url_prefix='/orders')\n@bp.route('/pay')\ndef f(): pass\n", "*/orders */orders/pay"},
	} {
		s, _ := ReadHTTP(repo.Memory(map[string]string{c.file: c.text}), []string{c.file})
		var got []string
		for _, e := range s {
			got = append(got, e.Key)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.file, got, c.want)
		}
	}
}

func TestUses(t *testing.T) {
	call := Element{Kind: Call, Key: "shop.v1.Cart/Get", Name: "Get", Of: "Cart"}
	long := Element{Kind: Call, Key: "shop.v1.Cart/GetBasket", Name: "GetBasket", Of: "Cart"}
	field := Element{Kind: Field, Key: "shop.v1.Line#2", Name: "unit_price", Of: "Line"}
	short := Element{Kind: Field, Key: "shop.v1.Line#1", Name: "sku", Of: "Line"}
	at := Element{Kind: Operation, Key: "GET /orders/{}", Name: "/orders/{id}"}
	route := Element{Kind: Route, Key: "/health", Name: "/health"}
	only := Element{Kind: Route, Key: "/{}", Name: "/{id}"}
	property := Element{Kind: Response, Key: "GET /orders/{} >.total", Name: "total"}
	for _, c := range []struct {
		file, text string
		e          Element
		want       int // line; 0 for no use
	}{
		{"a.go", "package a\nfunc f() { cartClient.Get(ctx) }", call, 2},
		{"a.go", "package a\nfunc f() { http.Get(ctx) }", call, 0},
		{"s.js", "const app = express()\napp.get('/health', h)\nfetch(`${cart}/x`)", route, 0}, // its own
		{"s.js", "const app = express()\napp.get('/health', h)\nfetch(`${cart}/health`)", route, 3},
		{"a.js", "fetch(`${base}/${id}`)", only, 0},
		{"a.go", "// Code generated by protoc. DO NOT EDIT.\nfunc f() { cartClient.Get(ctx) }", call, 0},
		{"a.pb.go", "package a\nfunc f() { cartClient.Get(ctx) }", call, 0},
		{"a.py", "import x\nstub.GetBasket(r)\n# stub.GetBasket", long, 2},
		{"a.js", "// client.getBasket()\nclient.getBasket()", long, 2},
		{"A.java", "// x\nline.getUnitPrice();", field, 2},
		{"a.go", "package a\nvar x = item.UnitPrice", field, 2},
		{"a.go", "package a\nvar x = item.Sku", short, 0},
		{"a.go", "package a\nvar x pb.Line = item.Sku", short, 2},
		{"a.js", "fetch(`http://shop/orders/${id}`)", at, 1},
		{"a.go", "package a\nvar u = base + \"/orders/\" + id", at, 2},
		{"A.java", "super(x, \"{+baseurl}/orders/{id}{?page*}\", p);", at, 1},
		{"a.py", "requests.get(f'http://shop/orders/{id}').json()\ntotal = r['total']", property, 2},
		{"a.py", "total = r['total']", property, 0},
	} {
		u := ReadUses(repo.Memory(map[string]string{c.file: c.text}), []string{c.file})
		if got, _ := u.Of(c.e); got.Line != c.want {
			t.Errorf("%s %q: %s at line %d, want %d", c.file, c.text, c.e.Key, got.Line, c.want)
		}
	}
}
