package reporttest_test

import (
	"reflect"
	"testing"

	"seam/analyze/glossary"
	"seam/report/model"
	"seam/report/reporttest"
)

// TestCodesAreOfTheProgram: a sample with a code that no analysis gives any more shows a
// report which nobody can get, and of which "seam explain" knows nothing.
func TestCodesAreOfTheProgram(t *testing.T) {
	kinds := map[string]glossary.Kind{
		"split.Term.Code": glossary.Term, "split.Evidence.Code": glossary.Evidence, "split.Candidate.Verdict": glossary.Verdict,
		"history.Exclusion.Code": glossary.Exclusion, "finding.Warning.Code": glossary.Warning,
		"diamonds.Diamond.Rule": glossary.Rule, "finding.Finding.Rule": glossary.Rule,
	}
	known := map[string]bool{}
	for _, e := range glossary.All() {
		known[string(e.Kind)+" "+e.Code] = true
	}
	seen := map[string]bool{}
	for name, r := range map[string]*model.Report{
		"Full": reporttest.Full(), "Empty": reporttest.Empty(), "Check": reporttest.Check(2), "Whatif": reporttest.Whatif(), "Proven": reporttest.Proven(),
	} {
		eachText(reflect.ValueOf(r), func(field, value string) {
			kind, ok := kinds[field]
			if !ok {
				return
			}
			seen[field] = true
			if !known[string(kind)+" "+value] {
				t.Errorf("%s: %s is %q, which is no %s of the glossary", name, field, value, kind)
			}
		})
	}
	for field := range kinds {
		if !seen[field] {
			t.Errorf("no sample has a %s", field)
		}
	}
}

// eachText visits every text of the structs in a value, by type and field: split.Term.Code.
func eachText(v reflect.Value, visit func(field, value string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			eachText(v.Elem(), visit)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			eachText(v.Index(i), visit)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			eachText(v.MapIndex(k), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.String {
				visit(v.Type().String()+"."+v.Type().Field(i).Name, f.String())
			} else {
				eachText(f, visit)
			}
		}
	}
}
