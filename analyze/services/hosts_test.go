package services

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
		{"A_URL=://", ""},
		{"=--peer x:7000 --out=/tmp/y:9000", "x"},
	} {
		key, value, _ := strings.Cut(c.setting, "=")
		if got := strings.Join(hostsOf(key, value), " "); got != c.want {
			t.Errorf("%s: want %q, got %q", c.setting, c.want, got)
		}
	}
}

func TestRedact(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"A_URL", "http://cart:80/x", "A_URL=http://cart:80/x"},
		{"A_URL", "amqp://guest:guest@rabbit:5672/", "A_URL=amqp://***@rabbit:5672/"},
		{"A_URL", "https://tok:a@b@host/", "A_URL=https://***@host/"},
		{"DB_PASSWORD", "hunter2", "DB_PASSWORD=***"},
		{"dbPassword", "x", "dbPassword=***"},
		{"STRIPE_API_KEY", "http://x", "STRIPE_API_KEY=***"},
		{"GITHUB_TOKEN", "x", "GITHUB_TOKEN=***"},
		{"MONKEY_HOST", "zoo", "MONKEY_HOST=zoo"},
		{"KEYCLOAK_URL", "http://keycloak", "KEYCLOAK_URL=http://keycloak"},
		{"DSN", "host=pg user=app password=hunter2 dbname=x", "DSN=host=pg user=app password=*** dbname=x"},
		{"BUS", "Endpoint=sb://x/;SharedAccessKey=abc;EntityPath=y", "BUS=Endpoint=sb://x/;SharedAccessKey=***;EntityPath=y"},
		{"X_URL", "http://a/?token=abc&b=c", "X_URL=http://a/?token=***&b=c"},
		{"", `{"password": "hunter2", "host": "a:80"}`, `{"password": ***, "host": "a:80"}`},
		{"", `password='it is, "secret"' host=a`, `password=*** host=a`},
		{"", "--db-password hunter2 --peer a:80", "--db-password *** --peer a:80"},
		{"X", "AKIA4F7Q2M9X1C8V5B3N and a:80", "X=*** and a:80"},
		{"X", "a-service-with-a-very-long-name-2:80", "X=a-service-with-a-very-long-name-2:80"},
		{"X", "a\x1b[31m\nb\u202e", "X=a [31m b"},
		{"X", strings.Repeat("a ", 200), "X=" + strings.Repeat("a ", 78) + "a…"},
	} {
		if got := redact(c.key, c.value, ""); got != c.want {
			t.Errorf("%s=%s:\nwant %q\ngot  %q", c.key, c.value, c.want, got)
		}
	}
}

// Of a long command line the part is shown that proves the edge.
func TestRedactShowsTheHost(t *testing.T) {
	value := "sh -c " + strings.Repeat("--flag=value ", 30) + "--peer=cart:80 " + strings.Repeat("--flag=value ", 30)
	got := redact("", value, "cart")
	if !strings.Contains(got, "--peer=cart:80") || !strings.HasPrefix(got, "…--flag=value") || len([]rune(got)) > maxText {
		t.Errorf("got %q", got)
	}
}

func TestClassOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		image string
		own   bool
		want  Class
	}{
		{"db", "postgres", false, Data},
		{"redis-cart", "redis", false, Data},
		{"cache", "bitnami-redis-cluster", false, Data},
		{"mongodb-rate", "", false, Data},
		{"user-db", "", false, Data},
		{"kafka-ui", "kafka-ui", false, Call},
		{"orders-redis-consumer", "", false, Call},
		{"pay-by-redis-later", "", false, Call},
		{"collector", "opentelemetry-collector-contrib", false, Telemetry},
		{"jaeger", "all-in-one", false, Telemetry},
		{"redis-exporter", "redis_exporter", false, Telemetry},
		{"logs", "fluent-bit", false, Telemetry},
		{"prometheus", "prometheus", true, Call},
		{"minio", "minio", true, Call},
		{"loadgenerator", "", true, Test},
		{"k6", "k6", false, Test},
		{"api-test", "", false, Test},
		{"latest", "", false, Call},
		{"web", "nginx", false, Call},
		{"---", "", false, Call},
	} {
		var images []string
		if c.image != "" {
			images = []string{c.image}
		}
		if got := classOf(c.name, images, c.own); got != c.want {
			t.Errorf("%s of image %q: want %s, got %s", c.name, c.image, c.want, got)
		}
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string]bool{
		`os.Getenv("HOST")`: true, "${HOST}": true, "HOST": true, "DB_HOST": false, "HOSTS": false, "MY_HOST HOST": true, "": false, "äHOSTä": true,
	} {
		if got := mentions(text, "HOST"); got != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}

func TestKeyWords(t *testing.T) {
	want := []string{"connection", "strings", "catalog", "db"}
	if d := cmp.Diff(want, keyWords("ConnectionStrings__catalogDb")); d != "" {
		t.Error(d)
	}
}
