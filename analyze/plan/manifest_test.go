package plan

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/modules"
)

// TestProviding: each ecosystem names what an import needs in its own way.
func TestProviding(t *testing.T) {
	list := func(names ...string) (out []modules.Requirement) {
		for _, n := range names {
			out = append(out, modules.Requirement{Name: n})
		}
		return out
	}
	for _, c := range []struct {
		ecosystem, name string
		listed          []modules.Requirement
		want            []string
	}{
		{"go", "github.com/pay/sdk/v2/card", list("github.com/pay", "github.com/pay/sdk/v2", "github.com/pay/sdk"), []string{"github.com/pay/sdk/v2"}},
		{"npm", "@scope/a/deep", list("@scope/a", "@scope"), []string{"@scope/a"}},
		{"npm", "left_pad", list("left-pad"), nil},
		{"python", "langchain_core", list("langchain", "langchain-core"), []string{"langchain-core"}},
		{"python", "Typing_Extensions", list("typing-extensions"), []string{"typing-extensions"}},
		{"python", "PIL", list("django", "pillow"), []string{"pillow"}},
		{"python", "dateutil", list("dateutils", "python-dateutil"), []string{"python-dateutil"}},
		{"python", "ipware", list("ip", "django-ipware"), []string{"django-ipware"}},
		{"python", "jwt", list("pyjwt"), []string{"pyjwt"}},
		{"python", "unlisted", list("python", "py"), nil},
		{"maven", "org.springframework.boot", list("org.springframework:spring-core", "org.springframework.boot:spring-boot", "org.springframework.boot:spring-boot-test"),
			[]string{"org.springframework.boot:spring-boot", "org.springframework.boot:spring-boot-test"}},
		{"gradle", "com.google.common", list("com.google.guava:guava", "com.google:x"), []string{"com.google:x"}},
		{"gradle", "com.fasterxml.jackson", list("com.fasterxml:x", "com.fasterxml.jackson.core:jackson-core", "com.fasterxml.jacksonx:y"), []string{"com.fasterxml:x"}},
		{"gradle", "com.fasterxml.jackson", list("com.fasterxml.jackson.core:jackson-core", "com.fasterxml.jacksonx:y"), []string{"com.fasterxml.jackson.core:jackson-core"}},
		{"maven", "com.netflix", list("com.netflix.servo:core"), nil},
		{"maven", "org.spring", list("org.springframework:spring-core"), nil},
	} {
		var got []string
		for _, r := range providing(c.ecosystem, c.listed, c.name) {
			got = append(got, r.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %s: %v, want %v", c.ecosystem, c.name, got, c.want)
		}
	}
}

func TestFirstOf(t *testing.T) {
	for n, want := range map[int]string{1: "a and 4 more", 3: "a and b and c and 2 more", 4: "a and b and c and d and e"} {
		if got := strings.Join(firstOf([]string{"a", "b", "c", "d", "e"}, n), " and "); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
