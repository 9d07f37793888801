package nuget

import (
	"path"
	"strings"
)

// truth is the outcome of a condition.
type truth int8

const (
	unknown truth = iota
	holds
	fails
)

func truthOf(b bool) truth {
	if b {
		return holds
	}
	return fails
}

// not is the opposite.
func (t truth) not() truth {
	switch t {
	case holds:
		return fails
	case fails:
		return holds
	}
	return unknown
}

// maxDepth bounds how deep conditions and properties nest.
const maxDepth = 40

// excluded reports whether a condition that an imported file puts on an item is known not
// to hold for the project. In such files a condition says which projects the item is for.
func (e *evaluation) excluded(i item) bool {
	for _, c := range i.when {
		if e.holds(c) == fails {
			return true
		}
	}
	return false
}

// holds evaluates a condition with the properties that the project has in the end: ==, !=,
// and, or, ! and brackets. All else, and what properties from elsewhere decide, is unknown.
func (e *evaluation) holds(text string) truth {
	c := condition{evaluation: e, rest: text}
	t := c.or(0)
	if c.space(); c.rest != "" {
		return unknown
	}
	return t
}

// condition is a recursive-descent parser of one MSBuild condition.
type condition struct {
	*evaluation
	rest string
}

func (c *condition) space() { c.rest = strings.TrimLeft(c.rest, " \t\r\n") }

// take reads a mark or, followed by no letter, a word.
func (c *condition) take(s string) bool {
	c.space()
	if len(c.rest) < len(s) || !strings.EqualFold(c.rest[:len(s)], s) {
		return false
	}
	if isNameByte(s[0]) && len(c.rest) > len(s) && isNameByte(c.rest[len(s)]) {
		return false
	}
	c.rest = c.rest[len(s):]
	return true
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func (c *condition) or(depth int) truth {
	t := c.and(depth)
	for c.take("or") {
		switch next := c.and(depth); {
		case t == holds || next == holds:
			t = holds
		case t == unknown || next == unknown:
			t = unknown
		}
	}
	return t
}

func (c *condition) and(depth int) truth {
	t := c.one(depth)
	for c.take("and") {
		switch next := c.one(depth); {
		case t == fails || next == fails:
			t = fails
		case t == unknown || next == unknown:
			t = unknown
		}
	}
	return t
}

// one is a comparison, something in brackets, or the opposite of one.
func (c *condition) one(depth int) truth {
	if depth++; depth > maxDepth {
		c.rest = ""
		return unknown
	}
	if c.take("(") {
		t := c.or(depth)
		if !c.take(")") {
			c.rest = "?"
		}
		return t
	}
	if strings.HasPrefix(c.rest, "!") && !strings.HasPrefix(c.rest, "!=") {
		c.rest = c.rest[1:]
		return c.one(depth).not()
	}
	left, known := c.operand()
	equal := c.take("==")
	if !equal && !c.take("!=") {
		return alone(left, known)
	}
	right, also := c.operand()
	if !known || !also {
		return unknown
	}
	return truthOf(strings.EqualFold(left, right) == equal)
}

// alone is the outcome of a value without a comparison, which is true or false.
func alone(value string, known bool) truth {
	switch {
	case known && strings.EqualFold(value, "true"):
		return holds
	case known && strings.EqualFold(value, "false"):
		return fails
	}
	return unknown
}

// operand reads one side of a comparison: 'text', $(Property) or a word.
func (c *condition) operand() (string, bool) {
	c.space()
	if inner, ok := strings.CutPrefix(c.rest, "'"); ok {
		text, after, closed := strings.Cut(inner, "'")
		if !closed || strings.Contains(text, "$([") { // a function may hold quotes
			c.rest = "?"
			return "", false
		}
		c.rest = after
		return c.value(text, 0)
	}
	end := 0
	for end < len(c.rest) && (isNameByte(c.rest[end]) || strings.IndexByte("$().-", c.rest[end]) >= 0) {
		if c.rest[end] == ')' && !strings.Contains(c.rest[:end], "$(") {
			break
		}
		end++
	}
	text := c.rest[:end]
	c.rest = c.rest[end:]
	if text == "" || strings.Contains(text, "(") && !strings.HasPrefix(text, "$(") {
		c.rest = "?"
		return "", false
	}
	return c.value(text, 0)
}

// value fills properties in.
func (e *evaluation) value(text string, depth int) (string, bool) {
	var b strings.Builder
	for {
		before, rest, more := strings.Cut(text, "$(")
		b.WriteString(before)
		if !more {
			break
		}
		name, after, closed := strings.Cut(rest, ")")
		v, known := e.known(strings.ToLower(name), depth+1)
		if !closed || !known || b.Len() > maxValue {
			return "", false
		}
		b.WriteString(v)
		text = after
	}
	return strings.TrimSpace(b.String()), !strings.ContainsAny(b.String(), "@%")
}

// known is the value of a property, by its name in lower case. One that other projects of
// the repository set and this one does not is empty.
func (e *evaluation) known(name string, depth int) (string, bool) {
	if name == "msbuildprojectname" {
		return strings.TrimSuffix(path.Base(e.project), path.Ext(e.project)), true
	}
	t, ok := e.properties[name]
	switch {
	case depth > maxDepth || t.conditional || builtIn[name]:
		return "", false
	case ok:
		return e.value(t.value, depth)
	}
	return "", e.named[name]
}

// builtIn are properties that SDKs, packages or the command line set as well.
var builtIn = map[string]bool{
	"configuration": true, "platform": true, "os": true, "solutiondir": true, "solutionname": true, "outputtype": true,
	"targetframeworks": true, "targetframeworkidentifier": true, "targetframeworkversion": true, "targetplatformidentifier": true,
	"runtimeidentifier": true, "runtimeidentifiers": true, "istestproject": true, "ispackable": true, "ispublishable": true,
	"version": true, "language": true, "packageid": true, "assemblyname": true, "projectname": true, "ci": true,
}
