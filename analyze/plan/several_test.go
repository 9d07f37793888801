package plan_test

import (
	"strings"
	"testing"

	"seam/analyze/split"
)

// several is two modules below libs, of which one is needed twice by the program outside.
const several = `
-- go.mod --
module m.example/shop
-- main.go --
package main

import (
	_ "m.example/libs/a"
	_ "m.example/libs/b/x"
)
-- libs/a/go.mod --
module m.example/libs/a
-- libs/a/a.go --
package a
-- libs/b/go.mod --
module m.example/libs/b
-- libs/b/x/x.go --
package x
-- libs/b/y/y.go --
package y
-- tool/tool.go --
package tool
`

// No single manifest is proposed for a part of several modules.
func TestSeveralModules(t *testing.T) {
	p := read(t, several).plan(t, "libs", split.Library)
	for code, want := range map[string]string{
		"module":  "It is 2 modules already (libs/a/go.mod, libs/b/go.mod)",
		"release": "Release libs/a, libs/b each under its own name",
	} {
		s := step(t, p, code)
		if text := told(s); !strings.Contains(text, want) || strings.Contains(text, "libs/go.mod") || strings.Contains(text, "git tag") {
			t.Errorf("%s: %s", code, text)
		}
	}
}

// All imports of one package go by one means, so they are one box to tick.
func TestCutByTarget(t *testing.T) {
	p := read(t, `
-- go.mod --
module m.example/shop
-- main.go --
package main

import _ "m.example/shop/store"
-- bill/a/a.go --
package a

import "m.example/shop/store"

var A = store.Open
-- bill/b/b.go --
package b

import "m.example/shop/store"

var B = store.Shut
-- store/store.go --
package store

import (
	"m.example/shop/bill/c"
	_ "m.example/shop/one"
)

func Open() { c.C() }
func Shut() {}
-- bill/c/c.go --
package c

func C() {}
-- one/one.go --
package one
`).plan(t, "bill", split.Library)
	tasks := step(t, p, "cut").Tasks
	if len(tasks) != 1 || !strings.Contains(tasks[0].Text, "Cut the imports of store in bill/a, bill/b (2 files, 2 names)") || len(tasks[0].Imports) != 2 {
		t.Errorf("%+v", tasks)
	}
}
