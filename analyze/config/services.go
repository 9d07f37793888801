package config

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/repo"
)

// services is the section of that name: deployable units that nothing else shows, and
// calls that nothing else shows.
type services []Service

type service struct {
	Path    folder        `yaml:"path"`
	Aliases []serviceName `yaml:"aliases"`
	Calls   []call        `yaml:"calls"`
}

// serviceName is a name that a service may go by.
type serviceName string

func (s *serviceName) UnmarshalText(b []byte) error {
	text := string(b)
	if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("%q is no name of a service", text)
	}
	*s = serviceName(text)
	return nil
}

// folder is a path without wildcards that stays in the repository.
type folder string

func (f *folder) UnmarshalText(b []byte) error {
	text := strings.TrimSuffix(strings.TrimPrefix(string(b), "./"), "/")
	if text == "" || path.IsAbs(text) || path.Clean(text) != text || repo.Outside(text) {
		return errors.New("must be a folder below the one that holds seam.yaml")
	}
	*f = folder(text)
	return nil
}

// call is a name with its place.
type call Call

// UnmarshalNode reads the name.
func (c *call) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	var name serviceName
	if err := decode("an entry of calls", n, &name); err != nil {
		return err
	}
	*c = call{Name: string(name), Line: n.Line}
	return nil
}

// UnmarshalNode reads the entries; a service calls others, not itself.
func (s *services) UnmarshalNode(n *yaml.Node, decode yaml.Decode) error {
	var entries named[service]
	if err := decode("services", n, &entries); err != nil {
		return err
	}
	for i, e := range entries {
		out := Service{Name: e.name, Path: string(e.value.Path), Line: n.Pairs[i].Line}
		for _, a := range e.value.Aliases {
			out.Aliases = append(out.Aliases, string(a))
		}
		for _, c := range e.value.Calls {
			if c.Name == e.name {
				return refuse(decode, n.Pairs[i], e.name+" calls itself")
			}
			out.Calls = append(out.Calls, Call(c))
		}
		*s = append(*s, out)
	}
	return nil
}

// config has the paths count from the root of the repository.
func (s services) config(folder string) []Service {
	for i, v := range s {
		if v.Path != "" {
			s[i].Path = path.Join(folder, v.Path)
		}
	}
	return s
}
