package shop

// plain is every file of the shop that is neither Go code nor named in versions.go.
var plain = map[string]string{
	"README.md": `# Shop

This is the demo of seam: a monorepo that a program wrote, with a history of two
years, four teams and a few things planted for seam to find. Nobody sells anything
here, and the people are invented.

It builds without a network:

    go vet ./... ./platform/... ./reports/...

What is planted:

- pricing is a clean seam: one team, few imports out, most changes touch nothing else.
- reports/export changes together with orders/store, though neither imports the other.
- checkout is contested: two teams change it equally often.
- platform and reports require versions of example.org/sqlkit that do not go together.
- From cmd/web to platform/config the imports are nine packages deep.
- Three services and a database start from compose.yaml, in an order.
- A bot, a mass edit, generated code, vendored code and lock files are in the history
  too: they must not count as teams' work.

The modules of example.org are invented. Their code in vendor is a few lines each, so
that everything compiles.
`,
	"docs/architecture.md": `# Architecture

Programs stand in cmd, one folder each.
They share libraries that stand in folders of their own.
What every program needs is in the module platform.
The finance department imports the module reports from its own repository.
Programs talk over HTTP.
Each program finds the others through its environment.
Orders and stock live in one database.
Prices are computed where they are needed.
`,
	"seam.yaml": `# Who is who. Without members seam cannot tell which team works where.
teams:
  storefront:
    members: ["*@storefront.example"]
    paths: [cmd/web, catalog, cart, checkout, accounts]
  pricing:
    members: ["*@pricing.example"]
    paths: [pricing]
  fulfilment:
    members: ["*@fulfilment.example"]
    paths: [cmd/orders, cmd/stock, orders, stock, shipping, reports]
  platform:
    members: ["*@platform.example"]
    paths: [platform]
`,
	".mailmap": `Nora <nora@storefront.example> <nora@old-mail.example>
`,
	".github/CODEOWNERS": `# Who reviews what. The last line that matches counts.
*            @shop/platform
/cmd/web/    @shop/storefront
/cmd/orders/ @shop/fulfilment
/cmd/stock/  @shop/fulfilment
/catalog/    @shop/storefront
/cart/       @shop/storefront
/checkout/   @shop/storefront
/accounts/   @shop/storefront
/pricing/    @shop/pricing
/orders/     @shop/fulfilment
/stock/      @shop/fulfilment
/shipping/   @shop/fulfilment
/reports/    @shop/fulfilment
`,
	"compose.yaml": `# All of the shop on one machine.
services:
  web:
    build:
      context: .
      dockerfile: cmd/web/Dockerfile
    ports: ["8080:8080"]
    depends_on: [orders, stock]
    environment:
      ORDERS_URL: http://orders:8081
      STOCK_URL: http://stock:8082
  orders:
    build:
      context: .
      dockerfile: cmd/orders/Dockerfile
    depends_on: [stock, db]
    environment:
      STOCK_URL: http://stock:8082
      DATABASE_URL: postgres://shop@db:5432/shop
  stock:
    build:
      context: .
      dockerfile: cmd/stock/Dockerfile
    depends_on: [db]
    environment:
      DATABASE_URL: postgres://shop@db:5432/shop
  db:
    image: postgres:16
    environment:
      POSTGRES_DB: shop
`,
	"cmd/web/Dockerfile":    dockerfile("web", "8080"),
	"cmd/orders/Dockerfile": dockerfile("orders", "8081"),
	"cmd/stock/Dockerfile":  dockerfile("stock", "8082"),
	"vendor/example.org/decimal/decimal.go": `// Package decimal stands in for a library that does not exist.
package decimal

import "fmt"

// Decimal is a number with a fixed number of places.
type Decimal struct{ value, places int }

// New makes value times ten to the power of minus places.
func New(value, places int) Decimal { return Decimal{value, places} }

// String writes d with its places.
func (d Decimal) String() string {
	unit := 1
	for range d.places {
		unit *= 10
	}
	return fmt.Sprintf("%d.%0*d", d.value/unit, d.places, d.value%unit)
}
`,
	"vendor/example.org/router/router.go": `// Package router stands in for a library that does not exist.
package router

import "net/http"

// Router sends requests to handlers by their path.
type Router struct{ *http.ServeMux }

// New makes a router without routes.
func New() *Router { return &Router{http.NewServeMux()} }
`,
	"vendor/example.org/sqlkit/sqlkit.go": `// Package sqlkit stands in for a library that does not exist.
package sqlkit

import "strings"

// Select writes a query for columns of a table.
func Select(table string, columns ...string) string {
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + table
}
`,
}

func dockerfile(name, port string) string {
	return `FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /` + name + ` ./cmd/` + name + `
FROM scratch
COPY --from=build /` + name + ` /` + name + `
EXPOSE ` + port + `
ENTRYPOINT ["/` + name + `"]
`
}

// picture is the smallest PNG there is, one transparent pixel.
const picture = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
