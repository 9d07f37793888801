package address

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is a host in a setting, and what only looks like one.
func TestHostsOf(t *testing.T) {
	for _, c := range []struct{ setting, want string }{
		{"CART_ADDR=cartservice:7070", "cartservice"},
		{"CART_URL=http://cart/api?x=y", "cart"},
		{"CART_URL=https://user:p@ss@cart:8443/", "cart"},
		{"CART_HOST=cart", "cart"},
		{"cartHost=Cart", "cart"},
		{"spring.datasource.url=jdbc:mysql://db.shop.svc.cluster.local:3306/x", "db.shop.svc.cluster.local"},
		{"BROKERS=kafka-0:9092,kafka-1:9092", "kafka-0 kafka-1"},
		{"MONGO_URL=mongodb://a:27017,b:27017/db", "a b"},
		{"DSN=user:pw@tcp(mysql:3306)/db", "mysql"},
		{"PG=host=postgres user=app password=x dbname=orders", "postgres"},
		{"ConnectionStrings__Catalog=Server=tcp:sql,1433;Database=web", "sql"},
		{"ANYTHING=see http://docs.acme.example/cart", "docs.acme.example"},
		{"LISTEN_ADDR=0.0.0.0:8080", ""},
		{"KAFKA_LISTENERS=PLAINTEXT://broker:9092", ""},
		{"SELF_URL=http://localhost:80", ""},
		{"PORT=8080", ""},
		{"TIME=10:30", ""},
		{"IP=10.0.0.1:5432", ""},
		{"MODE=cart", ""},
		{"POSTGRES_DB=orders", ""},
		{"DB_DATABASE=http://orders", ""},
		{"SERVICE_NAME=cart:80", ""},
		{"RABBIT_USER=cart", ""},
		{"BASE_IMAGE=postgres:1400", ""},
		{"OPTS=postgres:14", ""},
		{"OIDC_CALLBACK_URL=http://web/cb", ""},
		{"CORS_ORIGINS=http://web", ""},
		{"NO_PROXY=cart,db", ""},
		{"ALLOWED_HOSTS=web", ""},
		{"A_URL=http://${HOST}/x", ""},
		{"CART_SERVICE=cart", "cart"},
		{"CART_SERVICE=cart-service", "cart-service"},
		{"DD_SERVICE=cart", ""},
		{"CACHE_BACKEND=REDIS", ""},
		{"DB_SERVICE_PREFIX_MAPPING=orders-postgresql=DB,stock-mysql=STOCK", "orders-postgresql stock-mysql"},
		{"SHOP_UI_URL=http://web", ""},
		{"SWAGGER_GATEWAY_URL=http://gateway", ""},
		{"FLAGD_UI_HOST=flagd-ui", "flagd-ui"},
		{"A_URL=://", ""},
		{"ListenTogetherHub=http://hub/x", "hub"},
		{"ListenAddress=http://web", ""},
		{"BIND_IP=web", ""},
		{"HTTP_LISTEN=web:80", ""},
		{"ConnectionStrings__OrdersDb=Server=sql,1433;Database=orders", "sql"},
		{"ORDERS_DB=Server=sql,1433;Database=orders", ""},
		{"Messaging__RabbitMQ__HostName=rabbitmq", "rabbitmq"},
		{"rabbit.host-name=rabbitmq", "rabbitmq"},
		{"FULL_NAME=rabbitmq", ""},
		{"=--peer x:7000 --out=/tmp/y:9000", "x"},
	} {
		key, value, _ := strings.Cut(c.setting, "=")
		if got := strings.Join(Hosts(key, value), " "); got != c.want {
			t.Errorf("%s: want %q, got %q", c.setting, c.want, got)
		}
	}
}

func TestKeyWords(t *testing.T) {
	want := []string{"connection", "strings", "catalog", "db"}
	if d := cmp.Diff(want, KeyWords("ConnectionStrings__catalogDb")); d != "" {
		t.Error(d)
	}
}
