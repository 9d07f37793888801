package javascript

// meaning says for each code what its cases have in common.
var meaning = map[string]string{
	"js-file-unreadable":   "files could not be read and are missing from the import graph of JavaScript and TypeScript",
	"js-import-unresolved": "imports of JavaScript and TypeScript name a file of this repository that is not in it (generated, built, or removed?)",
	"js-large-file":        "JavaScript files of more than 4 MiB were not looked into, and what they import is unknown",
}
