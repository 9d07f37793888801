package code

import (
	"testing"

	"seam/analyze/imports/factstest"
)

func TestConstantsVersion(t *testing.T) {
	factstest.Hold(t, Constants(map[string]bool{"CartHost": true, "PayHost": true}), map[string]string{
		"defines.go": "package hosts\n\nconst CartHost = \"cart\" // CartHost\n",
		"names.go":   "package shop\n\nfunc dial() { grpc.Dial(hosts.PayHost); grpc.Dial(hosts.CartHost) }\n",
		"names.ts":   "export const hosts = { PayHost: 'pay' }\nfetch(hosts.PayHost)\n",
		"none.go":    "package shop\n\n// CartHost\nvar s = \"CartHost\"\n",
	})
}
