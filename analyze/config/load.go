package config

import (
	"errors"
	"fmt"
	"path"

	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/repo"
)

// fileName is the one name that is read; misspelt is refused with a hint.
const (
	fileName = "seam.yaml"
	misspelt = "seam.yml"
)

// Error is a mistake in seam.yaml and where it stands. File is relative to the repository
// root.
type Error syntax.Error

func (e *Error) Error() string { return (*syntax.Error)(e).Error() }

// Load reads the seam.yaml that stands in folder or, of those above it, the nearest.
// Folder is relative to the repository root; "" and "." are the root. Without a
// seam.yaml it returns the zero Config. A mistake in the file is an *Error.
func Load(t repo.Tree, folder string) (Config, error) {
	file, err := find(t, path.Clean(folder))
	if file == "" || err != nil {
		return Config{}, err
	}
	data, err := t.ReadFile(file)
	if err != nil {
		return Config{}, fmt.Errorf("config: read %s: %w", file, err)
	}
	return parse(file, data)
}

// find walks up from folder.
func find(t repo.Tree, folder string) (string, error) {
	for {
		if repo.Has(t, path.Join(folder, fileName)) {
			return path.Join(folder, fileName), nil
		}
		if wrong := path.Join(folder, misspelt); repo.Has(t, wrong) {
			return "", &Error{File: wrong, Message: "is not read: rename it to " + fileName}
		}
		if folder == "." || folder == "/" {
			return "", nil
		}
		folder = path.Dir(folder)
	}
}

// parse reads the content of a seam.yaml. File is its path relative to the
// repository root; it names the file in errors and gives the folder from which the
// paths count.
func parse(file string, data []byte) (Config, error) {
	var d document
	err := yaml.Strict(file, data, &d)
	if err == nil {
		err = d.unknownArea()
	}
	if err != nil {
		if e, ok := errors.AsType[*syntax.Error](err); ok {
			e.File = file
			return Config{}, (*Error)(e)
		}
		return Config{}, fmt.Errorf("config: %s: %w", file, err)
	}
	return d.config(file), nil
}
