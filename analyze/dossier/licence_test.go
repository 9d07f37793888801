package dossier

import (
	"math/rand/v2"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

// TestLicenceByItsOpening: wherever phrases stand, what the opening says is what the whole
// text says, since no phrase holds another.
func TestLicenceByItsOpening(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(strings.Repeat("x ", random.IntN(400)))
			text := phrases[random.IntN(len(phrases))].text
			b.WriteString(text[:len(text)-random.IntN(2)])
			b.WriteString([]string{"\n", "  ", "ſ", ""}[random.IntN(4)])
		}
		text := []byte(b.String())
		if want := firstPhrase(text); licenceIn(text) != want {
			t.Fatalf("%q: %q, want %q", text, licenceIn(text), want)
		}
	}
	for _, p := range phrases {
		for _, q := range phrases {
			if p != q && strings.Contains(p.text, q.text) {
				t.Errorf("%q holds %q", p.text, q.text)
			}
		}
	}
}

func TestLicencesVersion(t *testing.T) {
	factstest.Hold(t, licences, map[string]string{
		"LICENSE": "                                 Apache License\n                           Version 2.0, January 2004\n",
		"COPYING": "The MIT License\n\nPermission is hereby granted,\n  free of charge, to any person\n",
		"other":   "All rights reserved.\n",
	})
}
