package shop

// theme is a kind of change that comes back: who makes it, how often, and which
// files it touches.
type theme struct {
	team     *team
	count    int
	from     float64 // share of the two years after which it begins
	touches  []touch
	subjects []string // used in turn
}

// touch is how many files of a folder a change edits, or one named file.
type touch struct {
	folder string
	files  int // at most; one change takes between one and this many
	file   string
}

func in(folder string, files int) touch { return touch{folder: folder, files: files} }

func file(name string) touch { return touch{file: name} }

// founded lists the folders that did not exist from the start, with the commit that
// brings them.
var founded = []struct {
	at      float64
	team    *team
	subject string
	folders []string
}{
	{0.06, storefront, "sessions: remember logged in devices", []string{"accounts/sessions"}},
	{0.08, fulfilment, "reports: export orders for the finance department", []string{"reports/export"}},
	{0.10, fulfilment, "shipping: send parcels ourselves", []string{"shipping", "shipping/labels", "shipping/routes"}},
	{0.12, pricing, "discount: vouchers and campaigns", []string{"pricing/discount"}},
	{0.14, fulfilment, "returns: take parcels back", []string{"orders/returns"}},
}

// themes is the everyday work. Its counts are the planted facts: see the comments.
var themes = []theme{
	// The clean seam: 66 of 78 changes of pricing touch nothing else, 74 are its own
	// team's.
	{pricing, 22, 0, []touch{in("pricing", 2)}, []string{"quote: keep the list it came from", "quote: refuse empty carts", "desk: one lookup less", "price lists end at midnight of their market"}},
	{pricing, 14, 0, []touch{in("pricing/tax", 3)}, []string{"tax: new rates", "tax: round per line, not per cart", "tax: exemptions run out", "tax: say which country is missing"}},
	{pricing, 12, 0.2, []touch{in("pricing/discount", 3)}, []string{"discount: vouchers only once", "discount: campaigns per market", "discount: never below nothing"}},
	{pricing, 8, 0, []touch{in("pricing/currency", 2)}, []string{"currency: six digits", "currency: refuse old rates"}},
	{pricing, 10, 0, []touch{in("pricing/amount", 2), in("pricing/tax", 1)}, []string{"amount: no floats", "amount: split without losing a cent", "amount: totals per market"}},
	{pricing, 4, 0.15, []touch{in("pricing", 1), in("cart", 1)}, []string{"quote: pass the market of the cart"}},
	{pricing, 4, 0.25, []touch{in("pricing", 1), in("orders", 1)}, []string{"quote: orders keep the quote they were made from"}},
	{storefront, 4, 0.2, []touch{in("pricing", 1), in("catalog", 1)}, []string{"show the price before the season"}},

	// The trap: no import leads from one to the other, but columns are named twice.
	{fulfilment, 30, 0.12, []touch{in("orders/store", 2), in("reports/export", 2)}, []string{"orders: a column for the warehouse", "orders: states get shorter names", "orders: claims run out", "orders: store cents, not euros", "orders: rename a column"}},
	{fulfilment, 12, 0, []touch{in("orders/store", 2), in("orders", 1)}, []string{"orders: read in one query", "orders: retry when the database is busy", "orders: hold before writing"}},
	{fulfilment, 16, 0, []touch{in("orders", 2), in("orders/events", 2)}, []string{"events: tell when an order is paid", "events: send again after a failure", "orders: one event a step"}},
	{fulfilment, 12, 0.18, []touch{in("orders/returns", 2)}, []string{"returns: reasons to choose from", "returns: refund taxes too", "returns: accept half an order"}},
	{fulfilment, 5, 0.2, []touch{in("reports/export", 1)}, []string{"reports: one sheet a day", "reports: header in German"}},

	// The contested area: 22 changes each.
	{storefront, 14, 0, []touch{in("checkout", 2)}, []string{"checkout: fewer pages", "checkout: remember the last payment", "checkout: consent in one box"}},
	{storefront, 8, 0.05, []touch{in("checkout", 1), in("cart", 1)}, []string{"checkout: change the cart on the way", "checkout: show what is left"}},
	{fulfilment, 12, 0, []touch{in("checkout", 2)}, []string{"checkout: check addresses", "checkout: pay on delivery", "checkout: split large orders"}},
	{fulfilment, 10, 0.05, []touch{in("checkout", 1), in("orders", 1)}, []string{"checkout: place the order only once", "checkout: wait for stock"}},

	{storefront, 16, 0, []touch{in("catalog", 2), in("catalog/search", 1)}, []string{"search: by shelf", "catalog: titles in two languages", "search: places count from one"}},
	{storefront, 10, 0, []touch{in("catalog", 1), in("cart", 1)}, []string{"cart: show titles", "cart: drop what is not for sale any more"}},
	{storefront, 8, 0, []touch{in("cart", 2)}, []string{"cart: merge equal lines", "cart: keep for a month"}},
	{storefront, 8, 0, []touch{in("catalog/media", 2)}, []string{"media: smaller pictures", "media: one picture a product is enough"}},
	{storefront, 6, 0.1, []touch{in("catalog/search", 1), file("catalog/search/zz_generated.stopwords.go")}, []string{"search: ignore more words"}},
	{storefront, 3, 0.3, []touch{file("catalog/search/zz_generated.stopwords.go")}, []string{"search: generate stopwords again"}},
	{storefront, 1, 0.5, []touch{file("catalog/media/testdata/placeholder.png")}, []string{"media: a picture for products without one"}},
	{storefront, 12, 0, []touch{in("accounts", 2)}, []string{"accounts: language of the customer", "accounts: close an account"}},
	{storefront, 8, 0.1, []touch{in("accounts", 1), in("accounts/sessions", 2)}, []string{"sessions: end with the account", "sessions: longer on phones"}},
	{storefront, 6, 0.1, []touch{in("accounts/sessions", 1), in("cmd/web", 1)}, []string{"web: log out everywhere"}},

	{fulfilment, 12, 0.14, []touch{in("shipping", 2), in("shipping/labels", 1)}, []string{"labels: a second carrier", "labels: larger print", "shipping: weigh before printing"}},
	{fulfilment, 10, 0.14, []touch{in("shipping", 1), in("shipping/routes", 2)}, []string{"routes: avoid the city at noon", "routes: one stop less"}},
	{fulfilment, 10, 0, []touch{in("stock", 2)}, []string{"stock: count twice", "stock: shelves have letters", "stock: warn when low"}},
	{fulfilment, 10, 0, []touch{in("stock", 1), in("orders", 1)}, []string{"orders: reserve before payment"}},

	// What all programs share, and one user of it at a time: more would couple the users.
	{platform, 6, 0, []touch{in("platform/config", 1), in("platform/log", 2)}, []string{"log: level from the environment", "config: say what is missing"}},
	{platform, 6, 0, []touch{in("platform/web", 2), in("catalog/media", 1)}, []string{"web: routes need a method"}},
	{platform, 4, 0, []touch{in("platform/database", 1), in("orders/store", 1)}, []string{"database: name tables by schema"}},
	{platform, 3, 0, []touch{in("platform/database", 1), in("stock", 1)}, []string{"database: count rows lazily"}},
	{platform, 3, 0.2, []touch{in("platform/log", 1), in("orders", 1)}, []string{"log: entries instead of text"}},
	{platform, 3, 0.2, []touch{in("platform/log", 1), in("accounts/sessions", 1)}, []string{"log: no names of customers"}},
	{platform, 2, 0.2, []touch{in("platform/log", 1), in("shipping/labels", 1)}, []string{"log: say which printer"}},
	{platform, 4, 0, []touch{in("platform/database", 2)}, []string{"database: fewer columns"}},
	{platform, 3, 0, []touch{file("compose.yaml"), in("cmd/orders", 1)}, []string{"compose: addresses from the environment"}},
	{platform, 2, 0.3, []touch{file("compose.yaml"), in("cmd/stock", 1)}, []string{"compose: start the database first"}},
	{platform, 4, 0, []touch{file("README.md"), file("docs/architecture.md")}, []string{"docs: how programs find each other", "docs: what is planted"}},
}
