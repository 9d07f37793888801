package source

import (
	"path"
	"strings"
)

// LanguageOf tells a file's language by its ending, in lower case; "" for files that are
// no source. Not every such language has a lexer.
func LanguageOf(file string) string { return string(endings[strings.ToLower(path.Ext(file))]) }

// Family is the first of the languages that one reader reads, and whose files a package
// holds side by side: code in them imports one another.
func Family(language string) string {
	switch language {
	case "javascript", "vue", "svelte", "astro":
		return "typescript"
	case "kotlin", "scala":
		return "java"
	case "fsharp", "visualbasic":
		return "csharp"
	case "c++", "objective-c":
		return "c"
	}
	return language
}

var endings = map[string]Language{
	".go": Go, ".ts": TypeScript, ".tsx": TypeScript, ".mts": TypeScript, ".cts": TypeScript,
	".js": JavaScript, ".jsx": JavaScript, ".mjs": JavaScript, ".cjs": JavaScript,
	".astro": Astro, ".vue": Vue, ".svelte": Svelte,
	".py": Python, ".pyi": Python, ".java": Java, ".kt": Kotlin, ".kts": Kotlin, ".cs": CSharp, ".rs": Rust,
	".proto": Protobuf, ".rb": Ruby, ".rake": Ruby, ".php": PHP,
	".fs": "fsharp", ".vb": "visualbasic", ".c": "c", ".h": "c", ".m": "objective-c", ".mm": "objective-c",
	".cc": "c++", ".cpp": "c++", ".cxx": "c++", ".c++": "c++", ".hh": "c++", ".hpp": "c++", ".hxx": "c++", ".h++": "c++",
	".inl": "c++", ".ipp": "c++", ".tpp": "c++", ".txx": "c++", ".tcc": "c++", ".ixx": "c++", ".cppm": "c++", ".cu": "c++", ".cuh": "c++",
	".scala": Scala, ".dart": Dart, ".swift": Swift, ".sh": "shell", ".sql": "sql", ".tf": "terraform",
}
