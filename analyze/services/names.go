package services

import (
	"path"
	"strings"
	"unicode"
)

// squash is the form in which names are compared: lower case letters and digits
// only, so that product_catalog, productCatalog and product-catalog are one name.
func squash(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// words splits a name at everything that is no letter or digit, in lower case.
func words(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// imageName is the last path segment of a container image, without registry, tag
// and digest: quay.io/acme/cart:v1 is cart.
func imageName(image string) string {
	image, _, _ = strings.Cut(image, "@")
	base := path.Base(image)
	base, _, _ = strings.Cut(base, ":")
	if base == "." || base == "/" || strings.ContainsAny(base, "${} ") {
		return ""
	}
	return base
}

// isName reports whether s can be a host name that a unit goes by. Loopback names
// stand for whoever says them and are nobody's name.
func isName(s string) bool {
	switch strings.ToLower(s) {
	case "", "localhost", "0.0.0.0", "127.0.0.1", "host.docker.internal":
		return false
	}
	for _, r := range s {
		if !isHostRune(r) {
			return false
		}
	}
	return true
}

func isHostRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
}
