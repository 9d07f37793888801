package javascript

import (
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

// written are the endings that the source of a file may have which is imported by the
// name of what a compiler makes of it, in the order of the TypeScript compiler.
var written = map[string][]string{
	".js":  {".ts", ".tsx", ".d.ts", ".js", ".jsx"},
	".jsx": {".tsx", ".ts", ".d.ts", ".jsx", ".js"},
	".mjs": {".mts", ".d.mts", ".mjs"},
	".cjs": {".cts", ".d.cts", ".cjs"},
}

// endings are tried behind a name without one.
var endings = []string{".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".d.mts", ".mjs", ".cts", ".d.cts", ".cjs", ".vue", ".svelte", ".astro", ".json",
	".web.ts", ".web.tsx", ".native.ts", ".native.tsx", ".ios.ts", ".ios.tsx", ".android.ts", ".android.tsx", ".web.js", ".native.js", ".ios.js", ".android.js"}

// endedOf maps paths without an ending to the files that are tried behind them: of several
// to the one whose ending comes first.
func endedOf(files map[string]bool) map[string]string {
	order := map[string]int{}
	for i, e := range endings {
		order[e] = i
	}
	out := make(map[string]string, len(files))
	for f := range files {
		base := f[strings.LastIndexByte(f, '/')+1:]
		dir := f[:len(f)-len(base)]
		for i := len(base); i > 0; { // of a.d.ts both .ts and .d.ts
			if i = strings.LastIndexByte(base[:i], '.'); i < 0 {
				break
			}
			n, ok := order[base[i:]]
			stem := dir + base[:i]
			if had := out[stem]; ok && (had == "" || n < order[had[len(stem):]]) {
				out[stem] = f
			}
		}
	}
	return out
}

// file finds the file that a path without or with an ending names, "" if there is none.
func (r *resolver) file(base string) string {
	ext := path.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	for _, e := range written[ext] {
		if r.files[stem+e] {
			return stem + e
		}
	}
	if ext != "" && r.files[base] {
		return base
	}
	if f := r.ended[base]; f != "" {
		return f
	}
	if r.files[base] {
		return base
	}
	return ""
}

// module finds the file that a path names: a file, or the entry of a folder.
func (r *resolver) module(base string, onlyFolder bool, depth int) string {
	if !onlyFolder {
		if f := r.file(base); f != "" {
			return f
		}
	}
	if !r.folders[base] || depth > 2 {
		return ""
	}
	if m := r.manifests.byFolder[base]; m != nil {
		for _, field := range entryFields {
			main := m.root.Get(field).Text()
			if main == "" || path.Join(base, main) == base {
				continue
			}
			if f := r.module(path.Join(base, main), false, depth+1); f != "" {
				return f
			}
		}
	}
	if f := r.file(path.Join(base, "index")); f != "" {
		return f
	}
	if m := r.manifests.byFolder[base]; m != nil && base != "." {
		return r.builtEntry(m)
	}
	return ""
}

// entryFields are the fields of package.json that name its entry.
var entryFields = [...]string{"types", "typings", "main", "module", "source", "svelte"}

// entry finds what a package gives under a subpath: by its exports, its entry fields, or
// a path inside it; the source, where that names what a build makes.
func (r *resolver) entry(m *manifest, rest string, require bool) target {
	targets := exported(m.root.Get("exports"), subpath(rest), require)
	for _, t := range targets {
		if f := r.file(path.Join(m.folder, t)); f != "" {
			return target{found, f}
		}
	}
	for _, t := range targets {
		if f := r.sourceOf(m.folder, path.Join(m.folder, t)); f != "" {
			return target{found, f}
		}
	}
	f := ""
	if rest == "" {
		f = r.module(m.folder, true, 0)
	} else if base := path.Join(m.folder, rest); inside(m.folder, base) {
		if f = r.module(base, false, 0); f == "" {
			f = r.sourceOf(m.folder, base)
		}
	}
	switch {
	case f != "":
		return target{found, f}
	case isAsset(rest):
		return target{outcome: nobody}
	}
	return target{member, m.folder}
}

// builtEntry finds the source of an entry that a build makes.
func (r *resolver) builtEntry(m *manifest) string {
	for _, field := range entryFields {
		if main := m.root.Get(field).Text(); main != "" {
			if f := r.sourceOf(m.folder, path.Join(m.folder, main)); f != "" {
				return f
			}
		}
	}
	for _, base := range [...]string{"src/index", "source/index", "lib/index", "src/main", "main", "src/mod", "mod"} {
		if f := r.file(path.Join(m.folder, base)); f != "" {
			return f
		}
	}
	return ""
}

func inside(folder, base string) bool {
	return folder == "." && base != ".." && !strings.HasPrefix(base, "../") || strings.HasPrefix(base, folder+"/")
}

// built are folders that builds write into, and the folders that they create there.
var (
	built  = source.Words(`dist build lib out output es esm cjs umd types typings target compiled bundle release dist-types dist-esm dist-cjs lib-esm lib-commonjs`)
	inDist = source.Words(`esm cjs es umd types typings mjs node browser modern legacy esnext es2015 es6 commonjs module modules src lib source prod dev development production bundles packages`)
)

// sourceOf finds the source of a file below a package's folder that a build makes, as
// dist/esm/a.js of src/a.ts. "" if there is none.
func (r *resolver) sourceOf(folder, base string) string {
	if !inside(folder, base) {
		return ""
	}
	rest := base
	if folder != "." {
		rest = strings.TrimPrefix(base, folder+"/")
	}
	elements := strings.Split(withoutEnding(rest), "/")
	drop := 0
	if built[elements[0]] {
		drop = 1
	}
	for ; drop < len(elements); drop++ {
		tail := path.Join(elements[drop:]...)
		for _, from := range [...]string{"src", ".", "source", "lib"} {
			if from == "." && drop == 0 {
				continue
			}
			if f := r.sourceAt(path.Join(folder, from, tail)); f != "" {
				return f
			}
		}
		if drop > 0 && !inDist[elements[drop]] || drop == 0 {
			break
		}
	}
	return ""
}

// sourceAt is a source file by its path without an ending, or the index of a folder.
func (r *resolver) sourceAt(base string) string {
	for _, b := range [...]string{base, base + "/index"} {
		switch f := r.ended[b]; {
		case f == "":
			continue
		case isSource(f):
			return f
		}
		for _, e := range endings {
			if r.files[b+e] && isSource(b+e) {
				return b + e
			}
		}
	}
	return ""
}

// withoutEnding takes the endings of what builds make off a path.
func withoutEnding(p string) string {
	for _, e := range [...]string{".d.ts", ".d.mts", ".d.cts", ".min.js", ".umd.js", ".esm.js", ".cjs.js", ".mjs", ".cjs", ".jsx", ".js", ".json"} {
		if s, ok := strings.CutSuffix(p, e); ok {
			return s
		}
	}
	return p
}

// isAsset reports whether a path names what is no program: a style, a picture, data.
func isAsset(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".css", ".scss", ".sass", ".less", ".styl", ".pcss", ".svg", ".html", ".htm", ".txt", ".md", ".mdx", ".graphql", ".gql", ".wasm", ".node", ".json", ".json5", ".yaml", ".yml", ".avif":
		return true
	}
	return history.IsBinary(p)
}
