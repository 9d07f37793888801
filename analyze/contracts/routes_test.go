package contracts

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/repo"
)

// routesOf are the keys of the routes in files that are given as txtar.
func routesOf(text string) string {
	files := map[string]string{}
	var names []string
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[f.Name] = string(f.Data)
		names = append(names, f.Name)
	}
	slices.Sort(names)
	s, _ := ReadHTTP(repo.Memory(files), names)
	var got []string
	for _, e := range s {
		got = append(got, e.Key)
	}
	return strings.Join(got, " ")
}

// TestPrefixesOfOtherFiles: a key that begins with * says that what stands before the
// path is not known.
func TestPrefixesOfOtherFiles(t *testing.T) {
	for _, c := range []struct{ name, want, files string }{
		{"express: require in place", "/cart/{}", `
-- app.js --
const app = express()
app.use('/cart', require('./routes/cart'))
-- routes/cart.js --
const router = express.Router()
router.get('/:id', h)
module.exports = router
`},
		{"express: imported, through an index, below two prefixes", "/api/v1/users/{}/orders", `
-- src/app.ts --
import api from './api/index.js'
const app = express()
const base = '/api'
app.use(base + '/v1', auth, api)
-- src/api/index.ts --
import { Router } from 'express'
import { users as people } from './users'
const r: Router = Router()
r.use('/users', people)
export default r
-- src/api/users.ts --
import { Router } from 'express'
export const users = Router()
users.get('/:id/orders', h)
`},
		{"express: a function that is given the app", "/pay", `
-- app.js --
const app = express()
require('./routes')(app)
-- routes.js --
module.exports = function(app) {
  app.post('/pay', h)
}
`},
		{"express: a router that nothing mounts", "*/x", `
-- r.js --
const router = express.Router()
router.get('/x', h)
module.exports = router
`},
		{"express: a prefix from outside", "*/x", `
-- app.js --
const app = express()
app.use(process.env.BASE, require('./r'))
-- r.js --
const router = express.Router()
router.get('/x', h)
module.exports = router
`},
		{"express: mounted twice", "/a/x /b/x", `
-- app.js --
const app = express()
const r = require('./r')
app.use('/a', r)
app.use('/b', r)
-- r.js --
const { Router } = require('express')
const router = Router()
router.get('/x', h)
module.exports = router
`},
		{"express: templates and handlers between the routes", "/l/a /l/b /l/c/{}", `
-- app.js --
import routes from './routes.js'
const app = express()
app.use(routes())
-- routes.js --
export default function () {
  const r = Router()
  r.use('/l', inner())
  return r
}
function inner() {
  const r = Router()
  r.get('/a', wrap(async (req, res) => { if (x) { return y(` + "`" + `a ${req.b}` + "`" + `, [c].map((d) => d.e)) } }))
  r.get('/b', (req, res) => res.send(` + "`" + `${req.b}` + "`" + `))
  if (on) {
    r.get('/c/:id', h)
  }
  return r
}
`},
		{"koa: routes() of a router with a prefix", "/shop/orders/{}", `
-- app.js --
const Router = require('@koa/router')
const { orders } = require('./orders')
const app = new Koa()
const root = new Router()
root.use('/shop', orders.routes(), orders.allowedMethods())
app.use(root.routes())
-- orders.js --
const Router = require('@koa/router')
const orders = new Router({ prefix: '/orders' })
orders.get('/:id', h)
module.exports = { orders }
`},
		{"fastify: a plugin with a prefix", "/v1/x", `
-- app.js --
const app = fastify()
app.register(require('./r'), { prefix: '/v1' })
-- r.js --
module.exports = async function (app, options) {
  app.get('/x', h)
}
`},
		{"nest: controllers behind the prefix of all", "/api/cats /api/cats/{}", `
-- main.ts --
const app = await NestFactory.create(AppModule);
app.setGlobalPrefix('api');
-- cats.controller.ts --
@ApiTags('x')
@Controller('cats')
export class CatsController {
  @Get(':id') one(@Param('id') id: string) {}
  @Post() add() {}
}
`},
		{"nest: prefix with exceptions", "*/cats */cats/{}", `
-- main.ts --
app.setGlobalPrefix('api', { exclude: ['cats'] });
-- cats.controller.ts --
@Controller('cats')
export class CatsController { @Get(':id') one() {} }
`},
		{"fastapi: routers of a package", "/api/orders /api/orders/{}", `
-- app/main.py --
from fastapi import FastAPI
from app.routers import orders
from .settings import BASE
app = FastAPI()
app.include_router(orders.router, prefix=BASE)
-- app/settings.py --
BASE = "/api"
-- app/routers/__init__.py --
-- app/routers/orders.py --
from fastapi import APIRouter
router = APIRouter(prefix="/orders")
@router.get("/{id}")
def one(id): pass
`},
		{"fastapi: no prefix", "/x", `
-- main.py --
from r import router as items
app = FastAPI()
app.include_router(items)
-- r.py --
router = APIRouter()
@router.get("/x")
def x(): pass
`},
		{"fastapi: a setting as prefix", "*/x", `
-- main.py --
import r
app = FastAPI()
app.include_router(r.router, prefix=settings.BASE)
-- r.py --
router = APIRouter()
@router.get("/x")
def x(): pass
`},
		{"flask: a prefix at the registration takes the place of the blueprint's own", "/v2 /v2/x", `
-- app.py --
from .shop import bp
def create_app():
    app = Flask(__name__)
    app.register_blueprint(bp, url_prefix='/v2')
    return app
-- shop.py --
bp = Blueprint('shop', __name__, url_prefix='/own')
@bp.route('/x')
def x(): pass
`},
		{"chi: Mount of what a function of another package returns", "/admin /admin/users /admin/users/{}", `
-- go.mod --
module shop.example/api
-- main.go --
package main
import ("github.com/go-chi/chi/v5"; "shop.example/api/users")
func main() {
	r := chi.NewRouter()
	r.Route("/admin", func(r chi.Router) {
		r.Use(auth)
		r.Mount("/users", users.Routes())
	})
}
-- users/routes.go --
package users
func Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/{id}", one)
	r.With(page).Get("/", all)
	return r
}
`},
		{"chi: Route with a function of the package", "/orders /orders/pay", `
-- main.go --
package main
func main() { r := chi.NewRouter(); r.Route("/orders", orders) }
-- orders.go --
package main
func orders(r chi.Router) { r.Post("/pay", pay) }
`},
		{"gin: a group handed to a function of another package", "/v1 /v1/orders /v1/orders/{} /v1/x", `
-- go.mod --
module shop.example/api
-- main.go --
package main
import (
	"github.com/gin-gonic/gin"
	"shop.example/api/internal/orders"
)
func main() {
	r := gin.Default()
	v1 := r.Group("/v1")
	v1.GET("/x", x)
	h := orders.New(db)
	h.Register(v1)
}
-- internal/orders/http.go --
package orders
func New(db *DB) *Handler { return &Handler{db} }
func (h *Handler) Register(rg *gin.RouterGroup) {
	g := rg.Group("/orders")
	g.GET("/:id", h.one)
}
`},
		{"echo: two methods of one name, told apart by where their objects come from", "/a /a/x /b /b/y", `
-- go.mod --
module m
-- main.go --
package main
import ("m/a"; "m/b")
func main() {
	e := echo.New()
	a.New().Register(e.Group("/a"))
	b.New().Register(e.Group("/b"))
}
-- a/a.go --
package a
type H struct{}
func New() H { return H{} }
func (H) Register(g *echo.Group) { g.GET("/x", x) }
-- b/b.go --
package b
type H struct{}
func New() H { return H{} }
func (H) Register(g *echo.Group) { g.GET("/y", y) }
`},
		{"fiber: two methods of one name that cannot be told apart", "*/x */y /a", `
-- a.go --
package main
func (a A) Register(g fiber.Router) { g.Get("/x", x) }
-- b.go --
package main
func (b B) Register(g fiber.Router) { g.Get("/y", y) }
-- main.go --
package main
func main() {
	app := fiber.New()
	g := app.Group("/a")
	for _, h := range handlers { h.Register(g) }
}
`},
		{"go: a parameter that nothing fills", "*/x", `
-- a.go --
package a
func Register(r chi.Router) { r.Get("/x", x) }
`},
		{"gorilla: subrouters", "/api /api/v1 /api/v1/x", `
-- main.go --
package main
func main() {
	r := mux.NewRouter()
	routes(r.PathPrefix("/api").Subrouter())
}
-- routes.go --
package main
func routes(r *mux.Router) {
	s := r.PathPrefix("/v1").Subrouter()
	s.HandleFunc("/x", h).Methods("GET")
}
`},
		{"net/http: StripPrefix", "/api /api/x", `
-- main.go --
package main
func main() {
	mux := http.NewServeMux()
	mux.Handle("/api/", http.StripPrefix("/api", sub()))
}
func sub() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /x", h)
	return m
}
`},
		{"a name that gets one group after the other", "/a /a/x /b /b/y", `
-- main.go --
package main
func main() {
	r := gin.New()
	g := r.Group("/a")
	g.GET("/x", x)
	g = r.Group("/b")
	g.GET("/y", y)
}
`},
		{"spring: class and context path", "/shop/api /shop/api/{}", `
-- src/main/resources/application.yml --
server: {servlet: {context-path: /shop}}
-- src/main/java/C.java --
@RestController @RequestMapping("/api") class C { @GetMapping("/{id}") A a() {} }
`},
		{"spring: a context path that the environment may give", "*/x", `
-- application.properties --
server.servlet.context-path=${BASE:/shop}
-- C.java --
@RestController class C { @GetMapping("/x") A a() {} }
`},
		{"spring: a prefix by constant", "*/x", `
-- C.java --
@RestController @RequestMapping(Paths.API) class C { @GetMapping("/x") A a() {} }
`},
		{"spring: two prefixes, and the routes of a client are none", "/a /a/x /b /b/x", `
-- C.java --
@RestController @RequestMapping({"/a", "/b"}) class C { @GetMapping("/x") A a() {} }
-- F.java --
@FeignClient(name = "other", path = "/o") interface F { @GetMapping("/y") A a(); }
`},
		{"jakarta: application, class and method", "/rs/heroes /rs/heroes/{}", `
-- App.java --
@ApplicationPath("/rs") public class App extends Application {}
-- H.java --
@Path("heroes") public class H { @GET @Path("/{id}") public A a(@PathParam("id") long id) {} }
`},
		{"asp.net: the route of a super class in another file", "/api/base /api/orders/{}", `
-- BaseController.cs --
[ApiController]
[Route("api/[controller]")]
public abstract class BaseController : ControllerBase {}
-- OrdersController.cs --
public class OrdersController : BaseController {
  [HttpGet("{id}")] public A Get(int id) {}
}
`},
		{"asp.net: a path that stands behind no prefix", "/api /health", `
-- C.cs --
[Route("api")] class C { [HttpGet("/health")] A a() {} }
`},
		{"asp.net: a group handed to an extension method", "/api /api/orders /api/orders/{}", `
-- Program.cs --
var app = builder.Build();
var api = app.MapGroup("api");
api.MapOrders();
-- Orders.cs --
public static class Orders {
  public static RouteGroupBuilder MapOrders(this RouteGroupBuilder routes) {
    var g = routes.MapGroup("/orders").WithTags("x");
    g.MapGet("/{id:int?}", One);
    return g;
  }
}
`},
	} {
		if got := routesOf(c.files); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestRoutesWithoutABeginning: what is not known is neither new nor gone.
func TestRoutesWithoutABeginning(t *testing.T) {
	router := "const router = express.Router()\nrouter.get('/orders/:id', h)\nmodule.exports = router\n"
	app := "const app = express()\napp.use('/api', require('./r'))\n"
	for _, c := range []struct {
		name       string
		base, head map[string]string
		want       string
	}{
		{"it gets a prefix that is known", map[string]string{"r.js": router}, map[string]string{"r.js": router, "app.js": app}, ""},
		{"it is no longer known", map[string]string{"r.js": router, "app.js": app}, map[string]string{"r.js": router}, ""},
		{"it goes", map[string]string{"r.js": router, "app.js": app}, map[string]string{"app.js": app}, "removed /api/orders/{} r.js:2\n"},
		{"its prefix is another", map[string]string{"r.js": router, "app.js": app}, map[string]string{"r.js": router, "app.js": strings.Replace(app, "/api", "/v2", 1)},
			"removed /api/orders/{} r.js:2\nadded /v2/orders/{} r.js:2\n"},
	} {
		if got := compared(t, c.base, c.head); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
	u := ReadUses(repo.Memory(map[string]string{"a.js": "fetch('/api/orders/' + id)\nfetch('/web/health')"}), []string{"a.js"})
	for key, want := range map[string]int{"*/orders/{}": 1, "*/orders": 0, "*/health": 0, "*/web/health": 2} {
		if at, _ := u.Of(Element{Kind: Route, Key: key}); at.Line != want {
			t.Errorf("%s is used at line %d, want %d", key, at.Line, want)
		}
	}
}

func FuzzRoutes(f *testing.F) {
	for _, file := range []string{"a.go", "a.js", "a.ts", "a.py", "A.java", "A.kt", "A.cs", "a.rb", "a.php", "a.rs", "application.yml", "application.properties"} {
		f.Add(file, "r := r.Group(\"/x\").Group(r); r.GET(\"/y\", func(r R) { return r }); f(f(r))")
		f.Add(file, "const r = require('./a').r; r.use('/x', r); module.exports = { r, a: r }; app => app.get('/x')")
		f.Add(file, "from . import a as r\nr.include_router(r, prefix='/x')\n@r.get('/y')\ndef f(r): return r\n")
		f.Add(file, "[Route(\"[controller]\")] @Path({\"/a\"}) class A : A { @Get() x(this R r) => r.MapGroup(\"x\").MapGet(\"y\") }")
	}
	f.Fuzz(func(t *testing.T, file, src string) {
		tree := repo.Memory(map[string]string{"d/" + file: src, "d/b" + file: src})
		names := []string{"d/b" + file, "d/" + file}
		s, _ := ReadHTTP(tree, names)
		lines := strings.Count(src, "\n") + strings.Count(src, "\r") + 1
		for _, e := range s {
			if e.At.Line < 1 || e.At.Line > lines {
				t.Errorf("%s is at line %d of %d", e.Key, e.At.Line, lines)
			}
		}
		ReadUses(tree, names)
	})
}
