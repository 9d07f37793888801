package php

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/source"
)

// ownShare is how many files make a namespace the repository's own: one in so many.
const ownShare = 100

// ownParts is how many parts of a namespace count for that at most.
const ownParts = 2

// index enters what all files declare.
func (l *loader) index() {
	for k := range l.declared {
		l.declared[k] = map[string][]declarer{}
	}
	l.spaces, l.constants = map[string]bool{}, map[string][]definition{}
	count, total := map[string]int{}, 0
	for _, f := range l.files {
		for _, d := range f.Declared {
			l.enter(f, d)
		}
		for _, c := range f.Paths {
			l.constants[c.Name] = append(l.constants[c.Name], definition{f, c.Path})
		}
		if f.Space != "" && !f.test {
			count[beginning(strings.ToLower(f.Space), ownParts)]++
			total++
		}
	}
	l.own = map[string]bool{}
	for space, n := range count {
		l.own[space] = n*ownShare >= total
	}
	for _, m := range l.layout.modules {
		for _, p := range slices.Concat(m.Code.PSR4, m.Code.PSR0, m.Dev.PSR4, m.Dev.PSR0) {
			l.own[strings.ToLower(strings.TrimSuffix(p.Namespace, "_"))] = p.Namespace != ""
		}
	}
}

// enter enters one declaration. What PHP has itself is left out: some file brings it along
// for older versions.
func (l *loader) enter(f *file, d declared) {
	name := key(d.Name, d.Kind)
	if polyfilled[name] {
		return
	}
	of := l.declared[slot(d.Kind)]
	if list := of[name]; len(list) == 0 || list[len(list)-1].file != f {
		of[name] = append(list, declarer{f, last(d.Name), l.layout.loads(f, d)})
	}
	for space := parent(name); space != "" && !l.spaces[space]; space = parent(space) {
		l.spaces[space] = true
	}
}

// slot is the index that a name is looked up in.
func slot(k kind) int {
	switch k {
	case class:
		return 0
	case value:
		return 2
	}
	return 1
}

// key is a name as it is compared: constants by case, all else not.
func key(name string, k kind) string {
	if k == value {
		return name
	}
	return strings.ToLower(name)
}

// parent is a name without its last part.
func parent(name string) string {
	return name[:max(strings.LastIndexByte(name, '\\'), 0)]
}

// beginning is the first parts of a name.
func beginning(name string, parts int) string {
	for i := range len(name) {
		if name[i] == '\\' {
			if parts--; parts == 0 {
				return name[:i]
			}
		}
	}
	return name
}

// isOwn reports whether a name begins as the repository's own do.
func (l *loader) isOwn(name string) bool {
	for name = parent(strings.ToLower(name)); name != ""; name = parent(name) {
		if l.own[name] {
			return true
		}
	}
	return false
}

// choice is the outcome of a search among files that declare one name.
type choice int

const (
	nothing   choice = iota
	found            // the file that is meant
	guessed          // the nearest of several
	ambiguous        // of several none is nearer
)

// declarer is a file that declares a name.
type declarer struct {
	*file
	symbol string // the last part of the name, as the file writes it
	loaded bool   // it lies where autoload looks for the name
}

// maxDeclarers is how many files may declare a name that leads to one of them.
const maxDeclarers = 200

// choose takes the file that a file means of those that declare a name.
func (l *loader) choose(from *file, name string, of []declarer) (declarer, choice) {
	if !from.test && len(of) > 0 {
		of = outsideTests(of, strings.Contains(name, `\`))
	}
	switch {
	case len(of) == 0:
		return declarer{}, nothing
	case len(of) == 1:
		return of[0], found
	case len(of) > maxDeclarers:
		return declarer{}, ambiguous
	}
	distance := l.layout.distances(from.module, from.test)
	likely := func(f declarer) int {
		steps, reached := distance[f.module]
		if !reached {
			steps = len(distance)
		}
		n := 2 * steps
		if !f.loaded {
			n++
		}
		return n
	}
	order := func(a, b declarer) int {
		return cmp.Or(cmp.Compare(likely(a), likely(b)), -cmp.Compare(common(from.folder, a.folder), common(from.folder, b.folder)))
	}
	best := slices.MinFunc(of, order) // the first of equal ones, and files are sorted
	outcome := found
	for _, f := range of {
		switch {
		case f.file == best.file:
		case order(f, best) == 0 && f.folder != best.folder:
			return declarer{}, ambiguous
		case likely(f) == likely(best):
			outcome = guessed
		}
	}
	return best, outcome
}

// outsideTests leaves out test files. Where there is nothing else a name of a namespace may
// mean one, which no stand-in for another's class has.
func outsideTests(of []declarer, space bool) []declarer {
	var out []declarer
	for _, f := range of {
		if !f.test {
			out = append(out, f)
		}
	}
	if len(out) == 0 && space {
		return of
	}
	return out
}

// common is how many folders at their beginning two folders share.
func common(a, b string) int {
	if a == b {
		return strings.Count(a, "/") + 2
	}
	n := 0
	for a != "." && b != "." && a != "" && b != "" {
		x, restA, _ := strings.Cut(a, "/")
		y, restB, _ := strings.Cut(b, "/")
		if x != y {
			break
		}
		n++
		a, b = restA, restB
	}
	return n
}

// polyfilled are functions and classes that PHP has got since version 7, or by extensions
// that programs do without, in lower case.
var polyfilled = source.Words(`str_contains str_starts_with str_ends_with array_key_first array_key_last array_is_list array_find
	array_find_key array_any array_all array_first array_last array_column is_countable is_iterable hash_equals hrtime fdiv
	get_debug_type get_resource_id preg_last_error_msg password_hash password_verify random_bytes random_int intdiv
	error_clear_last json_encode json_decode json_validate hash_hmac mb_substr mb_strlen mb_strtolower mb_strtoupper
	mb_strpos mb_str_split mb_str_pad mb_trim mb_ltrim mb_rtrim mb_ucfirst mb_lcfirst mb_check_encoding mb_convert_case
	mb_convert_encoding iconv iconv_substr iconv_strlen iconv_strpos ctype_alnum ctype_alpha ctype_digit ctype_lower
	ctype_punct ctype_space ctype_upper ctype_xdigit ctype_cntrl ctype_graph ctype_print utf8_encode utf8_decode
	http_response_code boolval array_walk_recursive spl_object_id opcache_is_script_cached apache_request_headers
	getallheaders each gzopen
	attribute stringable unhandledmatcherror valueerror phptoken weakmap weakreference returntypewillchange
	allowdynamicproperties sensitiveparameter override deprecated jsonexception unitenum backedenum arithmeticerror
	divisionbyzeroerror typeerror error throwable assertionerror collator intldateformatter numberformatter locale`)
