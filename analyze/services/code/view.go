package code

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/source"
)

// view is a file as tokens, comments left out, and how its brackets nest.
type view struct {
	lang   source.Language
	src    []byte
	whole  string // src: texts of tokens are parts of it
	tokens []source.Token
	marks  []mark            // of tokens, what is asked of them most often
	named  []int             // words that have a trait
	values []int             // texts and numbers
	inside []int             // the innermost bracket that is open at a token, -1 for none; of a closing bracket the one that it closes
	ends   []int             // of an opening bracket the one that closes it, else 0
	open   []int             // brackets that are open while the file is cut
	consts map[string]string // names that one literal, and no other, is given to
	keys   map[string]string // names that the value of a setting is given to -> its key
	words  *words            // nil: no word has a trait
}

// mark is a token in few bytes.
type mark struct {
	kind  source.Kind
	sign  byte // of an operator or a bracket of one byte; else 0
	trait trait
}

// maxKept bounds the tokens whose room a view keeps for the next file.
const maxKept = 1 << 16

// cut makes v the view of a file, in the room of the one before.
func (v *view) cut(l source.Language, src []byte) {
	if cap(v.tokens) > maxKept {
		*v = view{words: v.words}
	}
	v.lang, v.src, v.whole = l, src, string(src)
	v.tokens, v.marks, v.named, v.values = v.tokens[:0], v.marks[:0], v.named[:0], v.values[:0]
	v.inside, v.ends = v.inside[:0], v.ends[:0]
	v.consts, v.keys = nil, nil
	open := v.open[:0]
	asked := ^trait(0)
	if !constructs(l) {
		asked &^= namesType
	}
	for t := range source.Tokens(l, src) {
		if t.Kind == source.Comment || t.Kind == source.Newline || t.Kind == source.Markup {
			continue
		}
		at := -1
		if len(open) > 0 {
			at = open[len(open)-1]
		}
		v.inside = append(v.inside, at)
		v.ends = append(v.ends, 0)
		m := mark{kind: t.Kind}
		switch t.Kind {
		case source.Word:
			if v.words == nil {
				break
			}
			if m.trait = v.words.of(t.Text) & asked; m.trait != 0 {
				v.named = append(v.named, len(v.tokens))
			}
		case source.String, source.Hole, source.Number:
			v.values = append(v.values, len(v.tokens))
		case source.Punct:
			if len(t.Text) == 1 {
				m.sign = t.Text[0]
			}
			switch t.Text[len(t.Text)-1] {
			case '(', '[', '{':
				open = append(open, len(v.tokens))
			case ')', ']', '}':
				if len(open) > 0 {
					v.ends[at] = len(v.tokens)
					open = open[:len(open)-1]
				}
			}
		}
		v.tokens = append(v.tokens, t)
		v.marks = append(v.marks, m)
	}
	v.open = open
}

// text is the text of a token, "" outside the file. It is a part of whole: what is kept
// of it keeps the file.
func (v *view) text(i int) string {
	if i < 0 || i >= len(v.tokens) {
		return ""
	}
	t := &v.tokens[i]
	return v.whole[t.At : t.At+len(t.Text)]
}

func (v *view) is(i int, text string) bool {
	return i >= 0 && i < len(v.tokens) && string(v.tokens[i].Text) == text
}

func (v *view) word(i int) bool {
	return i >= 0 && i < len(v.marks) && v.marks[i].kind == source.Word
}

func (v *view) literal(i int) bool {
	return i >= 0 && i < len(v.marks) && v.marks[i].kind == source.String
}

// sign reports whether a token is an operator or a bracket of one byte.
func (v *view) sign(i int, c byte) bool {
	return i >= 0 && i < len(v.marks) && v.marks[i].sign == c
}

// value is what stands between the quotes of a literal, as text is a part of whole.
func (v *view) value(i int) string {
	if !v.literal(i) {
		return ""
	}
	t := &v.tokens[i]
	from, to := t.Inside()
	return v.whole[t.At+from : t.At+to]
}

// closer is the bracket that closes the one at i, or the end of the file.
func (v *view) closer(i int) int {
	if i < len(v.ends) && v.ends[i] > 0 {
		return v.ends[i]
	}
	return len(v.tokens)
}

// maxChain bounds how far back the words before a bracket are followed.
const maxChain = 64

// before lists the words of the expression that ends before token i, the last one
// first: a.b(c).d<T>( gives d, b, a. Type arguments and arguments are passed over.
func (v *view) before(i int) []string {
	var out []string
	j := i - 1
	for steps := 0; steps < maxChain && j >= 0; steps++ {
		switch t := v.tokens[j]; {
		case v.is(j, ">") && !v.is(j-1, "-"): // type arguments
			if j = v.typeArguments(j); j < 0 {
				return out
			}
		case t.Kind == source.Word:
			out = append(out, v.text(j))
			next := v.dot(j - 1)
			if next < 0 {
				return out
			}
			j = next
		case v.is(j, ")") || v.is(j, "]"):
			if v.inside[j] < 0 {
				return out
			}
			j = v.inside[j] - 1
		case v.is(j, "!") || v.is(j, "?"):
			j--
		default:
			return out
		}
	}
	return out
}

// typeArguments passes <…> backwards from its end; -1 if that is none.
func (v *view) typeArguments(j int) int {
	depth := 0
	for k := j; k >= 0 && j-k < maxChain; k-- {
		switch {
		case v.is(k, ">"):
			depth++
		case v.is(k, "<"):
			if depth--; depth == 0 {
				return k - 1
			}
		case v.is(k, ";") || v.is(k, "{") || v.is(k, "("):
			return -1
		}
	}
	return -1
}

// dot passes what joins the words of an expression (. ?. :: -> \) backwards; -1 if
// something else stands there.
func (v *view) dot(j int) int {
	switch {
	case v.is(j, "."):
		if v.is(j-1, "?") || v.is(j-1, "!") {
			return j - 2
		}
		return j - 1
	case v.is(j, "?."), v.is(j, "::"), v.is(j, "->"), v.is(j, `\`), v.is(j, "?->"):
		return j - 1
	case v.is(j, ":") && v.is(j-1, ":"), v.is(j, ">") && v.is(j-1, "-"):
		return j - 2
	}
	return -1
}

// callOf is the bracket of the call whose argument token i is, and the words before
// it; nil if it stands in no call. Brackets of lists and objects are passed.
func (v *view) callOf(i int) (bracket int, words []string) {
	for b, depth := v.inside[i], 0; b >= 0 && depth < 6; b, depth = v.inside[b], depth+1 {
		if v.is(b, "(") {
			return b, v.before(b)
		}
	}
	return -1, nil
}

// label is the name that a token is given as: name: x, name = x, "name": x, 'name' => x.
func (v *view) label(i int) string {
	j := i - 1
	switch {
	case v.is(j, ">") && v.is(j-1, "="):
		j -= 2
	case v.is(j, "=>"), v.is(j, "="), v.is(j, ":"), v.is(j, ":="):
		j--
	default:
		return ""
	}
	if v.is(j, ":") || v.is(j, "=") { // := in two pieces
		j--
	}
	if v.literal(j) {
		return v.value(j)
	}
	if !v.word(j) {
		return ""
	}
	if isType(v.text(j)) && v.word(j-1) && v.lang == source.Go {
		return v.text(j - 1) // name string = x
	}
	if v.is(j-1, ":") && v.word(j-2) {
		return v.text(j - 2) // name: str = x
	}
	return v.text(j)
}

// labelOf is the label of the expression that ends at a token: of C in x = A.B.C it is x.
func (v *view) labelOf(i int) string {
	for range maxChain {
		next := v.dot(i - 1)
		if !v.word(i) || next < 0 || !v.word(next) {
			break
		}
		i = next
	}
	return v.label(i)
}

func isType(word string) bool { return word == "string" }

// assignments notes which names hold a literal or a setting.
func (v *view) assignments() {
	v.consts, v.keys = map[string]string{}, map[string]string{}
	given := func(to map[string]string, name, value string) {
		if old, ok := to[name]; ok && old != value {
			value = "" // several: not known
		}
		to[name] = value
	}
	for _, i := range v.named {
		if v.is(i, "env") && v.sign(i-1, '.') && v.sign(i+1, '.') && v.word(i+2) { // name = process.env.KEY
			if name := v.assigned(i); name != "" {
				given(v.keys, name, v.text(i+2))
			}
		}
	}
	for _, i := range v.values {
		if !v.literal(i) {
			continue
		}
		if name, value := v.injected(i); name != "" {
			given(v.consts, name, value)
			continue
		}
		if name := v.label(i); name != "" && !v.continues(i+1) {
			given(v.consts, name, v.value(i))
			continue
		}
		if name, key := v.fromSetting(i); name != "" && key {
			given(v.keys, name, v.value(i))
		} else if name != "" {
			given(v.consts, name, v.value(i))
		}
	}
	for name, key := range v.keys { // the setting, and what stands in for it
		if key != "" {
			v.consts[name] = "${" + key + ":" + v.consts[name] + "}"
		}
	}
	v.functions()
}

// injected is the name that a setting is injected into, and a placeholder for it:
// @Value("${orders.topic:x}") private final String topic, and fields of Go structs with
// a tag env:"ORDERS_TOPIC". Only names of topics count.
func (v *view) injected(i int) (name, value string) {
	switch {
	case v.is(i-1, "(") && v.is(i-2, "Value") && v.is(i-3, "@") && v.is(i+1, ")"):
		for j := i + 2; j < i+8; j++ {
			if v.word(j) && !v.word(j+1) && isTopicName(v.text(j)) {
				return v.text(j), v.value(i)
			}
		}
	case v.lang == source.Go && v.is(i-1, "string") && v.word(i-2) && isTopicName(v.text(i-2)) && strings.Contains(v.value(i), `env:"`):
		_, rest, _ := strings.Cut(v.value(i), `env:"`)
		key, rest, _ := strings.Cut(rest, `"`)
		key, _, _ = strings.Cut(key, ",")
		_, def, _ := strings.Cut(rest, `envDefault:"`)
		def, _, _ = strings.Cut(def, `"`)
		return v.text(i - 2), "${" + key + ":" + def + "}"
	}
	return "", ""
}

// fromSetting is the name that the setting is given to on whose line a literal stands,
// and whether the literal is the setting's key: NAME = getenv("KEY") ?? "default".
func (v *view) fromSetting(i int) (name string, key bool) {
	from, to := v.sameLine(i)
	getter := -1
	for j := from; j < to; j++ {
		if v.marks[j].trait&readsSetting != 0 && !v.is(j+1, "=") && !v.is(j+1, ":=") {
			getter = j
		}
	}
	if getter < 0 {
		return "", false
	}
	if name = v.assigned(i); name == "" {
		return "", false
	}
	b := v.inside[i]
	return name, b >= 0 && b == i-1 && b > from && isGetter(append(v.before(b), ""))
}

// assigned is the name that the line of token i gives something to before it.
func (v *view) assigned(i int) string {
	from, _ := v.sameLine(i)
	for j := from; j < i; j++ {
		if (v.is(j, "=") || v.is(j, ":=")) && !v.is(j+1, "=") && !v.is(j+1, ">") {
			return v.label(j + 1)
		}
	}
	return ""
}

// functions notes what functions of Go give that read a setting for a topic, and the
// names that their results are given to.
func (v *view) functions() {
	if v.lang != source.Go {
		return
	}
	for _, i := range v.named {
		if v.marks[i].trait&namesTopic == 0 || !v.is(i-1, "func") {
			continue
		}
		body := v.closer(i+1) + 1
		for body < len(v.tokens) && v.word(body) {
			body++
		}
		if !v.is(body, "{") || v.closer(body)-body > maxChain {
			continue
		}
		key, value := "", ""
		for j := body; j < v.closer(body); j++ {
			switch {
			case !v.literal(j):
			case v.is(j-1, "(") && isGetter(v.before(j-1)):
				key = v.value(j)
			case v.is(j-1, "return") || v.is(j-1, "="):
				value = v.value(j)
			}
		}
		if key != "" {
			v.consts[v.text(i)] = "${" + key + ":" + value + "}"
		}
	}
	if len(v.consts) == 0 {
		return
	}
	for i := range v.marks {
		if v.sign(i+1, '(') && v.sign(i+2, ')') && v.word(i) && v.consts[v.text(i)] != "" {
			if name := v.label(i); name != "" {
				v.consts[name] = v.consts[v.text(i)]
			}
		}
	}
}

// continues reports whether the expression goes on, so that the literal before is but
// a part of it.
func (v *view) continues(i int) bool {
	return v.is(i, "+") || v.is(i, ".") || v.is(i, "%") || v.is(i, "?.") || v.is(i, "..")
}

// isGetter tells calls that read a setting by a word of their names.
func isGetter(words []string) bool {
	return slices.ContainsFunc(words[:min(len(words), 3)], func(w string) bool { return isGetterName(strings.ToLower(w)) })
}

// isGetterName tells one of these words, in lower case.
func isGetterName(low string) bool {
	return strings.Contains(low, "env") || slices.Contains(getters, low)
}

var getters = []string{"getproperty", "getstring", "getorelse", "getvalue", "config", "configuration", "viper", "settings", "option"}

// line is the text of a token's line, without the white space around it.
func (v *view) line(i int) string {
	at := v.tokens[i].At
	start := bytes.LastIndexByte(v.src[:at], '\n') + 1
	end := len(v.src)
	if n := bytes.IndexByte(v.src[at:], '\n'); n >= 0 {
		end = at + n
	}
	if end-start > maxLine {
		start, end = max(start, at-maxLine/2), min(end, at+maxLine/2)
	}
	return strings.TrimSpace(strings.ToValidUTF8(string(v.src[start:end]), ""))
}

// maxLine bounds what is kept of a line.
const maxLine = 400

// sameLine is the span of tokens on the line of i.
func (v *view) sameLine(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && i-from < maxChain && v.tokens[from-1].Line == v.tokens[i].Line {
		from--
	}
	for to < len(v.tokens) && to-i < maxChain && v.tokens[to].Line == v.tokens[i].Line {
		to++
	}
	return from, to
}
