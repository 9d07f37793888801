package jvm

import (
	"slices"
	"strings"
)

// thirdParty is the name under which a package from elsewhere is counted: the longest
// group of a requirement that it begins with, else its first two parts, one where the
// first is no top-level domain or its like (okio, scala), three where many publish under
// two. "" is the platform: the JDK, Kotlin's own library, Android.
func thirdParty(parts []string, groups []string) string {
	name := join(parts)
	if isPlatform(name) {
		return ""
	}
	best := ""
	for _, g := range groups {
		if under(g, name) && len(g) > len(best) {
			best = g
		}
	}
	if best != "" {
		return best
	}
	n := min(2, len(parts))
	switch {
	case len(parts[0]) > 3 && !slices.Contains(shared, parts[0]):
		n = 1
	case len(parts) > 2 && slices.Contains(umbrellas, join(parts[:2])):
		n = 3
	}
	for n > 1 && capital(parts[n-1]) {
		n-- // a type is no package
	}
	return join(parts[:n])
}

// shared are first parts of more than three letters under which many publish.
var shared = strings.Fields("androidx info jakarta javax kotlinx name software")

// under reports whether a dotted name is another or lies below it.
func under(prefix, name string) bool {
	return strings.HasPrefix(name, prefix) && (len(name) == len(prefix) || name[len(prefix)] == '.')
}

// umbrellas are beginnings under which many projects publish.
var umbrellas = strings.Fields(`
	cn.hutool com.alibaba com.amazonaws com.fasterxml com.github com.google com.linkedin
	com.microsoft com.netflix com.squareup com.sun de.flapdoodle io.github jakarta.ws javax.ws
	net.bytebuddy org.apache org.codehaus org.eclipse org.jetbrains org.jboss org.springframework
	software.amazon`)

// isPlatform reports whether a name comes with the JDK, with Kotlin or with Android.
func isPlatform(name string) bool {
	return slices.ContainsFunc(platform, func(p string) bool { return under(p, name) })
}

// platform is how packages begin that need no dependency: of javax those of Java SE.
var platform = strings.Fields(`
	java jdk sun com.sun.jdi com.sun.management com.sun.net com.sun.nio com.sun.security
	com.sun.source com.sun.tools netscape.javascript org.ietf.jgss org.w3c.dom org.xml.sax
	javax.accessibility javax.annotation.processing javax.crypto javax.imageio
	javax.lang.model javax.management javax.naming javax.net javax.print javax.rmi
	javax.script javax.security.auth javax.security.cert javax.security.sasl javax.smartcardio
	javax.sound javax.sql javax.swing javax.tools javax.transaction.xa javax.xml.catalog
	javax.xml.crypto javax.xml.datatype javax.xml.namespace javax.xml.parsers javax.xml.stream
	javax.xml.transform javax.xml.validation javax.xml.xpath javax.xml.XMLConstants
	kotlin android dalvik`)
