package cross

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/regex"
	"seam/analyze/source"
)

// looksCompiled tells names that generated code of protobuf may have from the many that it
// has not: a package called for it, or a class as protoc and gRPC name them.
var looksCompiled = regex.New(`(^|\.)(gen|generated|protos?|protobuf|pb|grpc)(\.|$)|(Protos?|Proto2|OuterClass|Grpc|GrpcKt)(\.|$)`)

// jvm reads the header of a file of Java or Kotlin, and the classes that it imports which a
// contract may be compiled to. Imports end where the first brace opens.
func jvm(src []byte) []mention {
	out := header(src)
	had := map[string]bool{}
	number := 0
	for line := range bytes.Lines(src) {
		number++
		rest, is := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte("import "))
		if !is {
			if bytes.IndexByte(line, '{') >= 0 {
				break
			}
			continue
		}
		rest = bytes.TrimPrefix(bytes.TrimLeft(rest, " "), []byte("static "))
		name := classOf(string(rest[:endOfName(rest)]))
		if had[name] || !looksCompiled().MatchString(name) || strings.HasPrefix(name, "com.google.protobuf.") || strings.HasPrefix(name, "io.grpc.") {
			continue
		}
		had[name] = true
		out = append(out, mention{How: compiled, Path: name, Line: number})
	}
	return out
}

// endOfName is how many bytes of a text are a name with dots.
func endOfName(text []byte) int {
	for i, c := range text {
		if c != '.' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return i
		}
	}
	return len(text)
}

// classOf cuts an imported name after its outermost class: the first part that begins with
// a capital.
func classOf(name string) string {
	parts := strings.Split(strings.Trim(name, "."), ".")
	for i, p := range parts {
		if p != "" && p[0] >= 'A' && p[0] <= 'Z' {
			return strings.Join(parts[:i+1], ".")
		}
	}
	return strings.Join(parts, ".")
}

// compiledTo finds the contract that a class, or all classes of a package, are compiled
// from; "" if none, or several, are.
func (l *places) compiledTo(name string) string {
	if l.classes == nil {
		l.classes = map[string][]string{}
		for _, files := range l.contracts {
			for _, f := range files {
				src, err := l.tree.ReadFile(f)
				if err != nil || len(src) > imports.MaxFile {
					continue
				}
				for _, class := range classesOf(f, src) {
					l.classes[class] = append(l.classes[class], f)
				}
			}
		}
	}
	if files := l.classes[name]; len(files) == 1 {
		return files[0]
	}
	return ""
}

var (
	protoPackage  = regex.New(`(?m)^[ \t]*package\s+([\w.]+)\s*;`)
	javaPackage   = regex.New(`(?m)^[ \t]*option\s+java_package\s*=\s*"([\w.]+)"`)
	javaClass     = regex.New(`(?m)^[ \t]*option\s+java_outer_classname\s*=\s*"(\w+)"`)
	javaFiles     = regex.New(`(?m)^[ \t]*option\s+java_multiple_files\s*=\s*true`)
	declaration   = regex.New(`(?m)^[ \t]*(message|enum|service)\s+(\w+)`)
	notInIdentity = regex.New(`[^A-Za-z0-9]+`)
)

// classesOf lists what protoc and gRPC make of a contract for Java: the package, its outer
// class and the classes beside that.
func classesOf(file string, src []byte) []string {
	space := ""
	if m := javaPackage().FindSubmatch(src); m != nil {
		space = string(m[1])
	} else if m := protoPackage().FindSubmatch(src); m != nil {
		space = string(m[1])
	}
	if space == "" {
		return nil
	}
	declared := declaration().FindAllSubmatch(src, -1)
	outer := ""
	if m := javaClass().FindSubmatch(src); m != nil {
		outer = string(m[1])
	} else {
		for _, word := range notInIdentity().Split(strings.TrimSuffix(path.Base(file), ".proto"), -1) {
			if word != "" {
				outer += strings.ToUpper(word[:1]) + word[1:]
			}
		}
		for _, d := range declared {
			if string(d[2]) == outer {
				outer += "OuterClass"
				break
			}
		}
	}
	out := []string{space, space + "." + outer}
	several := javaFiles().Match(src)
	for _, d := range declared {
		name := space + "." + string(d[2])
		switch {
		case string(d[1]) == "service":
			out = append(out, name+"Grpc", name+"GrpcKt")
		case several:
			out = append(out, name, name+"OrBuilder")
		}
	}
	return out
}

func onJVM(language string) bool {
	return language == string(source.Java) || language == string(source.Kotlin)
}
