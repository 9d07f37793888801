package version

import "testing"

// The order that Bazel's documentation gives for versions of modules.
func TestBazelOrder(t *testing.T) {
	ascending := []string{"0.0.9", "0.0.17", "0.0.17.bcr.1", "0.0.17.bcr.2", "0.1.0", "1.0-alpha", "1.0-alpha.1", "1.0-alpha.beta", "1.0-rc10", "1.0-rc2", "1.0", "1.0.0", "1.0.1", "20210324.2", "20240116.0"}
	s := Of("bazel")
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			if got := s.Compare(a, b); got != want {
				t.Errorf("%s to %s: %d, want %d", a, b, got, want)
			}
		}
	}
	if !s.Valid("0.0.17.bcr.1") || s.Valid("") || s.Valid("latest version") {
		t.Error("what is a version")
	}
}
