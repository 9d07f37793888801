package main

import "testing"

// TestMasked: addresses of people are hidden, letter by letter, and versions of packages are not.
func TestMasked(t *testing.T) {
	for text, want := range map[string]string{
		"members: [ada@example.org]":                   "members: [***************]",
		"a.b+c@mail.example.co.uk, d@163.com":          "************************, *********",
		`key "dompurify@3.4.13" stands a second time`:  `key "dompurify@3.4.13" stands a second time`,
		"example.org/pay@v2.0.0+incompatible":          "example.org/pay@v2.0.0+incompatible",
		"@babel/core@7.0.0-rc.1 and react@18.0.0-beta": "@babel/core@7.0.0-rc.1 and react@18.0.0-beta",
	} {
		if got := masked(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
