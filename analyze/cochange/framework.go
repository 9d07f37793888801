package cochange

import (
	"path"
	"strings"

	"seam/analyze/source"
)

// frameworks are the folders and files that a framework reads by their places, by the root of
// the program that is made with it: nothing imports them, and everything is named in them.
type frameworks struct {
	roots map[string]*framework // by folder, "" for the root of the repository, else with a slash at its end
}

// framework is what tells a program that is made with one, and what it reads by place.
type framework struct {
	marks   []string // files below the root of the program, all of which are there
	folders []string // that it reads; each ends in a slash
	names   []string // and files of these names anywhere below the root
}

var (
	rails = &framework{marks: []string{"config/application.rb", "config/routes.rb"},
		folders: []string{"config/", "db/", "app/helpers/"}}
	laravel = &framework{marks: []string{"artisan", "bootstrap/app.php"},
		folders: []string{"bootstrap/", "config/", "database/", "routes/", "app/Providers/", "app/Http/Kernel.php", "app/Console/Kernel.php"}}
	symfony = &framework{marks: []string{"bin/console", "src/Kernel.php"},
		folders: []string{"config/"}}
	django = &framework{marks: []string{"manage.py"},
		names: []string{"settings.py", "urls.py", "apps.py", "wsgi.py", "asgi.py"}}
)

// findFrameworks looks for the programs that are made with a framework among files.
func findFrameworks(paths []string, alive []bool) frameworks {
	f := frameworks{map[string]*framework{}}
	seen := map[string]map[*framework]int{}
	for i, p := range paths {
		if !alive[i] {
			continue
		}
		for _, kind := range [...]*framework{rails, laravel, symfony, django} {
			for _, mark := range kind.marks {
				root, ok := strings.CutSuffix(p, mark)
				if !ok || root != "" && !strings.HasSuffix(root, "/") {
					continue
				}
				if seen[root] == nil {
					seen[root] = map[*framework]int{}
				}
				if seen[root][kind]++; seen[root][kind] == len(kind.marks) {
					f.roots[root] = kind
				}
			}
		}
	}
	return f
}

// joins reports whether a framework reads one of two paths by its place, in a program that
// both belong to.
func (f frameworks) joins(a, b string) bool {
	for root := range rootsAbove(a) {
		if kind := f.roots[root]; kind != nil && strings.HasPrefix(b, root) {
			return kind.reads(a[len(root):]) || kind.reads(b[len(root):])
		}
	}
	return false
}

// rootsAbove yields the folders above a path, the innermost first, as roots are written.
func rootsAbove(p string) func(yield func(root string) bool) {
	return func(yield func(root string) bool) {
		for at := strings.LastIndexByte(p, '/'); at >= 0; at = strings.LastIndexByte(p[:at], '/') {
			if !yield(p[:at+1]) {
				return
			}
		}
		yield("")
	}
}

// reads reports whether a framework reads a file or a folder, below the root of the program, by its place.
func (k *framework) reads(p string) bool {
	for _, folder := range k.folders {
		if strings.HasPrefix(p+"/", folder) || p == folder {
			return true
		}
	}
	for _, name := range k.names {
		if path.Base(p) == name {
			return true
		}
	}
	return false
}

// isMigration reports whether a path is, by its folder, a step that changes a schema, or the folder of such.
func isMigration(p string) bool {
	for element := range strings.SplitSeq(p, "/") {
		if migrationFolders[strings.ToLower(element)] {
			return true
		}
	}
	return false
}

var migrationFolders = source.Words("migrations migrate")
