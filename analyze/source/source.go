// Package source cuts program text into tokens: one lexer a language, each of which
// knows its comments, strings, templates, raw and triple quotes, and what else can hold
// a quote that is none (JSX text, regular expressions, lifetimes). Readers of imports
// and of calls work on tokens, so that nothing in a comment or in a string is ever taken
// for code.
//
// A lexer never fails and never reads beyond its input: an unclosed string or comment
// ends with its line or with the file, as compilers recover, and what follows is read
// on. It keeps no state between calls and allocates nothing a token: Text is a part of
// the input.
//
// Limits: tokens, not syntax. Numbers are not checked, and operators come a byte at a
// time unless a language's lexer says otherwise.
package source

import (
	"bytes"
	"iter"
)

// Language is a language that has a lexer, in lower case, as imports.Package.Language
// names it.
type Language string

// The languages.
const (
	JavaScript Language = "javascript"
	TypeScript Language = "typescript" // and JSX of both
	Python     Language = "python"
	Java       Language = "java"
	Kotlin     Language = "kotlin"
	CSharp     Language = "csharp"
	Rust       Language = "rust"
	Protobuf   Language = "protobuf"
	Go         Language = "go"
	Ruby       Language = "ruby"
	PHP        Language = "php"
	Scala      Language = "scala"
	Dart       Language = "dart"
	Swift      Language = "swift"
)

// CFamily is what C, C++ and Objective-C are cut as. No file is of it by its name: readers of
// calls, settings and routes know none of these languages.
const CFamily Language = "c-family"

// The languages of components. They have no lexer: see Script.
const (
	Astro  Language = "astro"
	Vue    Language = "vue"
	Svelte Language = "svelte"
)

// Kind is the lexical class of a token.
type Kind uint8

// The kinds of tokens. White space gives none, except where the end of a logical line
// is a Newline.
const (
	Word    Kind = iota + 1 // identifier or keyword
	Number                  // numeric literal
	String                  // string or character literal without holes; see Token.Value
	Hole                    // string with interpolated parts, whose code follows as tokens of its own between Punct tokens
	Punct                   // operator or bracket
	Comment                 // comment, with its marks
	Regex                   // regular expression literal
	Markup                  // text between JSX tags, or outside <?php ?>
	Newline                 // end of a logical line (Python), of a line of the preprocessor (C)
)

// Token is one piece of source text.
type Token struct {
	Kind Kind
	Text []byte // as it stands in the source, quotes and prefixes included
	Line int    // line on which it begins, from 1
	At   int    // offset of its first byte

	// Lengths of the marks around a String that are not quotes (heredocs, %q(…)), the
	// first plus one; 0 where they are.
	opening, closing int
}

// Value is what stands between the quotes of a String, or the marks of a heredoc, escapes
// as they are written; "" for other tokens.
func (t Token) Value() string {
	from, to := t.Inside()
	return string(t.Text[from:to])
}

// Inside is where in Text the Value stands.
func (t *Token) Inside() (from, to int) {
	if t.Kind != String {
		return 0, 0
	}
	if t.opening > 0 {
		return t.opening - 1, len(t.Text) - t.closing
	}
	for from < len(t.Text) && t.Text[from] != '"' && t.Text[from] != '\'' && t.Text[from] != '`' {
		from++
	}
	text := t.Text[from:]
	if len(text) == 0 {
		return 0, 0
	}
	mark := text[:1]
	if len(text) >= 6 && text[1] == text[0] && text[2] == text[0] {
		mark = text[:3]
	}
	from, to = from+len(mark), len(t.Text)
	if bytes.HasSuffix(t.Text[from:], mark) {
		to -= len(mark)
	}
	return from, to
}

// Unclosed reports whether a String, or the last piece of one with holes, has no mark that
// closes it: the file ends in it.
func (t *Token) Unclosed() bool {
	switch {
	case t.Kind != String && t.Kind != Hole || len(t.Text) == 0:
		return false
	case t.opening > 0:
		return t.opening > 1 && t.closing == 0 && t.Text[0] != '?' // a character of Ruby
	}
	_, to := t.Inside()
	return t.Kind == String && to == len(t.Text)
}

// Tokens cuts src into the tokens of a language. A language without a lexer gives none.
func Tokens(l Language, src []byte) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		if lex := lexers[l]; lex != nil {
			s := scanner{src: src, line: 1, yield: yield}
			lex(&s)
		}
	}
}

// Has reports whether a language has a lexer.
func Has(l Language) bool { return lexers[l] != nil }

// lexers by language.
var lexers = map[Language]func(*scanner){
	Python:     lexPython,
	JavaScript: lexJavaScript,
	TypeScript: lexJavaScript,
	CSharp:     lexCSharp,
	Rust:       lexRust,
	Java:       lexJava,
	Kotlin:     lexKotlin,
	Protobuf:   lexProtobuf,
	Go:         lexGo,
	Ruby:       lexRuby,
	PHP:        lexPHP,
	Scala:      lexScala,
	Dart:       lexDart,
	Swift:      lexSwift,
	CFamily:    lexCFamily,
}
