// One view at a time, named by the address: #view=candidates&id=split:internal/billing.
// A plain anchor leads to its view too. Without scripts the page shows all of them, and
// so does print.

/** target reads the address: a view, and an element in it. */
function target(hash) {
  const text = hash.replace(/^#/, "");
  const state = new URLSearchParams(text);
  const id = state.has("view") ? state.get("id") : decoded(text);
  const element = id ? document.getElementById(id) ?? document.getElementById(anchorOf(id)) : null;
  const view = state.get("view") ?? element?.closest("[data-view]")?.dataset.view;
  return { view, element };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** anchorOf makes the id of an element of what it is called: see anchor in document.go. */
function anchorOf(text) {
  let out = "";
  for (const b of new TextEncoder().encode(text)) {
    const c = String.fromCharCode(b);
    out += /[A-Za-z0-9\-._:/@]/.test(c) ? c : "~" + b.toString(16).padStart(2, "0");
  }
  return out;
}

/** show makes one view visible and brings an element of it into sight. */
function show(hash) {
  const views = [...document.querySelectorAll("main [data-view]")];
  let { view, element } = target(hash);
  if (view !== "all" && !views.some(s => s.dataset.view === view)) view = views[0]?.dataset.view;
  for (const s of views) s.hidden = view !== "all" && s.dataset.view !== view;
  for (const a of document.querySelectorAll("nav a")) {
    if (a.dataset.to !== view) {
      a.removeAttribute("aria-current");
      continue;
    }
    a.setAttribute("aria-current", "page");
    const strip = a.closest("nav"); // in a narrow window the contents scroll sideways
    strip.scrollLeft = a.offsetLeft - (strip.clientWidth - a.offsetWidth) / 2;
  }
  for (let e = element; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  const table = element?.closest("table");
  if (table) unfold(table);
  document.dispatchEvent(new CustomEvent("seam:view", { detail: { view } }));
  if (element) {
    element.scrollIntoView({ block: "start" });
    if (element.tagName !== "SECTION") mark(element);
  } else {
    scrollTo(0, 0);
  }
}

function mark(element) {
  document.querySelector(".arrived")?.classList.remove("arrived");
  element.classList.add("arrived");
}

function startViews() {
  for (const a of document.querySelectorAll("nav a[data-to]")) a.href = `#view=${a.dataset.to}`;
  addEventListener("hashchange", () => show(location.hash));
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const d of folded) d.open = true;
    for (const s of document.querySelectorAll("main [data-view]")) s.hidden = false;
    document.dispatchEvent(new CustomEvent("seam:view", { detail: { view: "all" } }));
  });
  addEventListener("afterprint", () => {
    for (const d of folded) d.open = false;
    show(location.hash);
  });
  show(location.hash);
}
