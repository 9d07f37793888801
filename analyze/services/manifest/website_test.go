package manifest

import (
	"slices"
	"testing"
)

func TestWebsites(t *testing.T) {
	for name, c := range map[string]struct{ files, want []string }{
		"a shop":                  {[]string{"shop/website/Dockerfile", "shop/website/server.js", "shop/website/src/cart.js", "shop/website/README.md"}, []string{"shop/website"}},
		"pages":                   {[]string{"website/index.js", "website/docs/a.md", "website/docs/b.md"}, nil},
		"a generator":             {[]string{"website/docusaurus.config.js", "website/src/pages/index.js"}, nil},
		"a configuration further": {[]string{"website/src/hugo.js", "Website/x.md"}, []string{"website"}},
		"the outer one":           {[]string{"website/a.md", "website/website/a.js"}, nil},
		"a file of that name":     {[]string{"src/website"}, nil},
	} {
		if got := websites(c.files); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
