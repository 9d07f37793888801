// Package sbt reads sbt builds without running them.
package sbt

import (
	"path"
	"strings"
)

// Builds lists the folders that hold the definitions of sbt builds: those called project
// beside a build.sbt, or with a build.properties.
func Builds(files []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		switch folder := path.Dir(f); {
		case path.Base(f) == "build.sbt":
			out[path.Join(folder, "project")] = true
		case path.Base(f) == "build.properties" && path.Base(folder) == "project":
			out[folder] = true
		}
	}
	return out
}

// Defines reports whether a file lies in one of the folders that Builds lists.
func Defines(builds map[string]bool, file string) bool {
	if !strings.Contains("/"+file, "/project/") {
		return false
	}
	for folder := path.Dir(file); folder != "."; folder = path.Dir(folder) {
		if builds[folder] {
			return true
		}
	}
	return false
}
