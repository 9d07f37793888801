package manifest

import "testing"

func TestInterpolate(t *testing.T) {
	vars := map[string]string{"X": "x", "EMPTY": ""}
	for in, want := range map[string]string{
		"$X":                      "x",
		"a${X}b$Xb":               "axb",
		"${Y:-d}":                 "d",
		"${Y-d}":                  "d",
		"${EMPTY:-d}":             "d",
		"${EMPTY-d}":              "",
		"${X:-d}":                 "x",
		"${X:+other}":             "other",
		"${Y:+other}":             "",
		"${Y:?is required}":       "",
		"${Y:-${X}:80}":           "x:80",
		"$$X and $":               "$X and $",
		"${X":                     "${X",
		"$1 ${}":                  "$1 ",
		"no variables":            "no variables",
		"http://${H:-h}:${P:-1}/": "http://h:1/",
	} {
		if got := interpolate(in, vars); got != want {
			t.Errorf("%s: want %q, got %q", in, want, got)
		}
	}
}

func TestImageName(t *testing.T) {
	for image, want := range map[string]string{
		"redis": "redis", "redis:7-alpine": "redis", "quay.io/acme/cart:v1@sha256:00": "cart",
		"localhost:5000/cart": "cart", "${REPO}/cart:${TAG}": "cart", "${IMAGE}": "", "": "", "acme/": "acme",
		"gcr.io/datadoghq/agent:7": "datadoghq-agent", "agent:1": "agent",
		"mcr.microsoft.com/mssql/server:2022-latest": "mssql-server", "acme/server": "server",
	} {
		if got := imageName(image); got != want {
			t.Errorf("%q: want %q, got %q", image, want, got)
		}
	}
}

func TestAside(t *testing.T) {
	for file, want := range map[string]string{
		"compose.yaml": "", "deploy/k8s/web.yaml": "", "latest/web.yaml": "", "contests/web.yaml": "",
		"test/web.yaml": "test", "pkg/x/testdata/web.yaml": "test", "Examples/web.yaml": "example", "docs/a/web.yaml": "documentation",
		"vendor/x/web.yaml": "vendor", "hack/web.yaml": "tool", "hack/test/web.yaml": "test", ".github/workflows/ci.yml": "tool", ".ci/compose.yaml": "tool",
		"web/venv/lib/python3.10/site-packages/x.py": "vendor",
		"compose.e2e.yaml":                           "test", "web_test.yml": "test",
	} {
		if got := aside(file); got != want {
			t.Errorf("%s: want %q, got %q", file, want, got)
		}
	}
}
