package manifest

import (
	"strings"
	"testing"
	"time"

	"seam/analyze/repo"
	"seam/analyze/services/helm"
)

// Whatever stands in a manifest, reading ends soon and without a panic, and what comes
// out is a name.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"services:\n  a: {extends: {file: b/compose.yaml, service: a}}\ninclude: [b/compose.yaml, compose.yaml]\n",
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: i}]}\n",
		"name: c\ndependencies: [{name: c, repository: 'file://..'}, {name: x, alias: y, condition: a.b}]\n",
		"{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
		"{{- range $i, $e := until 99999999 }}{{ . }}{{ end }}",
		"{{ $a := \"xxxxxxxxxx\" }}{{ range list 1 2 3 4 5 6 7 8 }}{{ $a = printf \"%s%s%s\" $a $a $a }}{{ end }}{{ $a }}",
		"{{ $d := dict \"a\" 1 }}{{ $d = dict \"a\" $d \"b\" $d }}{{ merge $d $d }}{{ toYaml $d | nindent 4 }}",
		"releases: [{name: r, chart: ../chart, needs: [x/y], values: [{a: b}, values.yaml], set: [{name: a.b.c, value: 1}]}]\n",
		"job \"a\" {\n group \"g\" {\n  service { name = \"a\" }\n }\n}\n",
		"dependency \"a\" { config_path = find_in_parent_folders(\"x\") }\ninclude { path = \"../terragrunt.hcl\" }\nlocals { a = local.a }\n",
		"resource \"helm_release\" \"a\" {\n  name = module.b.c\n  set {\n    name = \"A\"\n    value = helm_release.a.b\n  }\n}\n",
		"var b = DistributedApplication.CreateBuilder(args);\nvar a = b.AddRedis(\"a\").WithReference(a);\nb.AddA(a);\nstatic void AddA(this IDistributedApplicationBuilder x, int y) { x.AddA(y); }\n",
		"resources: [..]\nnamePrefix: p-\nconfigMapGenerator: [{name: a, literals: [b=c], envs: [.env]}]\npatches: [{patch: 'kind: Pod'}]\n",
		"metadata: {name: a}\nrequires: [{configs: [a, b], path: .}, {path: ..}]\nbuild: {artifacts: [{image: i}]}\n---\nmetadata: {name: b}\nrequires: [{configs: [a]}]\n",
		"jobs: {deploy-a: {needs: [b, deploy-a], steps: [{run: 'kubectl -n x apply -f ../a'}]}, b: {needs: deploy-a, uses: ./deploy.yml, with: {service: a}, strategy: {matrix: {include: [{app: a}]}}}}\n",
		"deploy-a: {needs: [b, {job: deploy-a}], script: ['kubectl apply -f ../a', [x]]}\nb: {script: make, needs: deploy-a}\n---\nc: {script: helm upgrade c, needs: [b]}\n",
		"module a 'x/app.bicep' = {\n  params: { a: a.outputs.b, env: env }\n}\nparam env array = env\nresource b 'Microsoft.App/containerApps@1' = [for c in env: {\n  name: '${a}-b'\n  properties: { env: union(env, [ { name: 'K', value: 'http://${b.name}.${c}' } ]) }\n}]\n",
		"services: {web: {project: ./web, host: containerapp}, a: {project: ../.., host: x}}\n",
		"apps: [{appID: a, appDirPath: ../..}]\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		files := map[string]string{}
		for _, name := range []string{
			"compose.yaml", "compose.override.yaml", "b/compose.yaml", "all.yaml", "chart/Chart.yaml", "chart/values.yaml",
			"chart/templates/a.yaml", "chart/templates/_h.tpl", "chart/charts/c/Chart.yaml", "chart/charts/c/templates/a.yaml", "helmfile.yaml",
			"skaffold.yaml", "Tiltfile", "docker-bake.hcl", "a.nomad", "main.tf", "x/main.tf", "terragrunt.hcl", "x/terragrunt.hcl", "Program.cs",
			"Extensions.cs", "kustomization.yaml", "dapr.yaml", ".env", "argo.yaml",
			"main.bicep", "x/app.bicep", "azure.yaml",
			".github/workflows/a.yml", ".gitlab-ci.yml",
		} {
			files[name] = s
		}
		files["ok/Chart.yaml"], files["ok/templates/a.yaml"], files["ok/values.yaml"] = "name: ok\n", "apiVersion: v1\nkind: Pod\nmetadata: {name: ok}\nx: "+s, "a: 1\n"
		src := NewSource(repo.Memory(files), ".")
		start := time.Now()
		for _, u := range Read(src) {
			if u.Name == "" || strings.Contains(u.Name, helm.UnknownText) || u.At.File == "" {
				t.Fatalf("no unit: %+v", u)
			}
		}
		stages := Stages(src)
		for _, stage := range stages {
			for _, a := range stage.After {
				if a.Stage < 0 || a.Stage >= len(stages) || a.At.File == "" {
					t.Fatalf("no stage: %+v", a)
				}
			}
		}
		src.Warnings()
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}
