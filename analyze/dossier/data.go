package dossier

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
)

// data is the tables and settings of one file. Packages are filled in later.
type data struct {
	Tables    []Use
	Settings  []Use
	Constants []constant  // that hold the name of a setting
	Asked     []reference // constants that are handed to what reads a setting
}

type constant struct{ Name, Value string }

type reference struct {
	Name string
	At   finding.Location
}

// resolved is the settings of a file, those behind constants included.
func (d *data) resolved(constants map[string]string) []Use {
	out := d.Settings
	for _, r := range d.Asked {
		if v := constants[scope(r.At.File, r.Name)]; v != "" {
			out = append(out, Use{Name: v, At: r.At})
		}
	}
	return out
}

// dataIn reads a Go or an SQL file. What a program wrote is read for tables alone: its
// settings are those of the program's template.
func dataIn(file string, content []byte, generated bool) data {
	if path.Ext(file) == ".sql" {
		return data{Tables: inFile(file, string(content))}
	}
	var d data
	tables, settings := mayBeginSQL(content) && mayHoldSQL(content), !generated && mayHoldSettings(content)
	if tables || settings {
		s := scan(content)
		if tables {
			d.Tables = tablesInGo(file, s)
		}
		if settings {
			d.readSettings(file, s)
		}
	}
	if !generated {
		d.Constants = constantsIn(content)
	}
	return d
}

// inFile reads an SQL file: migrations, seeds, and queries from which code is generated.
// Whatever stands there belongs to the table's making; the code tells who uses it.
func inFile(file, text string) []Use {
	var out []Use
	lines := lineCounter{content: []byte(text)}
	for _, t := range tablesIn(text) {
		out = append(out, Use{Name: t.name, Kind: Define, At: finding.Location{File: file, Line: lines.at(t.offset)}})
	}
	return out
}

// mayHoldSQL is quick to say that a file holds none.
func mayHoldSQL(content []byte) bool {
	return containsAny(content, "SELECT", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE", "ALTER TABLE", "MERGE INTO", "REPLACE INTO", "TRUNCATE",
		"select ", "insert into", "update ", "delete from", "create table", "TableName()")
}

// mayBeginSQL is quick to say that no string of a Go file begins with a statement: most
// files that hold one of the words hold it within prose.
func mayBeginSQL(content []byte) bool {
	if bytes.Contains(content, []byte("TableName")) {
		return true
	}
	for _, quote := range []byte("\"`") {
		for rest := content; ; {
			i := bytes.IndexByte(rest, quote)
			if i < 0 {
				break
			}
			if rest = rest[i+1:]; beginsSQL(rest) {
				return true
			}
		}
	}
	return false
}

// beginsSQL reports whether a statement may stand behind an opening quote: what readsAsSQL
// passes over, comments and escapes, may hide one.
func beginsSQL(text []byte) bool {
	for len(text) > 0 {
		switch c := text[0]; {
		case c == ' ' || '\t' <= c && c <= '\r':
			text = text[1:]
			continue
		case c == '\\' && len(text) > 1 && (text[1] == 'n' || text[1] == 't'):
			text = text[2:]
			continue
		case c == '\\' || c == '-' || c >= 0x80:
			return true
		}
		break
	}
	var room [8]byte
	head := upper(room[:0], text[:min(len(text), len(room))])
	if slices.ContainsFunc(head, func(c byte) bool { return c >= 0x80 }) { // ſ is an S to Unicode
		return true
	}
	for _, v := range []string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "ALTER", "DROP", "MERGE", "REPLACE", "TRUNCATE"} {
		if bytes.HasPrefix(head, []byte(v)) {
			return true
		}
	}
	return false
}

// upper appends text with the small letters of ASCII made capitals.
func upper(to, text []byte) []byte {
	for _, c := range text {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// mayHoldSettings is quick to say that a file names none: it looks for env(, env., Env(,
// LookupEnv, env:", envconfig:", FromEnv, EnvVar, Environ and viper. by what they share.
func mayHoldSettings(content []byte) bool {
	for at := 1; at < len(content); at += 2 {
		i := bytes.Index(content[at:], []byte("nv"))
		if i < 0 {
			break
		}
		at += i
		before, behind := content[:at], content[at+2:]
		switch {
		case before[len(before)-1] == 'e' && hasAnyPrefix(behind, "(", ".", `:"`, `config:"`),
			before[len(before)-1] == 'E' && (hasAnyPrefix(behind, "(", "Var", "iron") || bytes.HasSuffix(before, []byte("LookupE")) || bytes.HasSuffix(before, []byte("FromE"))):
			return true
		}
	}
	return bytes.Contains(content, []byte("viper."))
}

func hasAnyPrefix(text []byte, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(text, []byte(p)) })
}

var setting = regex.New(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// ofTheSystem are settings that the system, the shell or the platform gives to every
// program: two that read them share nothing.
var ofTheSystem = regex.New(`^(HOME|PATH|USER|USERNAME|LOGNAME|PWD|SHELL|TERM|LANG|LC_.*|TZ|TMP|TEMP|TMPDIR|HOSTNAME|EDITOR|VISUAL|PAGER|DISPLAY|CI|DEBUG|NO_COLOR|CLICOLOR.*|COLUMNS|GO[A-Z]+|CGO_.*|XDG_.*|APPDATA|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|HOMEPATH|PROGRAMDATA|PROGRAMFILES|SYSTEMROOT|WINDIR|COMSPEC|SSH_.*|(HTTPS?|NO|ALL|FTP)_PROXY|KUBECONFIG|KUBERNETES_SERVICE_(HOST|PORT).*|POD_(NAME|NAMESPACE|IP|UID)|NODE_NAME|NAMESPACE|NOTIFY_SOCKET|LISTEN_(FDS|PID|FDNAMES)|INVOCATION_ID|GITHUB_.*|SSL_CERT_(FILE|DIR))$`)

// isSetting reports whether a text is the name of a setting of the repository's own.
func isSetting(s string) bool {
	return len(s) >= 3 && len(s) <= 100 && setting().MatchString(s) && !ofTheSystem().MatchString(s)
}

// constantsIn finds constants and variables that are given the name of a setting: text
// of the form `Name = "ALL_CAPITALS"`.
func constantsIn(content []byte) []constant {
	var out []constant
	for at := 0; len(out) < maxMentions; {
		k := bytes.Index(content[at:], []byte(`= "`))
		if k < 0 {
			break
		}
		k += at
		at = k + 3
		end := bytes.IndexByte(content[at:min(len(content), at+104)], '"')
		if end < 3 || content[at] < 'A' || content[at] > 'Z' {
			continue
		}
		value := string(content[at : at+end])
		fields := bytes.Fields(content[bytes.LastIndexByte(content[:k], '\n')+1 : k])
		if len(fields) > 0 && len(fields) <= 3 && isSetting(value) {
			name := string(fields[len(fields)-1])
			if name == "string" && len(fields) > 1 {
				name = string(fields[len(fields)-2])
			}
			out = append(out, constant{strings.TrimSuffix(name, ":"), value})
		}
	}
	return out
}
