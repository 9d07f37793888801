package dossier

import (
	"slices"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/source"
)

// tableUse is a table in a text of SQL, by the offset of its name.
type tableUse struct {
	name   string
	kind   Kind
	offset int
}

// word is a token of SQL: a name or keyword, or a single mark.
type word struct {
	text   string // as written, without quotes
	quoted bool   // a quoted name is never a keyword
	name   bool   // else a mark
	offset int
}

// is reports whether a token is a keyword, given in upper case.
func (w word) is(keywords ...string) bool {
	return w.name && !w.quoted && slices.Contains(keywords, strings.ToUpper(w.text))
}

// maxSQL bounds a text of SQL in bytes.
const maxSQL = 1 << 20

// tokens splits SQL into names and marks. Comments, strings and numbers are left out.
// Quotes of names are ", ` and [ ].
func tokens(s string) []word {
	var out []word
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '-' && strings.HasPrefix(s[i:], "--"):
			i = after(s, i, "\n")
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			i = after(s, i+2, "*/")
		case c == '\'':
			i = after(s, i+1, "'")
			out = append(out, word{text: "'", offset: i})
		case c == '"' || c == '`' || c == '[':
			end := after(s, i+1, string(closing(c)))
			out = append(out, word{text: s[i+1 : max(i+1, end-1)], quoted: true, name: true, offset: i})
			i = end
		case isNameByte(c):
			from := i
			for i < len(s) && (isNameByte(s[i]) || s[i] >= '0' && s[i] <= '9' || s[i] == '$') {
				i++
			}
			out = append(out, word{text: s[from:i], name: true, offset: from})
		case c <= ' ':
			i++
		default:
			out = append(out, word{text: s[i : i+1], offset: i})
			i++
		}
	}
	return out
}

func closing(c byte) byte {
	if c == '[' {
		return ']'
	}
	return c
}

// after is the offset behind the next end, or the end of s.
func after(s string, from int, end string) int {
	from = min(from, len(s))
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func isNameByte(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// tablesIn lists the tables that SQL names, in order.
func tablesIn(s string) []tableUse {
	r := sqlReader{words: tokens(s[:min(len(s), maxSQL)])}
	r.named = r.commonTables()
	for i := range r.words {
		r.at(i)
	}
	return r.out
}

type sqlReader struct {
	words []word
	named map[string]bool // names that a WITH clause gives
	out   []tableUse
}

func (r *sqlReader) word(i int) word {
	if i < 0 || i >= len(r.words) {
		return word{}
	}
	return r.words[i]
}

// commonTables are the names of WITH clauses: name [(columns)] AS [NOT] [MATERIALIZED] (.
func (r *sqlReader) commonTables() map[string]bool {
	out := map[string]bool{}
	for i, w := range r.words {
		if !w.is("AS") {
			continue
		}
		k := i + 1
		for r.word(k).is("NOT", "MATERIALIZED") {
			k++
		}
		if r.word(k).text != "(" {
			continue
		}
		k = i - 1
		if r.word(k).text == ")" {
			for k > 0 && r.word(k).text != "(" {
				k--
			}
			k--
		}
		if w := r.word(k); w.name {
			out[strings.ToLower(w.text)] = true
		}
	}
	return out
}

// at looks at one keyword and takes the table behind it.
func (r *sqlReader) at(i int) {
	w, before := r.words[i], r.word(i-1)
	switch {
	case w.is("FROM") && before.is("DELETE"):
		r.table(i+1, Write)
	case w.is("FROM") && !before.is("DISTINCT") && !r.inFunction(i):
		r.tables(i + 1)
	case w.is("JOIN"):
		r.table(i+1, Read)
	case w.is("REFERENCES"):
		r.table(i+1, Define)
	case w.is("INTO") && before.is("INSERT", "REPLACE", "MERGE", "IGNORE", "OVERWRITE"):
		r.table(i+1, Write)
	case w.is("UPDATE") && !before.is("FOR", "ON", "DO", "KEY"):
		if end := r.name(i + 1); end > 0 && (r.word(end).is("SET") || r.word(end+1).is("SET") || r.word(end+2).is("SET")) {
			r.table(i+1, Write)
		}
	case w.is("TRUNCATE"):
		r.table(r.skip(i+1, "TABLE", "ONLY"), Write)
	case w.is("TABLE") && before.is("CREATE", "ALTER", "DROP", "UNLOGGED", "EXTERNAL"):
		r.table(r.skip(i+1, "IF", "NOT", "EXISTS", "ONLY"), Define)
	}
}

// inFunction reports whether a FROM belongs to EXTRACT(YEAR FROM x) and its like.
func (r *sqlReader) inFunction(i int) bool {
	depth := 0
	for k := i - 1; k >= 0 && k > i-40; k-- {
		switch r.words[k].text {
		case ")":
			depth++
		case "(":
			if depth == 0 {
				return r.word(k-1).is("EXTRACT", "TRIM", "SUBSTRING", "OVERLAY", "POSITION")
			}
			depth--
		}
	}
	return false
}

func (r *sqlReader) skip(i int, keywords ...string) int {
	for r.word(i).is(keywords...) {
		i++
	}
	return i
}

// tables takes a list behind FROM: name [[AS] alias], name …
func (r *sqlReader) tables(i int) {
	for range 32 {
		end := r.table(i, Read)
		if end < 0 {
			return
		}
		end = r.skip(end, "AS")
		if w := r.word(end); w.name && !isKeyword(w) {
			end++
		}
		if r.word(end).text != "," {
			return
		}
		i = end + 1
	}
}

// table takes the name at i and returns the index behind it, -1 if there is none.
func (r *sqlReader) table(i int, kind Kind) int {
	i = r.skip(i, "ONLY", "LATERAL")
	end := r.name(i)
	if end < 0 || kind == Read && r.word(end).text == "(" {
		return -1
	}
	var parts []string
	for k := i; k < end; k += 2 {
		parts = append(parts, strings.ToLower(r.words[k].text))
	}
	name := strings.Join(parts, ".")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "public."), "dbo.")
	if !r.named[name] && isTable(name) {
		r.out = append(r.out, tableUse{name, kind, r.words[i].offset})
	}
	return end
}

// name is the index behind a name of up to three parts at i, -1 if there is none. A name
// that a format verb or a placeholder completes is none.
func (r *sqlReader) name(i int) int {
	for range 3 {
		w := r.word(i)
		if !w.name || isKeyword(w) || strings.HasSuffix(w.text, "_") && !w.quoted {
			return -1
		}
		if next := r.word(i + 1); next.text != "." || next.name {
			if next.text == "%" || next.text == "{" || next.text == "$" && next.offset == w.offset+len(w.text) {
				return -1
			}
			return i + 1
		}
		i += 2
	}
	return -1
}

var tableName = regex.New(`^[a-z_][a-z0-9_$-]{1,63}(\.[a-z_][a-z0-9_$-]{0,63}){0,2}$`)

// isTable leaves out what is no table of the repository's own.
func isTable(name string) bool {
	if !tableName().MatchString(name) {
		return false
	}
	first, _, _ := strings.Cut(name, ".")
	return first != "information_schema" && first != "dual" && first != "sqlite_master" && first != "sys" && !strings.HasPrefix(first, "pg_") &&
		first != "new" && first != "old" && first != "excluded" && first != "inserted" && first != "deleted"
}

var keywords = source.Words(`SELECT FROM WHERE SET VALUES INTO JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL ON USING
		GROUP ORDER BY HAVING LIMIT OFFSET UNION ALL EXCEPT INTERSECT AS AND OR NOT NULL IS IN EXISTS BETWEEN LIKE CASE WHEN THEN
		ELSE END INSERT UPDATE DELETE CREATE ALTER DROP TABLE INDEX VIEW WITH RETURNING FOR FETCH WINDOW DISTINCT IF TO
		THE A AN THIS THAT YOUR ITS IT EACH ANY SOME ONE WHICH UNNEST LATERAL ONLY`)

func isKeyword(w word) bool { return !w.quoted && keywords[strings.ToUpper(w.text)] }
