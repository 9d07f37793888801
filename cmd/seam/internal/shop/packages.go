package shop

// Module paths of the shop. The domain can never exist.
const (
	shopModule     = "shop.example/shop"
	platformModule = "shop.example/platform"
	reportsModule  = "shop.example/reports"
)

// goPackage describes one library package; source.go turns it into files.
type goPackage struct {
	folder  string
	doc     string // its package comment, from behind "Package NAME"
	front   string // the type that ties other packages' records together
	records []record
	uses    []string // records of other packages: "folder.Name"
	extra   []string // files that are written by hand, in handwritten
}

// record is one type with its collection.
type record struct {
	name, plural string
	doc          string // continues "Name is …"
	fields       string // "Name type, …"; types are string and int
}

// packages is every library package, those that are imported first.
var packages = []goPackage{
	{folder: "platform/config", doc: "reads settings from the environment", extra: []string{"env.go"},
		records: []record{{"Setting", "Settings", "one named value of the environment", "Key string, Value string"}}},
	{folder: "platform/log", doc: "collects what programs have to say", front: "Sink", uses: []string{"platform/config.Setting"},
		records: []record{{"Entry", "Entries", "one line of a log", "Level string, Text string"}}},
	{folder: "platform/web", doc: "describes the routes of a program", front: "Table", uses: []string{"platform/log.Entry"},
		records: []record{{"Route", "Routes", "one path that a program answers", "Path string, Method string"}}},
	{folder: "platform/database", doc: "knows the tables of the database", front: "Catalogue", uses: []string{"platform/log.Entry"}, extra: []string{"query.go"},
		records: []record{{"Table", "Tables", "one table", "Schema string, Rows int"}}},

	{folder: "pricing/amount", doc: "holds sums of money", extra: []string{"decimal.go"},
		records: []record{
			{"Money", "Amounts", "a sum in the smallest coin of its currency", "Currency string, Cents int"},
			{"Rounding", "Roundings", "how a market rounds", "Market string, Step int"}}},
	{folder: "pricing/tax", doc: "knows what share of a price goes to which state", front: "Office", uses: []string{"pricing/amount.Money"},
		records: []record{
			{"Rate", "Rates", "what a country takes of a price", "Country string, Percent int"},
			{"Exemption", "Exemptions", "a customer who pays no tax", "Customer string, Country string"}}},
	{folder: "pricing/discount", doc: "takes vouchers and campaigns off a price", front: "Counter", uses: []string{"pricing/amount.Money"},
		records: []record{
			{"Voucher", "Vouchers", "a code that lowers one price", "Code string, Percent int"},
			{"Campaign", "Campaigns", "a discount that a whole market gets", "Market string, Cents int"}}},
	{folder: "pricing/currency", doc: "converts between currencies", front: "Bureau", uses: []string{"pricing/amount.Money"},
		records: []record{{"Exchange", "Exchanges", "what one currency is worth in another", "From string, To string, Micros int"}}},
	{folder: "pricing", doc: "says what a cart costs", front: "Desk",
		uses: []string{"pricing/amount.Money", "pricing/tax.Rate", "pricing/discount.Voucher", "pricing/currency.Exchange"},
		records: []record{
			{"Quote", "Quotes", "the price of a cart at one moment", "Cart string, Currency string, Cents int"},
			{"PriceList", "PriceLists", "the prices of a market in a season", "Market string, Season string"}}},

	{folder: "catalog/media", doc: "keeps the pictures of products", front: "Gallery", uses: []string{"platform/web.Route"},
		records: []record{{"Image", "Images", "one picture of a product", "Product string, Format string, Bytes int"}}},
	{folder: "catalog", doc: "holds what the shop sells", front: "Shelf", uses: []string{"catalog/media.Image", "pricing.PriceList"},
		records: []record{{"Product", "Products", "one thing for sale", "Title string, Shelf string, Cents int"}}},
	{folder: "catalog/search", doc: "finds products by their words", front: "Finder", uses: []string{"catalog.Product"}, extra: []string{"zz_generated.stopwords.go"},
		records: []record{{"Hit", "Hits", "one product that a search found", "Product string, Term string, Place int"}}},

	{folder: "accounts", doc: "holds the customers", front: "Register", uses: []string{"platform/database.Table"},
		records: []record{{"Account", "Accounts", "one customer", "Country string, Language string"}}},
	{folder: "accounts/sessions", doc: "knows who is logged in", front: "Gate", uses: []string{"accounts.Account", "platform/log.Entry"},
		records: []record{{"Token", "Tokens", "one device that is logged in", "Account string, Device string, Minutes int"}}},

	{folder: "stock", doc: "counts what lies in the warehouse", front: "Service", uses: []string{"platform/database.Table", "catalog.Product"},
		records: []record{{"Item", "Items", "how many of a product lie on a shelf", "Product string, Shelf string, Quantity int"}}},

	{folder: "orders/events", doc: "tells other programs what happened to an order", front: "Bus", uses: []string{"platform/log.Entry"},
		records: []record{{"Event", "Events", "one thing that happened to an order", "Order string, Step string, Attempt int"}}},
	{folder: "orders/store", doc: "keeps orders in the database", front: "Keeper", uses: []string{"platform/database.Table"},
		records: []record{
			{"Row", "Rows", "one line of the order table", "Order string, State string, Cents int"},
			{"Hold", "Holds", "a program's claim on an order", "Order string, Holder string"}}},
	{folder: "orders", doc: "takes orders from carts to parcels", front: "Service",
		uses:    []string{"orders/store.Row", "orders/events.Event", "pricing.Quote", "stock.Item", "platform/log.Entry"},
		records: []record{{"Order", "Orders", "what a customer has bought", "Customer string, Cart string, Cents int"}}},
	{folder: "orders/returns", doc: "takes back what customers do not want", front: "Clerk", uses: []string{"orders.Order", "pricing/tax.Rate"},
		records: []record{{"Return", "Returns", "what comes back of an order", "Order string, Reason string, Cents int"}}},

	{folder: "shipping/labels", doc: "prints what is stuck on a parcel", front: "Printer", uses: []string{"platform/log.Entry"},
		records: []record{{"Label", "Labels", "what is stuck on a parcel", "Parcel string, Carrier string"}}},
	{folder: "shipping/routes", doc: "plans the way of a parcel", front: "Planner", uses: []string{"platform/config.Setting"},
		records: []record{{"Stop", "Stops", "one place on the way of a parcel", "City string, Carrier string, Minutes int"}}},
	{folder: "shipping", doc: "sends parcels", front: "Dispatcher", uses: []string{"shipping/labels.Label", "shipping/routes.Stop", "stock.Item"},
		records: []record{{"Parcel", "Parcels", "a box on its way to a customer", "Order string, Address string, Grams int"}}},

	{folder: "cart", doc: "holds what a customer wants to buy", front: "Basket",
		uses:    []string{"catalog/search.Hit", "catalog.Product", "pricing.Quote", "pricing/discount.Voucher"},
		records: []record{{"Line", "Lines", "one product in a cart", "Cart string, Product string, Quantity int"}}},
	{folder: "checkout", doc: "turns a cart into an order", front: "Service",
		uses: []string{"cart.Line", "orders.Order", "accounts.Account", "pricing.Quote", "pricing/currency.Exchange", "shipping.Parcel"},
		records: []record{
			{"Payment", "Payments", "what a customer paid for an order", "Order string, Method string, Cents int"},
			{"Consent", "Consents", "terms that a customer agreed to", "Customer string, Terms string"}}},

	{folder: "reports/export", doc: "writes the orders of a day for the finance department, whose own repository imports it", extra: []string{"columns.go"},
		records: []record{
			{"Sheet", "Sheets", "one page of the export", "Title string, Rows int"},
			{"Booking", "Bookings", "an order as the finance department sees it", "Order string, State string, Cents int"}}},
}

// program is one main package, which runs as a service of the same name.
type program struct {
	folder   string
	doc      string   // continues "Command name …"
	serves   []string // collections that its first page counts: "folder.Front.Collection"
	port     int
	settings []setting
}

// setting is an address that a program reads from its environment.
type setting struct {
	Doc, Variable, Key string
}

var programs = []program{
	{folder: "cmd/web", doc: "serves the pages of the shop", port: 8080,
		serves: []string{"accounts/sessions.Gate.Tokens", "checkout.Service.Payments"},
		settings: []setting{
			{"Orders are placed over the network.", "ordersURL", "ORDERS_URL"},
			{"Pages show how many are left.", "stockURL", "STOCK_URL"}}},
	{folder: "cmd/orders", doc: "takes and keeps orders", port: 8081,
		serves: []string{"orders.Service.Orders", "orders/returns.Clerk.Returns"},
		settings: []setting{
			{"An order reserves what it sells.", "stockURL", "STOCK_URL"},
			{"Orders live in the database.", "databaseURL", "DATABASE_URL"}}},
	{folder: "cmd/stock", doc: "counts what lies in the warehouse", port: 8082,
		serves: []string{"stock.Service.Items"},
		settings: []setting{
			{"Shelves live in the database.", "databaseURL", "DATABASE_URL"}}},
}
