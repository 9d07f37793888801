package services

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"A_URL", "http://cart:80/x", "A_URL=http://cart:80/x"},
		{"A_URL", "amqp://guest:guest@rabbit:5672/", "A_URL=amqp://***@rabbit:5672/"},
		{"A_URL", "https://tok:a@b@host/", "A_URL=https://***@host/"},
		{"DB_PASSWORD", "hunter2", "DB_PASSWORD=***"},
		{"dbPassword", "x", "dbPassword=***"},
		{"STRIPE_API_KEY", "http://x", "STRIPE_API_KEY=***"},
		{"GITHUB_TOKEN", "x", "GITHUB_TOKEN=***"},
		{"AUTH_API_ADDRESS", "http://auth:80", "AUTH_API_ADDRESS=http://auth:80"},
		{"SECRET_URL", "hunter2", "SECRET_URL=***"},
		{"", "accessTokenUri: http://auth/token?token=abc", "accessTokenUri: http://auth/token?token=***"},
		{"MONKEY_HOST", "zoo", "MONKEY_HOST=zoo"},
		{"KEYCLOAK_URL", "http://keycloak", "KEYCLOAK_URL=http://keycloak"},
		{"DSN", "host=pg user=app password=hunter2 dbname=x", "DSN=host=pg user=app password=*** dbname=x"},
		{"BUS", "Endpoint=sb://x/;SharedAccessKey=abc;EntityPath=y", "BUS=Endpoint=sb://x/;SharedAccessKey=***;EntityPath=y"},
		{"X_URL", "http://a/?token=abc&b=c", "X_URL=http://a/?token=***&b=c"},
		{"", "http://consign-service:16111/", "http://consign-service:16111/"},
		{"SAS_URL", "https://x/?sv=1&sig=abc%2F&se=2", "SAS_URL=https://x/?sv=1&sig=***&se=2"},
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
		{"shop-no-db", "", false, Call},
		{"kafka-ui", "kafka-ui", false, Call},
		{"orders-redis-consumer", "", false, Call},
		{"pay-by-redis-later", "", false, Call},
		{"collector", "opentelemetry-collector-contrib", false, Telemetry},
		{"jaeger", "all-in-one", false, Telemetry},
		{"redis-exporter", "redis_exporter", false, Telemetry},
		{"logs", "fluent-bit", false, Telemetry},
		{"agent", "datadog-agent", false, Telemetry},
		{"xray-daemon", "aws-xray-daemon", false, Telemetry},
		{"alloy", "alloy", false, Telemetry},
		{"prometheus", "prometheus", true, Call},
		{"minio", "minio", true, Call},
		{"loadgenerator", "", true, Test},
		{"k6", "k6", false, Test},
		{"api-test", "", false, Test},
		{"latest", "", false, Call},
		{"log-server", "log-server", false, Telemetry},
		{"kube-state-metrics", "", false, Telemetry},
		{"metrics", "", false, Call},
		{"login-server", "", false, Call},
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
