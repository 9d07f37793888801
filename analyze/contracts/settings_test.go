package contracts

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/repo"
)

func TestSettings(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.go", `x := os.Getenv("PORT") // os.Getenv("NO")`, "PORT"},
		{"a.go", `v, ok := os.LookupEnv("PORT")`, "PORT?"},
		{"a.go", `mustMapEnv(&svc.addr, "CART_ADDR")`, "CART_ADDR"},
		{"a.go", "type C struct {\n A string `env:\"ADDR,required\"`\n B string `env:\"B\" envDefault:\"x\"`\n}", "ADDR B?"},
		{"a.go", "type C struct {\n A string `env-required:\"true\" yaml:\"a\" env:\"A\"`\n}", "A?"},
		{"a.js", `const p = process.env.PORT || 80, q = process.env.QUEUE, r = process.env["RATE"] ?? 1`, "PORT? QUEUE RATE?"},
		{"a.py", "os.environ['A']\nos.environ.get('B')\nos.getenv('C', 'x')", "A B C?"},
		{"a.rb", `ENV["A"]; ENV.fetch("B"); ENV.fetch("C", "x")`, "A B C?"},
		{"a.rs", `let a = env::var("A").unwrap(); let b = std::env::var("B").unwrap_or("x".into());`, "A B?"},
		{"A.java", `System.getenv("A"); // System.getenv("B")`, "A"},
		{"a.cs", `Environment.GetEnvironmentVariable("A") ?? "x"`, "A?"},
		{"a.php", `<?php getenv('A'); `, "A"},
		{"a.go", `cache.Get("KEY"); m["KEY"]; fmt.Println("KEY")`, ""},
		{"a.go", `a := os.Getenv("A"); b := os.Getenv("lower")`, "A"},
		{"a.pb.go", `os.Getenv("A")`, ""},
		{"a.go", "port := os.Getenv(\"A\")\nif port == \"\" {\n\tport = \"80\"\n}", "A?"},
		{"a.go", "port := os.Getenv(\"A\")\nif port == \"\" {\n\tlog.Fatal(\"A is not set\")\n}", "A"},
		{"a.go", "if os.Getenv(\"A\") != \"\" { on() }", "A?"},
		{"a.js", "const s = process.env.A === 'https'; if (process.env.B) on(); use(process.env.C)", "A? B? C"},
		{"a.js", "const c = { A: process.env.A, b: process.env.B }", "A? B"},
		{"a.py", "debug = os.getenv('A') == '1'", "A?"},
	} {
		var got []string
		for _, s := range ReadSettings(repo.Memory(map[string]string{c.file: c.text}), []string{c.file}) {
			mark := ""
			if s.Default {
				mark = "?"
			}
			got = append(got, fmt.Sprint(s.Key, mark))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %q: %v, want %s", c.file, c.text, got, c.want)
		}
	}
}
