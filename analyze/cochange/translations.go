package cochange

import (
	"strings"

	"seam/analyze/source"
)

// translations finds the folders that hold one text in several languages, by the names of
// their files alone: below one folder at least three languages, two of them widely spoken,
// stand in names of folders (locales/de/mail.json, res/values-de/strings.xml, de.lproj) or
// of files (de.json, pt_BR.po, mail_de.properties, mail.de.yml). Short words are languages
// too (is, it, to, no), so that one such name says nothing.
type translations struct {
	spoken map[string]map[string]bool // by folder, which ends in a slash unless it is the root: languages named below it
}

// fewestLanguages and fewestWide are how many languages make a folder of translations, and
// how many of them widely spoken ones.
const (
	fewestLanguages = 3
	fewestWide      = 2
)

func findTranslations(paths []string) translations {
	t := translations{map[string]map[string]bool{}}
	for _, p := range paths {
		for folder, language := range languagesIn(p) {
			of := t.spoken[folder]
			if of == nil {
				of = map[string]bool{}
				t.spoken[folder] = of
			}
			of[language] = true
		}
	}
	for folder, of := range t.spoken {
		wide := 0
		for l := range of {
			if widelySpoken[l] {
				wide++
			}
		}
		if len(of) < fewestLanguages || wide < fewestWide {
			delete(t.spoken, folder)
		}
	}
	return t
}

// of is the outermost folder of translations whose languages name a file; ok is false where
// there is none.
func (t translations) of(p string) (folder string, ok bool) {
	if len(t.spoken) == 0 {
		return "", false
	}
	for folder := range languagesIn(p) {
		if t.spoken[folder] != nil {
			return folder, true
		}
	}
	return "", false
}

// languagesIn yields the elements of a path that name a language: the folder that they lie
// in and the language, outermost first.
func languagesIn(p string) func(yield func(folder, language string) bool) {
	return func(yield func(folder, language string) bool) {
		from := 0
		for {
			n := strings.IndexByte(p[from:], '/')
			element := p[from:]
			if n >= 0 {
				element = p[from : from+n]
			}
			if l := languageOf(element, n < 0); l != "" && !yield(p[:from], l) {
				return
			}
			if n < 0 {
				return
			}
			from += n + 1
		}
	}
}

// languageOf is the language that a folder or a file is named after; "" for none. It is
// asked of all of a repository.
func languageOf(element string, file bool) string {
	if !file {
		return languageTag(strings.TrimSuffix(strings.TrimPrefix(element, "values-"), ".lproj"))
	}
	if i := strings.LastIndexByte(element, '.'); i >= 0 { // an ending is no language
		element = element[:i]
	}
	begins := true
	for i := range len(element) {
		if begins {
			part, _, _ := strings.Cut(element[i:], ".")
			if l := languageTag(part); l != "" {
				return l
			}
		}
		begins = isSeparator(element[i]) || element[i] == '.'
	}
	return ""
}

// languageTag is the language of a tag such as de, pt_BR, zh-Hant-TW or es-r419; "" for
// what is none.
func languageTag(s string) string {
	n := 0
	for n < len(s) && isLetterOrDigit(s[n]) {
		if n++; n > longestCode {
			return ""
		}
	}
	if n < shortestCode || n < len(s) && !isSeparator(s[n]) || !isLanguage[s[:n]] && !isLanguage[strings.ToLower(s[:n])] {
		return ""
	}
	for at := n; at < len(s); {
		from := at + 1
		for at = from; at < len(s) && isLetterOrDigit(s[at]); at++ {
		}
		if at-from < 2 || at-from > 8 || at < len(s) && !isSeparator(s[at]) {
			return ""
		}
	}
	return strings.ToLower(s[:n])
}

// shortestCode and longestCode bound the codes of languages.
const shortestCode, longestCode = 2, 3

func isSeparator(c byte) bool { return c == '_' || c == '-' || c == '@' }

func isLetterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

var (
	// isLanguage holds the codes of ISO 639-1, and those of three letters that many
	// translated programs have.
	isLanguage = source.Words(`aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
		el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu iw
		ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd
		ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
		su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
		ast ber ceb ckb cmn dsb fil fur gsw hsb kab kmr lzh nan nds pap sco szl tok vec yue zgh`)
	widelySpoken = source.Words("de en es fr it ja ko nl pl pt ru zh")
)
