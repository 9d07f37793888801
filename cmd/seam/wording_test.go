package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// one of many: a number of one with a noun in the plural.
var oneOfMany = regexp.MustCompile(`(?m)(?:^|[^\w.,:/#-])1 (?:imports|names|changes|packages|modules|commits|files|rows|units|steps|entries|tables|subjects|profiles|conditions|conflicts|services|findings)\b`)

// TestOneIsSingular reads all that tests expect of the program: one thing is told as one.
func TestOneIsSingular(t *testing.T) {
	read := 0
	for _, pattern := range []string{"../../testdata/script/*.txtar", "../../report/testdata/*.txt", "../../report/testdata/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			read++
			for _, found := range oneOfMany.FindAllString(string(text), -1) {
				t.Errorf("%s says %q", file, found)
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d files were read", read)
	}
}
