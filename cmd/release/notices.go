package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// module is what is linked into the binary, where its files are and what its authors ask
// to be passed on.
type module struct{ Path, Version, Dir string }

// notices collects the licences of everything that is linked for a platform, the standard
// library first, from the module cache. A module without one stops the release: somebody
// has to look at it.
func notices(ctx context.Context, t target) ([]byte, error) {
	modules, err := linked(ctx, t)
	if err != nil {
		return nil, err
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	modules = append([]module{{"Go standard library", runtime.Version(), strings.TrimSpace(string(root))}}, modules...)
	var b bytes.Buffer
	fmt.Fprintf(&b, "seam contains the following software of others, under the licences below.\n")
	for _, m := range modules {
		files, err := licences(m.Dir)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s %s has no licence file in %s", m.Path, m.Version, m.Dir)
		}
		for _, f := range files {
			text, err := os.ReadFile(filepath.Join(m.Dir, f))
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&b, "\n%s\n%s %s: %s\n\n%s\n", strings.Repeat("-", 80), m.Path, m.Version, f, bytes.TrimSpace(text))
		}
	}
	return b.Bytes(), nil
}

// linked lists the modules of the packages in the binary, sorted by path.
func linked(ctx context.Context, t target) ([]module, error) {
	c := exec.CommandContext(ctx, "go", "list", "-mod=readonly", "-deps", "-json=Module", "./cmd/seam")
	c.Env, c.Stderr = t.env(), os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	var list []module
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if m := p.Module; m != nil && !m.Main {
			list = append(list, module{m.Path, m.Version, m.Dir})
		}
	}
	slices.SortFunc(list, func(a, b module) int { return cmp.Compare(a.Path, b.Path) })
	return slices.Compact(list), nil
}

var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|notice|patents|authors)([.-].*)?$`)

// licences are the names of the files of a module's root that must go along, sorted.
// Without a licence among them there are none: an AUTHORS file alone allows nothing.
func licences(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	allowed := false
	for _, e := range entries {
		if e.Type().IsRegular() && licence.MatchString(e.Name()) && !strings.HasSuffix(e.Name(), ".go") {
			out = append(out, e.Name())
			first := strings.ToLower(e.Name())
			allowed = allowed || strings.HasPrefix(first, "licen") || strings.HasPrefix(first, "copying")
		}
	}
	if !allowed {
		return nil, nil
	}
	return out, nil
}
