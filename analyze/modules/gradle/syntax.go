package gradle

import "unicode/utf8"

// mistake is the line and the kind of the first thing for which Gradle would refuse a
// script: a text that is not closed on its line, or brackets that do not match. 0 for none.
func mistake(tokens []token) (line int, why string) {
	closes := map[string]string{")": "(", "]": "[", "}": "{"}
	var open []token
	for _, t := range tokens {
		switch {
		case t.open:
			return t.line, "a text is not closed; add the quote that is missing"
		case t.kind == word && !utf8.ValidString(t.text):
			return t.line, "the text is not UTF-8; save the file as UTF-8"
		case t.kind != mark:
		case t.text == "(" || t.text == "[" || t.text == "{":
			open = append(open, t)
		case closes[t.text] == "":
		case len(open) == 0 || open[len(open)-1].text != closes[t.text]:
			return t.line, t.text + " closes nothing; remove it, or add what it closes"
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		last := open[len(open)-1]
		return last.line, last.text + " is not closed; add what closes it"
	}
	return 0, ""
}
