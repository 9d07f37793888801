package plan

import "testing"

// TestNextVersion: a tag that stands already is not printed again.
func TestNextVersion(t *testing.T) {
	for _, c := range []struct {
		name           string
		module, folder string
		tags           []string
		next, last     string
	}{
		{"no tag", "example.org/shop/pay", "pay", nil, "v0.1.0", ""},
		{"tags of others", "example.org/shop/pay", "pay", []string{"v1.4.0", "payment/v1.0.0", "pay/nightly", "pay/v1", "pay/v1.2", "old/pay/v3.0.0"}, "v0.1.0", ""},
		{"one below v1", "example.org/shop/pay", "pay", []string{"pay/v0.1.0"}, "v0.2.0", "pay/v0.1.0"},
		{"the highest of several, by numbers", "example.org/shop/pay", "pay", []string{"pay/v0.9.1", "pay/v1.10.3", "pay/v1.9.0"}, "v1.11.0", "pay/v1.10.3"},
		{"a candidate for a release", "example.org/shop/pay", "pay", []string{"pay/v1.0.0-rc.1"}, "v1.0.0", "pay/v1.0.0-rc.1"},
		{"another major version", "example.org/shop/pay", "pay", []string{"pay/v2.1.0"}, "v0.1.0", ""},
		{"a major version in the path", "example.org/shop/pay/v2", "pay", []string{"pay/v1.1.0", "pay/v2.1.0"}, "v2.2.0", "pay/v2.1.0"},
		{"the first of a major version", "example.org/shop/pay/v2", "pay", []string{"pay/v1.1.0"}, "v2.0.0", ""},
		{"a folder of a major version", "example.org/shop/pay/v2", "pay/v2", []string{"pay/v2.0.0", "pay/v3.0.0"}, "v2.1.0", "pay/v2.0.0"},
		{"the root", "example.org/shop", ".", []string{"v0.3.0", "pay/v0.9.0"}, "v0.4.0", "v0.3.0"},
		{"a number that is none", "example.org/shop/pay", "pay", []string{"pay/v0.99999999999999999999.0"}, "v0.1.0", ""},
	} {
		if next, last := nextVersion(c.module, c.folder, c.tags); next != c.next || last != c.last {
			t.Errorf("%s: %s after %q, want %s after %q", c.name, next, last, c.next, c.last)
		}
	}
}
