package migrations

import (
	"slices"
	"strings"

	"seam/analyze/source"
)

// call says what the arguments of a call of a framework mean: the places of positional ones
// (-1 for none) and the names of named ones.
type call struct {
	table, column, now int
	rest               bool   // every argument from column on is a column
	tableKey           string // named arguments, in lower case
	columnKey, nowKey  string
	whole              bool // takes away the table
	suffix             string
}

var (
	dropColumn = call{table: 0, column: 1, now: -1, tableKey: "table", columnKey: "name"}
	dropTable  = call{table: 0, column: -1, now: -1, tableKey: "name", whole: true}
)

// calls are the calls that take something away, by name.
var calls = map[source.Language]map[string]call{
	source.Ruby: {
		"remove_column":     {table: 0, column: 1, now: -1},
		"remove_columns":    {table: 0, column: 1, now: -1, rest: true},
		"remove_reference":  {table: 0, column: 1, now: -1, suffix: "_id"},
		"remove_belongs_to": {table: 0, column: 1, now: -1, suffix: "_id"},
		"drop_table":        dropTable,
		"rename_column":     {table: 0, column: 1, now: 2},
		"rename_table":      {table: 0, column: -1, now: 1, whole: true},
		"remove":            {table: -1, column: 0, now: -1, rest: true},
		"rename":            {table: -1, column: 0, now: 1},
	},
	source.Python: {
		"drop_column":  {table: 0, column: 1, now: -1, tableKey: "table_name", columnKey: "column_name"},
		"drop_table":   {table: 0, column: -1, now: -1, tableKey: "table_name", whole: true},
		"rename_table": {table: 0, column: -1, now: 1, tableKey: "old_table_name", nowKey: "new_table_name", whole: true},
		"alter_column": {table: 0, column: 1, now: -1, tableKey: "table_name", columnKey: "column_name", nowKey: "new_column_name"},
		"RemoveField":  {table: 0, column: 1, now: -1, tableKey: "model_name", columnKey: "name"},
		"DeleteModel":  dropTable,
		"RenameField":  {table: 0, column: 1, now: 2, tableKey: "model_name", columnKey: "old_name", nowKey: "new_name"},
		"RenameModel":  {table: 0, column: -1, now: 1, tableKey: "old_name", nowKey: "new_name", whole: true},
	},
	source.CSharp: {
		"DropColumn":   {table: 1, column: 0, now: -1, tableKey: "table", columnKey: "name"},
		"DropTable":    dropTable,
		"RenameColumn": {table: 1, column: 0, now: 2, tableKey: "table", columnKey: "name", nowKey: "newname"},
		"RenameTable":  {table: 0, column: -1, now: 2, tableKey: "name", nowKey: "newname", whole: true},
	},
	source.PHP: {
		"dropColumn":   {table: -1, column: 0, now: -1, rest: true},
		"renameColumn": {table: -1, column: 0, now: 1},
		"drop":         dropTable, "dropIfExists": dropTable,
		"rename": {table: 0, column: -1, now: 1, whole: true},
	},
	source.Go: {
		"DropColumn": dropColumn, "DropTable": dropTable,
		"RenameColumn": {table: 0, column: 1, now: 2},
		"RenameTable":  {table: 0, column: -1, now: 1, whole: true},
	},
	source.JavaScript: javascriptCalls, source.TypeScript: javascriptCalls,
	source.Java: {}, source.Kotlin: {},
}

var javascriptCalls = map[string]call{
	"dropColumn":        dropColumn,
	"dropColumns":       {table: -1, column: 0, now: -1, rest: true},
	"removeColumn":      dropColumn,
	"dropTable":         dropTable,
	"dropTableIfExists": dropTable,
	"renameColumn":      {table: 0, column: 1, now: 2},
	"renameTable":       {table: 0, column: -1, now: 1, whole: true},
}

// makers are calls that make something.
var makers = []string{"create_table", "add_column", "add_reference", "add_belongs_to", "create_join_table", "AddField", "CreateModel", "AddColumn", "CreateTable",
	"createTable", "addColumn", "AutoMigrate", "addcolumn", "create"}

// creators are makers whose first argument, or argument name, is the table.
var creators = []string{"create_table", "CreateTable", "createTable", "CreateModel"}

// scopes are calls whose first argument names the table for what stands within.
var scopes = []string{"change_table", "batch_alter_table", "table", "alterTable"}

// back and forth begin the way down and the way up.
var (
	back  = []string{"down", "downgrade", "revert", "rollback", "safedown"}
	forth = []string{"up", "change", "upgrade", "safeup", "migrate"}
)

// codeReader reads the tokens of one migration.
type codeReader struct {
	*reader
	calls map[string]call
	code  source.Code
	table string // that the code around works on
	back  bool
}

func (r *reader) code(l source.Language, src []byte) {
	c := codeReader{reader: r, calls: calls[l], code: source.CodeOf(l, src)}
	for i, t := range c.code {
		switch {
		case t.Kind == source.Word && c.defines(i):
		case c.back || c.stateOnly(i):
		case t.Kind == source.Word:
			c.word(i)
		case t.Kind == source.String && c.code.Text(i-1) != "reverse_sql" && c.code.Text(i-2) != "reverse_sql":
			if text := strings.ToUpper(t.Value()); strings.Contains(text, "ALTER TABLE") || strings.Contains(text, "CREATE TABLE") || strings.Contains(text, "DROP ") || strings.Contains(text, "RENAME ") {
				c.sql([]byte(t.Value()), t.Line, false)
			}
		}
	}
}

// defines reports whether a word begins the way up or down, and follows it.
func (c *codeReader) defines(i int) bool {
	name := strings.ToLower(c.code.Text(i))
	before, next := c.code.Text(i-1), c.code.Text(i+1)
	defined := slices.Contains([]string{"def", "void", "function", "func", "fun", "async", "Task"}, before) || before == "." && c.code.Text(i-2) == "exports" ||
		next == ":" || next == "(" && slices.Contains([]string{"{", "}", ",", ";"}, before)
	if !defined {
		return false
	}
	if before == "func" {
		name = strings.TrimRight(name, "0123456789_")
		for _, b := range back {
			if strings.HasPrefix(name, b) {
				c.back = true
				return true
			}
		}
	}
	switch {
	case slices.Contains(back, name):
		c.back = true
	case slices.Contains(forth, name), before == "func" || before == "def" && c.back:
		c.back = false
	default:
		return false
	}
	return true
}

// stateOnly reports whether a token stands in the state_operations of Django, which touch no
// database.
func (c *codeReader) stateOnly(i int) bool {
	if c.code.Text(i) != "state_operations" {
		return false
	}
	depth := 0
	for k := i + 1; k < len(c.code); k++ {
		switch c.code.Text(k) {
		case "[", "(":
			depth++
		case "]", ")":
			if depth--; depth <= 0 {
				return true
			}
		}
		if c.code[k].Kind == source.Word && k > i+1 {
			c.code[k].Kind = source.Number // passed over
		}
	}
	return true
}

func (c *codeReader) word(i int) {
	name := c.code.Text(i)
	if c.fluent(i) {
		return
	}
	if slices.Contains(scopes, name) {
		if args, _ := c.arguments(i); len(args) > 0 && args[0] != "" {
			c.table = args[0]
		}
		return
	}
	if slices.Contains(makers, name) && c.isCall(i) {
		c.adds = true
		if slices.Contains(creators, name) {
			args, named := c.arguments(i)
			c.makes(first(named["name"], at(args, 0)))
		}
		return
	}
	how, ok := c.calls[name]
	if !ok || !c.isCall(i) {
		return
	}
	args, named := c.arguments(i)
	c.take(how, args, named, c.code[i].Line)
}

// take tells what one call takes away.
func (c *codeReader) take(how call, args []string, named map[string]string, line int) {
	table := first(named[how.tableKey], at(args, how.table))
	column, now := first(named[how.columnKey], at(args, how.column)), first(named[how.nowKey], at(args, how.now))
	if how.table >= 0 && how.column == how.table+1 && column == "" && table != "" {
		if how.columnKey == "" || named[how.tableKey] == "" {
			column, table = table, c.table // within the table: dropColumn('a')
		}
	} else if how.table == 0 && how.now == 2 && now == "" && named[how.nowKey] == "" && len(args) == 2 {
		now, column, table = column, table, c.table // renameColumn('a', 'b')
	}
	if how.table < 0 {
		table = c.table
	}
	switch {
	case how.whole:
		c.remove(line, table, "", now)
	case how.nowKey == "new_column_name" && now == "", column == "":
	case how.rest:
		for _, a := range args[min(max(how.column, 0), len(args)):] {
			if a != "" {
				c.remove(line, table, a, "")
			}
		}
	default:
		c.remove(line, table, column+how.suffix, now)
	}
}

// fluent reads Delete.Column("c").FromTable("t") and Rename.Table("a").To("b").
func (c *codeReader) fluent(i int) bool {
	verb := c.code.Text(i)
	if verb != "Delete" && verb != "Rename" || c.code.Text(i+1) != "." || c.code.Text(i+2) != "Column" && c.code.Text(i+2) != "Table" || c.code.Text(i+3) != "(" {
		return false
	}
	subject := at(c.firstOf(i+2), 0)
	parts := map[string]string{}
	for k := i + 3; k < min(i+24, len(c.code)) && c.code.Text(k) != ";"; k++ {
		if c.code.Text(k) == "." && c.code.Text(k+2) == "(" {
			parts[c.code.Text(k+1)] = at(c.firstOf(k+1), 0)
		}
	}
	line := c.code[i].Line
	if c.code.Text(i+2) == "Table" {
		c.remove(line, subject, "", parts["To"])
	} else {
		c.remove(line, first(parts["FromTable"], parts["OnTable"]), subject, parts["To"])
	}
	return true
}

func (c *codeReader) firstOf(i int) []string {
	args, _ := c.arguments(i)
	return args
}

// isCall reports whether arguments follow a word: in brackets, as a list of type
// parameters, or, in Ruby, without any.
func (c *codeReader) isCall(i int) bool {
	if next := c.code.Text(i + 1); next == "(" || next == "<" {
		return true
	}
	return c.symbol(i+1) != ""
}

// symbol is the name at i: a literal, or :name of Ruby; "" for others.
func (c *codeReader) symbol(i int) string {
	switch {
	case i >= len(c.code):
		return ""
	case c.code[i].Kind == source.String:
		return c.code[i].Value()
	case c.code.Text(i) == ":" && i+1 < len(c.code) && c.code[i+1].Kind == source.Word && c.code[i+1].At == c.code[i].At+1:
		return c.code.Text(i + 1)
	case strings.HasPrefix(c.code.Text(i), ":") && len(c.code.Text(i)) > 1:
		return c.code.Text(i)[1:]
	}
	return ""
}

// most bounds the tokens of the arguments of one call.
const most = 400

// arguments are the positional and the named arguments of the call at i: literals, symbols,
// and types (T, &T{}, typeof(T)); "" for others. Lists count as their items.
func (c *codeReader) arguments(i int) (args []string, named map[string]string) {
	named = map[string]string{}
	k, open := i+1, c.code.Text(i+1)
	line := c.code[i].Line
	if open == "<" {
		for k < len(c.code) && c.code.Text(k) != "(" && k < i+12 {
			k++
		}
		open = c.code.Text(k)
	}
	if open == "(" {
		k++
	}
	depth, key, value, filled := 0, "", "", false
	end := func() {
		switch {
		case key != "":
			named[strings.ToLower(key)] = value
		case filled:
			args = append(args, value)
		}
		key, value, filled = "", "", false
	}
	for stop := min(len(c.code), k+most); k < stop; k++ {
		t := c.code.Text(k)
		switch {
		case t == "(" || t == "{":
			depth++
		case t == "[" || t == "]":
		case t == ")" || t == "}":
			if depth--; depth < 0 {
				end()
				return args, named
			}
		case t == "," && depth == 0:
			end()
			continue
		case open != "(" && depth == 0 && c.code[k].Line > line && c.code.Text(k-1) != ",", t == "do" && open != "(":
			end()
			return args, named
		case depth == 0 && (t == "=" || t == ":") && k > 0 && c.code[k-1].Kind == source.Word && c.symbol(k) == "" && !filledBy(value, c.code.Text(k-1)):
			key, value = c.code.Text(k-1), ""
			continue
		case depth == 0 && value == "":
			if s := c.symbol(k); s != "" {
				value = s
			} else if c.code[k].Kind == source.Word && !slices.Contains(plainWords, t) {
				value = t
			}
		}
		filled = true
	}
	end()
	return args, named
}

// plainWords are words that are no name of a table or column.
var plainWords = []string{"null", "nil", "None", "true", "false", "typeof", "new", "function", "async", "fn", "await"}

// filledBy reports whether a value is more than the word before a named argument's mark.
func filledBy(value, word string) bool { return value != "" && value != word }

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func at(list []string, i int) string {
	if i < 0 || i >= len(list) {
		return ""
	}
	return list[i]
}
