package gomod

import (
	"fmt"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// ParseDependency reads the go.mod of a dependency as the go command does: laxly, so
// that files of other years and of later Go versions are read, and without what counts
// in the main module only: Replaces, Excludes and Tools stay empty. Paths and versions
// are as safe to print as those of Parse. The error is a *SyntaxError that names file.
func ParseDependency(file string, data []byte) (*File, error) {
	if len(data) > MaxSize {
		return nil, syntaxError(file, 0, fmt.Errorf("larger than %d MiB", MaxSize>>20))
	}
	mf, err := modfile.ParseLax(file, data, nil)
	if err != nil {
		return nil, firstError(file, err)
	}
	f := convert(mf)
	if err := checkFile(file, f); err != nil {
		return nil, err
	}
	return f, nil
}

// CacheFile is where the module cache, and a module proxy, keep the go.mod of a
// module's version: "github.com/!big/x/@v/v1.0.0.mod". The error is a name or a version
// that none can have.
func CacheFile(path, version string) (string, error) {
	folder, err := CacheFolder(path)
	if err != nil {
		return "", err
	}
	v, err := module.EscapeVersion(version)
	if err != nil {
		return "", fmt.Errorf("gomod: %w", err)
	}
	return folder + "/" + v + ".mod", nil
}

// CacheFolder is the folder of all versions of a module, relative to the download folder of
// the module cache. A path that is none of a module is an error.
func CacheFolder(path string) (string, error) {
	p, err := module.EscapePath(path)
	if err != nil {
		return "", fmt.Errorf("gomod: %w", err)
	}
	return p + "/@v", nil
}

// VersionOf is the version that a file of CacheFolder is about, by its name without
// extension; "" if it is about none.
func VersionOf(name string) string {
	v, err := module.UnescapeVersion(name)
	if err != nil || !semver.IsValid(v) {
		return ""
	}
	return v
}
