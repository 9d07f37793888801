package php

import (
	"os"
	"testing"

	"seam/analyze/imports/factstest"
)

func TestFactsVersion(t *testing.T) {
	sample, err := os.ReadFile("testdata/sample.php")
	if err != nil {
		t.Fatal(err)
	}
	factstest.Hold(t, reader, map[string]string{
		"sample.php": string(sample),
		"index.php":  "#!/usr/bin/env php\n<?php // This file was generated\ndefine('ROOT', dirname(__FILE__, 2) . '/'); require_once ROOT . LIB . '/a.php'; include('./b.php'); require $x; require __DIR__ . '/c.php'; namespace\\f(\\A\\B, \\g());\n",
		"empty.php":  "",
	})
}
