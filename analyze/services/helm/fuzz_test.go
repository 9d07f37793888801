package helm

import (
	"io/fs"
	"testing"
	"time"
)

// Whatever a template says, rendering ends soon, without a panic and within its limits, and
// every line of the text has a place.
func FuzzRender(f *testing.F) {
	for _, s := range []string{
		`{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}`,
		`{{- range $i, $e := until 99999999 }}{{ . }}{{ end }}`,
		`{{ $a := "xxxxxxxxxx" }}{{ range list 1 2 3 4 5 6 7 8 }}{{ $a = printf "%s%s%s" $a $a $a }}{{ end }}{{ $a }}`,
		`{{ $d := dict "a" 1 }}{{ $d = dict "a" $d "b" $d }}{{ merge $d $d }}{{ toYaml $d | nindent 4 }}`,
		`{{ .Files.Get "a" | indent 3 }}{{ tpl "{{ .Values.a }}" . }}{{ with .Values.b }}{{ .c }}{{ end }}`,
		`{{ index (list 1 2) 5 }}{{ printf "%" }}{{ printf "%q%" }}{{ replace "" "a" "b" }}{{ trunc -1 "a" }}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		templates := NewTemplates()
		if !templates.Add("t", s) {
			return
		}
		start := time.Now()
		read := func(file string) ([]byte, error) {
			if file == "c/a" {
				return []byte(s), nil
			}
			return nil, fs.ErrNotExist
		}
		out := NewRenderer(templates, read).Render("t", Chart{Name: "c", Folder: "c"}.Root("r", Text(s)))
		if n := len(out.Bytes()); n > maxRendered+2*maxTemplate {
			t.Fatalf("%d bytes", n)
		}
		lines := 1
		for _, b := range out.Bytes() {
			if b == '\n' {
				lines++
			}
		}
		if _, ok := out.Place(lines); !ok && len(out.Bytes()) > 0 {
			t.Fatalf("line %d has no place", lines)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}
