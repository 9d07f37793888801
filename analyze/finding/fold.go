package finding

// Fold puts the elements of one cause together, in the order of the first of each; those
// with the cause "" stay alone.
func Fold[T any](list []T, cause func(T) string) [][]T {
	var out [][]T
	at := map[string]int{}
	for _, x := range list {
		c := cause(x)
		if i, seen := at[c]; seen && c != "" {
			out[i] = append(out[i], x)
			continue
		}
		at[c] = len(out)
		out = append(out, []T{x})
	}
	return out
}
