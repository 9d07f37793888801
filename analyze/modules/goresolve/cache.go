package goresolve

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// CacheOf finds the module cache of this machine as the go command does without being
// asked: GOMODCACHE, else GOPATH/pkg/mod, from the environment, else from the settings
// file of go env -w, else the go folder of the home folder. It returns the folder
// itself, "" if there is none.
func CacheOf(getenv func(string) string) string {
	settings := settingsOf(getenv)
	setting := func(key string) string {
		if v := getenv(key); v != "" {
			return v
		}
		return settings[key]
	}
	folder := setting("GOMODCACHE")
	if folder == "" {
		gopath := filepath.SplitList(setting("GOPATH"))
		if len(gopath) == 0 {
			home, err := os.UserHomeDir()
			if err != nil {
				return ""
			}
			gopath = []string{filepath.Join(home, "go")}
		}
		folder = filepath.Join(gopath[0], "pkg", "mod")
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return ""
	}
	return folder
}

// Downloads is the part of a module cache that Resolve reads; nil for no cache.
func Downloads(cache string) fs.FS {
	if cache == "" {
		return nil
	}
	return os.DirFS(filepath.Join(cache, "cache", "download"))
}

// settingsOf reads what go env -w wrote.
func settingsOf(getenv func(string) string) map[string]string {
	file := getenv("GOENV")
	if file == "off" {
		return nil
	}
	if file == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil
		}
		file = filepath.Join(dir, "go", "env")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	out := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(key, "#") {
			out[key] = value
		}
	}
	return out
}
