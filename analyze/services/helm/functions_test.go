package helm

import (
	"testing"

	"seam/analyze/format/yaml"
)

// How Helm's functions evaluate, and that what is not known stays unknown.
func TestTemplateFunctions(t *testing.T) {
	values := NewValue("values.yaml", nodeOf(t, "a: x\nn: 5\non: true\noff: false\nlist: [p, q]\nmap: {k: v}\nlong: abcdefgh-\n"))
	for text, want := range map[string]string{
		`{{ .Values.a }}`:                                             "x",
		`{{ .Values.none | default "d" }}`:                            "d",
		`{{ default .Values.a .Values.none }}`:                        "x",
		`{{ .Values.a | quote }}`:                                     `"x"`,
		`{{ printf "%s-%d" .Values.a 5 }}`:                            "x-5",
		`{{ .Values.long | trunc 9 | trimSuffix "-" }}`:               "abcdefgh",
		`{{ if .Values.off }}a{{ else }}b{{ end }}`:                   "b",
		`{{ if and .Values.on (eq .Values.a "x") }}a{{ end }}`:        "a",
		`{{ range .Values.list }}<{{ . }}>{{ end }}`:                  "<p><q>",
		`{{ range $k, $v := .Values.map }}{{ $k }}={{ $v }}{{ end }}`: "k=v",
		`{{ with .Values.map }}{{ .k }}{{ end }}`:                     "v",
		`{{ tpl "{{ .Values.a }}" . }}`:                               "x",
		`{{ .Release.Name }}-{{ .Chart.Name }}`:                       "r-c",
		`{{ ternary "t" "f" .Values.on }}`:                            "t",
		`{{ join "," .Values.list }}`:                                 "p,q",
		`{{ (index .Values.list 0) }}{{ index .Values.list 1 }}`:      "pq",
		`{{ index .Values.list 2 }}`:                                  "",
		`{{ get .Values.map "k" | upper }}`:                           "V",
		`{{ toYaml .Values.map | nindent 2 }}`:                        "\n  k: v",
		`{{ lookup "v1" "Secret" "a" "b" }}`:                          "",
		`{{ randAlphaNum 5 }}`:                                        UnknownText,
		`{{ .Values.missing.deeper }}`:                                "",
		`{{ if .Capabilities.APIVersions.Has "x" }}a{{ end }}`:        "a",
	} {
		ts := NewTemplates()
		if !ts.Add("t", text) {
			t.Errorf("%s: no template", text)
			continue
		}
		c := Chart{Name: "c", Folder: "c"}
		got := string(NewRenderer(ts, nil).Render("t", c.Root("r", values)).Bytes())
		if got != want {
			t.Errorf("%s: want %q, got %q", text, want, got)
		}
	}
}

func nodeOf(t *testing.T, text string) *yaml.Node {
	t.Helper()
	docs, err := yaml.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return docs[0]
}
