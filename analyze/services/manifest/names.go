package manifest

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/regex"
)

// Squash is the form in which names are compared: lower case letters and digits
// only, so that product_catalog, productCatalog and product-catalog are one name.
func Squash(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Words splits a name at everything that is no letter or digit, in lower case.
func Words(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// HasAny reports whether one of some words is in a set.
func HasAny(words, set []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(set, w) })
}

// hashed is what ko puts behind the name of what it builds: a digest of its import path.
var hashed = regex.New(`-[0-9a-f]{32}$`)

// imageName is the last path segment of a container image, without registry, tag
// and digest: quay.io/acme/cart:v1 is cart. Agents, and Microsoft's database, are told by the
// segment before: datadog/agent:7 is datadog-agent.
func imageName(image string) string {
	image, _, _ = strings.Cut(image, "@")
	base := path.Base(image)
	base, _, _ = strings.Cut(base, ":")
	base = hashed().ReplaceAllString(base, "")
	if base == "." || base == "/" || strings.ContainsAny(base, "${} ") {
		return ""
	}
	if maker := path.Base(path.Dir(image)); base == "agent" && maker != "." && IsName(maker) || base == "server" && maker == "mssql" {
		return maker + "-" + base
	}
	return base
}

// IsName reports whether s can be a host name that a unit goes by. Loopback names
// stand for whoever says them and are nobody's name.
func IsName(s string) bool {
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

// isHostRune tells the characters of host names.
func isHostRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
}

// IsDeployFolder reports whether a folder holds manifests rather than code.
func IsDeployFolder(dir string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToLower(dir), "/"), func(e string) bool {
		switch e {
		case "k8s", "kubernetes", "helm", "helm-chart", "chart", "charts", "manifests", "kustomize", "deploy", "deployment",
			"deployments", "docker", "build", "infra", "terraform", "ansible", "openshift":
			return true
		}
		return false
	})
}
