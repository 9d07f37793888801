package code

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/source"
)

func TestTraits(t *testing.T) {
	w := newWords(NewKeys([]string{"CART_ADDR"}))
	for text, want := range map[string]trait{
		"x": 0, "func": 0, "cartAddr": namesKey, "CART_ADDR": namesKey | namesType, "getenv": readsSetting, "Option": readsSetting | namesType,
		"ordersTopic": namesTopic, "stopic": 0, "Publish": carriesText | carriesType | namesType, "sendAsync": carriesText, "mapTo": carriesType, "onEvent": carriesType,
		"send_task": runsJob, "NewCartClient": usesStub | namesType, "RegisterCartServer": usesStub | namesType, "case": special, "env": readsSetting | special,
	} {
		for range 2 { // found out, remembered
			if got := w.of([]byte(text)); got != want {
				t.Errorf("%s: %b, want %b", text, got, want)
			}
		}
	}
	for i := range 2 * maxWords {
		w.of([]byte(strings.Repeat("x", i%50+1) + string(rune('A'+i))))
	}
	if len(w.known) > maxWords || w.of([]byte("ordersTopic")) != namesTopic {
		t.Errorf("%d words are remembered", len(w.known))
	}
}

func TestMayCallStub(t *testing.T) {
	for src, want := range map[string]bool{
		"x := pb.NewCartClient(conn)": true, "x := pb.\n\tNewCartClient(conn)": true, "x := pb. /* y */ NewCartClient(conn)": true,
		"pb.RegisterCartHandlerFromEndpoint(a)": true, "pb . RegisterCartHandler(a)": true,
		"func NewCartClient(c Conn) CartClient": false, "x.renewClient()": false, "x.New(); c.CartClient()": false, "// NewCartClient": true,
	} {
		if got := mayCallStub([]byte(src)); got != want {
			t.Errorf("%s: %v, want %v", src, got, want)
		}
	}
}

func TestUnfinishedFunction(t *testing.T) {
	if f := readOne("a.go", []byte("package a\n\nfunc ordersTopic"), wanted()); f == nil || len(f.Consts) != 0 {
		t.Errorf("%+v", f)
	}
}

// FuzzReader: whatever stands in a file, reading ends; what was read before changes nothing;
// and what is passed over for want of a trait would have said nothing.
func FuzzReader(f *testing.F) {
	for _, src := range []string{
		"package a\nfunc ordersTopic", "x := pb.NewCartClient(getenv(\"CART_ADDR\", \"cart\"))", "producer.send<A>(\"x\", new Placed())", "@KafkaListener(topics = X.y)",
		"case 'a': add_CartServicer_to_server(s)", "class A < B::Cart::Service", "server.addService(proto.Cart.service)", "kafka.Writer{Topic: &x.y.z", "jobs.Handle(\"a", "new \\A\\CartClient(",
	} {
		for language := range languages {
			f.Add(uint8(language), src)
		}
	}
	used := NewReader(wanted("CART_ADDR", "orders.url"))
	used.Read("b.go", []byte(strings.Repeat("package b; var queueName = `stock`; x.NewStockClient();", 50)))
	f.Fuzz(func(t *testing.T, language uint8, src string) {
		l := languages[int(language)%len(languages)]
		again, fresh := used.Read("a"+l.ending, []byte(src)), NewReader(used.Wanted).Read("a"+l.ending, []byte(src))
		if d := cmp.Diff(fresh, again); d != "" {
			t.Fatal("a used reader (+) says otherwise", d)
		}
		v := view{words: newWords(used.Keys)}
		v.cut(l.Language, []byte(src))
		stubs := slices.Collect(v.stubs())
		for i := range v.tokens {
			if _, ok := slices.BinarySearch(stubs, i); v.word(i) && !ok && contractReaders[l.Language](&v, i).Name != "" {
				t.Errorf("%q is passed over", v.text(i))
			}
		}
		if l.Language != source.Go || mayCallStub([]byte(src)) {
			return
		}
		for _, i := range stubs {
			if c := goContract(&v, i); c.Name != "" && !c.Serves {
				t.Errorf("%q is no call of a stub", v.text(i))
			}
		}
	})
}

var languages = []struct {
	source.Language
	ending string
}{
	{source.Go, ".go"}, {source.Java, ".java"}, {source.Kotlin, ".kt"}, {source.Python, ".py"}, {source.TypeScript, ".ts"},
	{source.JavaScript, ".js"}, {source.CSharp, ".cs"}, {source.Rust, ".rs"}, {source.Ruby, ".rb"}, {source.PHP, ".php"},
}
