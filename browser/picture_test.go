package browser

import (
	"testing"
)

// overlaps lists, of the pictures in sight, texts that cover one another and texts that
// leave their picture, by the font that the browser takes.
const overlaps = `(() => {
	const out = [];
	for (const svg of document.querySelectorAll("svg.picture")) {
		if (!svg.getClientRects().length) continue;
		const all = svg.getBoundingClientRect();
		const texts = [...svg.querySelectorAll("text")].map(t => ({ t: t.textContent, r: t.getBoundingClientRect() }));
		const high = r => ({ left: r.left, right: r.right, top: r.top + r.height * .15, bottom: r.bottom - r.height * .15 });
		texts.forEach(({ t, r }, i) => {
			const a = high(r);
			if (a.left < all.left - 1 || a.right > all.right + 1 || a.top < all.top - 1 || a.bottom > all.bottom + 1) out.push("leaves the picture: " + t);
			for (const o of texts.slice(0, i)) {
				const b = high(o.r);
				if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) out.push(t + " covers " + o.t);
			}
		});
	}
	return out;
})()`

// No text of a picture covers another one or is cut off, in any view, wide and on a phone;
// every picture says in words what it shows, and how to read it.
func testPictures(t *testing.T, s *stage) {
	for _, look := range []Look{{Hash: "view=all"}, {Hash: "view=all", Width: 390, Height: 800}} {
		p := s.open(t, s.page, look)
		eval[any](t, p, `document.querySelectorAll("details").forEach(d => { d.open = true; }); null`)
		if n := eval[int](t, p, `[...document.querySelectorAll("svg.picture")].filter(v => v.getClientRects().length).length`); n < 5 {
			t.Fatalf("%d pictures in sight", n)
		}
		for _, wrong := range eval[[]string](t, p, overlaps) {
			t.Errorf("window of %d: %s", look.Width, wrong)
		}
	}
	p := s.open(t, s.page, Look{})
	if mute := eval[[]string](t, p, `[...document.querySelectorAll("figure:has(svg.picture)")].filter(f => !f.querySelector("desc")?.textContent.trim() || !f.querySelector(".read")).map(f => f.querySelector("figcaption").textContent)`); len(mute) > 0 {
		t.Errorf("pictures without words: %v", mute)
	}
}

// The matrix opens at two areas by a click on their number, by the choices above it and
// by keys, and then every row has its name.
func testMatrix(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=matrix"})
	const canvas = `document.getElementById("matrix-canvas")`
	all := eval[int](t, p, `Number(`+canvas+`.dataset.rows)`)
	zoomed := func(how string) {
		t.Helper()
		if rows := eval[int](t, p, `Number(`+canvas+`.dataset.rows)`); rows == 0 || rows >= all {
			t.Errorf("%s: %d of %d rows", how, rows, all)
		}
		if !eval[bool](t, p, canvas+`.dataset.named === "true"`) {
			t.Errorf("%s: rows without names", how)
		}
		eval[any](t, p, `document.querySelector("#matrix-form button").click(); null`)
		if rows := eval[int](t, p, `Number(`+canvas+`.dataset.rows)`); rows != all {
			t.Errorf("back to %d of %d rows", rows, all)
		}
	}
	eval[any](t, p, `document.querySelector("figure.areas g.cell").dispatchEvent(new MouseEvent("click", { bubbles: true })); null`)
	zoomed("a click on a number")
	eval[any](t, p, `document.querySelectorAll("#matrix-form select").forEach(c => { c.value = "0"; c.dispatchEvent(new Event("change")); }); null`)
	zoomed("a choice")
	eval[any](t, p, canvas+`.focus(); null`)
	must(t, p.Press("\r")) // nothing is pointed at yet
	eval[any](t, p, canvas+`.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown" })); null`)
	if said := eval[string](t, p, `document.getElementById("matrix-said").textContent`); said == "" {
		t.Error("an arrow key says nothing")
	}
	must(t, p.Press("\r"))
	zoomed("the keyboard")
}
