// The what-if of the page: choose folders to take out and imports to cut, and see what
// follows. The answer is that of seam whatif --extract for the same folders.

function startCut(facts) {
  const form = document.getElementById("cut-form");
  if (!form || !facts) return;
  const input = form.querySelector("input"), list = document.getElementById("cut-folders");
  for (const f of foldersOf(facts.packages)) list.append(make("option", { value: f }));
  const state = { parts: [], gone: new Set(), tries: [] };
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    const part = input.value.split(",").map(f => f.trim().replace(/\/+$/, "") || ".");
    const says = document.getElementById("cut-says");
    const problem = refusal(facts, state.parts.flat(), part);
    says.textContent = problem;
    if (problem) return;
    state.parts.push(part);
    input.value = "";
    renderCut(facts, state);
  });
  document.getElementById("cut-copy").addEventListener("click", event => copy(tasks(facts, state), event.target));
  const split = [], left = []; // the verdict on parts to begin with
  for (const b of document.querySelectorAll("button[data-cut]")) {
    const part = JSON.parse(b.dataset.cut);
    if (refusal(facts, [], part)) continue;
    (b.closest("details")?.querySelector("summary .chip.leave") ? left : split).push(part);
    b.hidden = false;
    b.addEventListener("click", () => {
      take(state, part);
      renderCut(facts, state);
      location.hash = "#view=whatif";
    });
  }
  state.left = !split.length;
  state.tries = (state.left ? left : split).slice(0, mostTries);
  renderCut(facts, state);
}

const mostTries = 5;

function take(state, part) {
  state.parts = [part];
  state.gone.clear();
}

function foldersOf(packages) {
  const all = new Set();
  for (const p of packages) {
    for (let f = p; f && f !== "."; f = f.slice(0, Math.max(0, f.lastIndexOf("/")))) all.add(f);
  }
  return [...all].sort();
}

function isBelow(folder, path) {
  return folder === "." || path === folder || path.startsWith(folder + "/");
}

/** refusal says why folders cannot be taken out as one part beside others; "" if they can. */
function refusal(facts, taken, part) {
  for (const folder of part) {
    const all = facts.packages.filter(p => isBelow(folder, p));
    if (!all.length) return `No package at or below ${folder}.`;
    if (taken.some(f => all.some(p => isBelow(f, p)))) return `${folder} overlaps with a folder that is taken out already.`;
  }
  const rest = facts.packages.some(p => ![...taken, ...part].some(f => isBelow(f, p)));
  return rest ? "" : `${part.join(", ")} is the whole of it: nothing would be left to cut it from.`;
}

/** movedBy says which unit each package that moves goes to: a unit is called after its folders. */
function movedBy(facts, parts) {
  const moved = new Map();
  facts.packages.forEach((p, i) => {
    const part = parts.find(part => part.some(f => isBelow(f, p)));
    if (part) moved.set(i, part.join("+"));
  });
  return moved;
}

function answerOf(facts, state) {
  return evaluate(facts, movedBy(facts, state.parts), state.gone);
}

function renderCut(facts, state) {
  const r = answerOf(facts, state), out = document.getElementById("cut-answer");
  if (!state.parts.length && !state.gone.size) {
    out.replaceChildren(...suggestions(facts, state));
    tell(out, r, state);
    return;
  }
  const share = r.changes ? Math.round(100 * r.crossing / r.changes) : 0;
  const facts4 = [
    [state.parts.length ? `${share}%` : "–", `of ${r.changes} past changes would have crossed`],
    [r.imports.length, "imports over the border"],
    [r.newCycles.length, "new cycles between units"],
    [r.diamonds.length, "diamonds created"],
    [r.waves.length, `release waves of ${r.units.length} units (today ${r.today.waves.length} of ${r.today.units.length})`],
  ];
  const stats = make("ul", { class: "stats" });
  for (const [n, says] of facts4) {
    const li = make("li"), span = make("span");
    span.append(make("b", {}, n), " " + says);
    li.append(span);
    stats.append(li);
  }
  out.replaceChildren(chosenParts(facts, state), stats, ...state.parts.map(p => partPicture(facts, r, p.join("+"))), ...lines("Cycles", r.newCycles.map(c => c.join(" ↔ "))),
    ...lines("Diamonds", r.diamonds.map(d => `${d.bottom}, required by ${d.requiredBy.join(", ")}`)), importList(facts, state, r));
  tell(out, r, state);
}

/** partPicture is a unit that is taken out, between the units that need it and those it needs. */
function partPicture(facts, r, name) {
  const into = new Map(), outOf = new Map();
  const add = (map, unit) => map.set(unit, (map.get(unit) ?? 0) + 1);
  for (const e of r.imports) {
    const from = r.of[facts.from[e]], to = r.of[facts.to[e]];
    if (to === name) add(into, from);
    else if (from === name) add(outOf, to);
  }
  const other = u => (u === "." ? "the rest (root)" : u);
  const side = (map, back) => [...map].sort((a, b) => b[1] - a[1] || byBytes(a[0], b[0])).slice(0, mostSides).map(([u, n]) => ({ name: (back.has(u) ? "⇄ " : "") + other(u), count: n, both: back.has(u) }));
  const packages = r.of.filter(u => u === name).length, left = side(into, outOf), right = side(outOf, into);
  const said = (list, none) => (list.length ? list.map(u => `${u.name} (${u.count})`).join(", ") : none);
  const title = `Needed by ${said(left, "no other unit")}; needs ${said(right, "no other unit")}`;
  const figure = make("figure"), wide = make("div", { class: "wide", role: "group", tabindex: 0, "aria-label": `Picture of ${name}` });
  wide.append(sidesPicture(title, [name, `${packages} package${packages === 1 ? "" : "s"}`], left, right));
  const legend = make("ul", { class: "legend" }), number = make("li");
  number.append(make("b", {}, "12 →"), " 12 imports over the border");
  legend.append(number);
  if (left.some(u => u.both)) {
    const cut = make("li");
    cut.append(make("span", { class: "key cut" }), " ⇄ on both sides: needs the new unit and is needed by it, a cycle");
    legend.append(cut);
  }
  figure.append(make("figcaption", {}, `${name} as a unit of its own`), make("p", { class: "read" }, "Left: units that need it. Right: units that it needs. What it needs must be released before it."), wide, legend);
  return figure;
}

const mostSides = 12;

/** tell hands the answer to whoever reads the page by program. */
function tell(out, r, state) {
  out.dataset.answer = JSON.stringify({ units: r.units, edges: r.unitEdges, waves: r.waves, cycles: r.cycles, diamonds: r.diamonds.map(d => d.bottom), changes: r.changes, crossing: r.crossing, imports: r.imports.length });
  document.getElementById("cut-copy").disabled = !state.parts.length && !state.gone.size;
}

/** suggestions are parts to begin with: those that rank first. */
function suggestions(facts, state) {
  if (!state.tries.length) return [];
  const list = make("p", { class: "tries" }, state.left ? "Or begin with what ranks highest of what is left as it is: " : "Or begin with a candidate: ");
  for (const part of state.tries) {
    const b = make("button", { type: "button" }, part.join(", "));
    b.addEventListener("click", () => {
      take(state, part);
      renderCut(facts, state);
    });
    list.append(b, " ");
  }
  return [list];
}

/** chosenParts lists what is taken out, each with a button that puts it back. */
function chosenParts(facts, state) {
  const chosen = make("ul", { class: "chosen" });
  for (const part of state.parts) {
    const name = part.join(", "), b = make("button", { type: "button", "aria-label": `Leave ${name} where it is` }, "×");
    b.addEventListener("click", () => {
      state.parts = state.parts.filter(p => p !== part);
      if (!state.parts.length) state.gone.clear();
      renderCut(facts, state);
    });
    const li = make("li", {}, name + " ");
    li.append(b);
    chosen.append(li);
  }
  return chosen;
}

function lines(title, texts) {
  if (!texts.length) return [];
  const ul = make("ul");
  for (const t of texts.slice(0, 20)) ul.append(make("li", {}, t));
  if (texts.length > 20) ul.append(make("li", {}, `and ${texts.length - 20} more`));
  return [make("h3", {}, title), ul];
}

const mostTicks = 200;

/** importList lets the imports over the border be cut one by one. */
function importList(facts, state, r) {
  const box = make("details"), rows = [...state.gone, ...r.imports];
  box.open = rows.length > 0 && rows.length <= 30;
  box.append(make("summary", {}, `Imports over the border (${rows.length}): tick those to cut`));
  const ul = make("ul", { class: "ticks" });
  for (const e of rows.slice(0, mostTicks)) {
    const label = make("label"), tick = make("input", { type: "checkbox" });
    tick.checked = state.gone.has(e);
    tick.addEventListener("change", () => {
      tick.checked ? state.gone.add(e) : state.gone.delete(e);
      renderCut(facts, state);
    });
    label.append(tick, ` ${facts.packages[facts.from[e]]} → ${facts.packages[facts.to[e]]}`);
    const li = make("li");
    li.append(label);
    ul.append(li);
  }
  box.append(ul);
  if (rows.length > mostTicks) box.append(make("p", { class: "note" }, `${rows.length - mostTicks} more.`));
  return box;
}

/** tasks is the chosen cut as a list with check boxes, in Markdown. */
function tasks(facts, state) {
  const r = answerOf(facts, state), escaped = t => t.replace(/[\\`*_[\]<]/g, "\\$&");
  const out = [`# Cut out ${state.parts.map(p => escaped(p.join(", "))).join(" and ")}`, "", `${r.crossing} of ${r.changes} past changes would have crossed.`, ""];
  for (const e of state.gone) out.push(`- [ ] cut the import of ${escaped(facts.packages[facts.to[e]])} in ${escaped(facts.packages[facts.from[e]])}`);
  for (const p of state.parts) out.push(`- [ ] give ${escaped(p.join(", "))} a manifest and a version of its own`);
  for (const c of r.newCycles) out.push(`- [ ] break the cycle ${c.map(escaped).join(" ↔ ")}`);
  for (const d of r.diamonds) out.push(`- [ ] keep the versions of ${escaped(d.bottom)} together: ${d.requiredBy.map(escaped).join(", ")} require it`);
  return out.join("\n") + "\n";
}
