package services

import (
	"slices"
	"strings"
	"unicode"

	"seam/analyze/regex"
	"seam/analyze/services/address"
	"seam/analyze/services/manifest"
)

// hidden stands for what was taken out of an evidence text.
const hidden = "***"

// maxText is the longest evidence text in characters.
const maxText = 160

// redact is the text that shows a setting: no secret, no user info of a URL, one
// line, no control characters. Of a long value it is the part around focus.
func redact(key, value, focus string) string {
	value = around(redactValue(value), focus)
	if secretKey(key) && !isPlace(key, value) {
		value = hidden
	}
	if key == "" {
		return clip(value)
	}
	return clip(key + "=" + value)
}

// around cuts what stands far before focus.
func around(value, focus string) string {
	at := strings.Index(value, focus)
	if len(value) <= maxText || at <= maxText/2 {
		return value
	}
	start := at - maxText/2
	if space := strings.IndexAny(value[start:at], " \n"); space >= 0 {
		start += space + 1
	}
	return "…" + strings.ToValidUTF8(value[start:], "")
}

var (
	userInfo = regex.New(`(://)[^\s/?#"']*@`)
	inner    = regex.New(`(?i)([A-Za-z0-9_.-]*(?:password|passwd|pwd|secret|token|apikey|api_key|api-key|access_key|accesskey|accountkey|credential|signature)[A-Za-z0-9_.-]*["']?\s*[=:]\s*)("[^"]*"?|'[^']*'?|[^\s;&]+)`)
	flag     = regex.New(`(?i)(--?[a-z0-9-]*(?:password|passwd|secret|token|apikey|api-key|access-key)[a-z0-9-]*\s+)[^\s]+`)
	signed   = regex.New(`(?i)([?&;]sig=)[^&;\s"']+`)
	opaque   = regex.New(`[A-Za-z0-9+_=-]{20,}`)
)

// redactValue hides secrets by their form and by the key before them.
func redactValue(s string) string {
	s = userInfo().ReplaceAllString(s, "${1}"+hidden+"@")
	s = redactInner(s)
	s = signed().ReplaceAllString(s, "${1}"+hidden)
	s = flag().ReplaceAllString(s, "${1}"+hidden)
	return opaque().ReplaceAllStringFunc(s, func(t string) string {
		if isRandom(t) {
			return hidden
		}
		return t
	})
}

// redactInner hides what is given to a name of a secret, but not where to get one
// (accessTokenUri: http://auth/token).
func redactInner(s string) string {
	return inner().ReplaceAllStringFunc(s, func(m string) string {
		at := inner().FindStringSubmatchIndex(m)
		name, value := m[:at[3]], m[at[3]:]
		if isPlace(strings.Trim(name, " \t\"':="), value) {
			return name + inner().ReplaceAllString(value, "${1}"+hidden)
		}
		return name + hidden
	})
}

// isPlace reports whether a key with a secret's name holds the address of one: it ends
// in a word for addresses, and the value is a URL or host:port.
func isPlace(key, value string) bool {
	return address.Holds(key) && !containsAny(address.KeyWords(key), []string{"webhook", "hook"}) && len(address.Hosts("", value)) > 0
}

// secretKey tells the keys whose values are never shown.
func secretKey(key string) bool {
	k := manifest.Squash(key)
	for _, w := range []string{"password", "passwd", "secret", "token", "credential", "privatekey"} {
		if strings.Contains(k, w) {
			return true
		}
	}
	return strings.HasSuffix(k, "key") || containsAny(address.KeyWords(key), []string{"key", "keys", "pass", "pwd", "auth"})
}

// isRandom tells a generated string from a long name: it mixes letters and digits
// often, or is one long run of hexadecimal digits.
func isRandom(s string) bool {
	changes, digits := 0, 0
	rs := []rune(s)
	for i, r := range rs {
		if unicode.IsDigit(r) {
			digits++
		}
		if i > 0 && kindOf(r) != kindOf(rs[i-1]) {
			changes++
		}
	}
	return digits >= 3 && changes*4 >= len(rs)
}

func kindOf(r rune) int {
	return slices.IndexFunc([]func(rune) bool{unicode.IsDigit, unicode.IsUpper, unicode.IsLower, func(rune) bool { return true }},
		func(is func(rune) bool) bool { return is(r) })
}

// clip makes one short printable line.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	rs := []rune(strings.Join(strings.Fields(s), " "))
	if len(rs) > maxText {
		return string(rs[:maxText-1]) + "…"
	}
	return string(rs)
}
