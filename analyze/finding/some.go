package finding

import (
	"fmt"
	"strings"
)

// Some names the first n of a list, and says how many more there are.
func Some(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}
