package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/pflag"

	"seam/analyze/services/manifest"
)

func (f *readFlags) addRendered(s *pflag.FlagSet) {
	s.StringVar(&f.rendered, "rendered", "", "read Kubernetes manifests as a tool rendered them from this folder, or from standard input (-), instead of rendering the charts of the repository")
}

const (
	maxRenderedFile = 16 << 20 // bytes
	maxRenderedAll  = 64 << 20
)

// readRendered reads what --rendered names. Evidence shows the files as rendered/…,
// whatever folder they lie in on this machine.
func (f *readFlags) readRendered(stdin io.Reader) ([]manifest.Rendered, error) {
	switch f.rendered {
	case "":
		return nil, nil
	case "-":
		data, err := io.ReadAll(io.LimitReader(stdin, maxRenderedFile+1))
		if err == nil && len(data) > maxRenderedFile {
			err = fmt.Errorf("standard input is over %d MiB", maxRenderedFile>>20)
		}
		if err != nil {
			return nil, cannot{fmt.Errorf("--rendered: %w", err), "helm template … | seam deploy --rendered -"}
		}
		return []manifest.Rendered{{Name: "rendered/stdin.yaml", Data: data}}, nil
	}
	out, err := renderedIn(f.rendered)
	if err != nil {
		return nil, cannot{fmt.Errorf("--rendered: %w", err), "name a folder of YAML files, as helm template --output-dir and kustomize build -o write"}
	}
	return out, nil
}

func renderedIn(dir string) ([]manifest.Rendered, error) {
	var out []manifest.Rendered
	total := 0
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.Type().IsRegular() || !manifest.IsYAML(file) {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if total += len(data); len(data) > maxRenderedFile || total > maxRenderedAll {
			return fmt.Errorf("%s: over %d MiB in one file or %d MiB in all", file, maxRenderedFile>>20, maxRenderedAll>>20)
		}
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		out = append(out, manifest.Rendered{Name: path.Join("rendered", filepath.ToSlash(rel)), Data: data})
		return nil
	})
	if err == nil && len(out) == 0 {
		err = errors.New("no .yaml file in " + dir)
	}
	return out, err
}
