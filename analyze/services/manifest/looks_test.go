package manifest

import (
	"regexp"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

func TestLooksVersion(t *testing.T) {
	factstest.Hold(t, looker, map[string]string{
		"deployment.yaml":  "apiVersion: apps/v1\nkind: Deployment\n",
		"application.yaml": "apiVersion: argoproj.io/v1alpha1\nkind: Application\n",
		"release.yaml":     "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n",
		"stack.yaml":       "AWSTemplateFormatVersion: '2010-09-09'\n",
		"values.yaml":      "image: cart\n",
		"large.yaml":       "kind: Pod\n" + strings.Repeat("# x\n", MaxFile/4),
	})
}

// TestIsStack holds isStack against the expression that it stands for.
func TestIsStack(t *testing.T) {
	pattern := regexp.MustCompile(`(?m)^["']?(?:AWSTemplateFormatVersion|Transform)["']?\s*:`)
	for _, key := range []string{"AWSTemplateFormatVersion", "Transform", "Transforms", "transform", "AWSTransform"} {
		for _, before := range []string{"", "\n", "a: b\n", " ", "\"", "\n'", "x\"", "\r", "\"\"", "Transform "} {
			for _, behind := range []string{":", " :", "\":", "'\t\n:", "", "\"", " x:", "\"\":", ": x\nTransform:", "\nTransform:"} {
				text := before + key + behind
				if got, want := isStack([]byte(text)), pattern.MatchString(text); got != want {
					t.Errorf("%q: %v, want %v", text, got, want)
				}
			}
		}
	}
}

func TestJobsVersion(t *testing.T) {
	const deploys = "on: push\njobs:\n  test:\n    steps:\n    - run: make test\n  deploy-cart:\n    needs: [test]\n    steps:\n    - run: helm upgrade cart deploy/cart\n"
	factstest.Hold(t, jobReader, map[string]string{
		"deploy.yml": deploys,
		"test.yml":   "on: push\njobs:\n  test:\n    steps:\n    - run: make test\n",
		"two.yml":    deploys + "---\n" + deploys,
		"broken.yml": deploys + "---\n  a: b\n c: [needs\n",
		"large.yml":  "needs:\n" + strings.Repeat("# x\n", MaxFile/4),
	})
}
