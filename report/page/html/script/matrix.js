// The dependency structure matrix of packages: row imports column, both in the order in
// which they would be built, so that what stands above the diagonal leads back. All
// packages at first; then the packages of two areas, each with its name.

const matrixSizes = {
  name: 11,        // pixels of a cell from which every row has its name
  zoomed: 14,      // pixels of a cell of two areas
  widest: 20,
  edge: 210,       // pixels for names, at most
  least: 240,      // pixels of all cells together
  area: 16000000,  // pixels of a canvas, at most
};

/** matrixState is what is shown: rows and columns are packages in order, at their places. */
function matrixState(facts, from, to) {
  const blocks = blocksOf(facts);
  const inside = b => (b < 0 ? facts.order : facts.order.slice(blocks[b].from, blocks[b].to));
  let rows = inside(from), columns = inside(to);
  if (from !== to) { // of two areas only what has an import, if anything has
    const a = new Set(rows), b = new Set(columns), used = new Set(), uses = new Set();
    facts.from.forEach((p, e) => {
      const q = facts.to[e];
      if (a.has(p) && b.has(q)) {
        uses.add(p);
        used.add(q);
      }
    });
    if (uses.size) {
      rows = rows.filter(p => uses.has(p));
      columns = columns.filter(p => used.has(p));
    }
  }
  const rowAt = new Map(rows.map((p, i) => [p, i])), columnAt = new Map(columns.map((p, i) => [p, i]));
  return { rows, columns, rowAt, columnAt, zoomed: from >= 0 || to >= 0, focus: null };
}

/** blocksOf are the runs of packages of one area. */
function blocksOf(facts) {
  const out = [];
  facts.order.forEach((p, i) => {
    if (!out.length || out[out.length - 1].group !== facts.group[p]) out.push({ group: facts.group[p], from: i, to: i });
    out[out.length - 1].to = i + 1;
  });
  return out;
}

/** kindOf tells imports inside an area from those along and against the order of building. */
function kindOf(facts, at, from, to) {
  if (at[to] > at[from]) return "against";
  return facts.group[from] === facts.group[to] ? "inside" : "forward";
}

/** gridOf says how large cells and edges are. */
function gridOf(c, facts, s, room) {
  const most = Math.max(1, s.columns.length, s.rows.length);
  let cell = Math.max((room - matrixSizes.edge) / most, matrixSizes.least / most);
  if (s.zoomed) cell = Math.max(cell, Math.min(matrixSizes.zoomed, Math.sqrt(matrixSizes.area) / most));
  cell = Math.min(cell, matrixSizes.widest);
  const named = cell >= matrixSizes.name;
  const edge = list => {
    let widest = 20;
    const see = name => { widest = Math.max(widest, c.measureText(name).width); };
    if (named) list.forEach(p => see(facts.packages[p]));
    else eachBlock(facts, list, (from, to, group) => { if (hasName(from, to, cell)) see(facts.groups[group]); });
    return Math.min(matrixSizes.edge, widest + 12);
  };
  return { cell, named, left: edge(s.rows), top: edge(s.columns) };
}

/** hasName reports whether a run of cells is high enough for a name. */
function hasName(from, to, cell) {
  return (to - from) * cell >= 12;
}

/** drawMatrix paints what is shown and returns how long it took, in milliseconds. */
function drawMatrix(canvas, facts, at, s) {
  const began = performance.now(), style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const c = canvas.getContext("2d");
  c.font = matrixFont;
  const g = s.grid ?? (s.grid = gridOf(c, facts, s, canvas.parentElement.clientWidth));
  const width = g.left + g.cell * s.columns.length + 1, height = g.top + g.cell * s.rows.length + 1;
  const scale = devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  c.scale(scale, scale);
  c.fillStyle = colour("--head");
  c.fillRect(g.left, g.top, width, height);
  c.fillStyle = colour("--card");
  eachBlock(facts, s.rows, (r0, r1, row) => eachBlock(facts, s.columns, (c0, c1, column) => {
    if (row === column) c.fillRect(g.left + c0 * g.cell, g.top + r0 * g.cell, (c1 - c0) * g.cell, (r1 - r0) * g.cell);
  }));
  if (g.named) {
    c.fillStyle = colour("--line");
    for (let i = 0; i <= s.rows.length; i++) c.fillRect(g.left, g.top + i * g.cell, width, .5);
    for (let i = 0; i <= s.columns.length; i++) c.fillRect(g.left + i * g.cell, g.top, .5, height);
  }
  if (s.focus) {
    c.fillStyle = colour("--grey-bg");
    c.fillRect(0, g.top + s.focus.row * g.cell, width, Math.max(g.cell, 1.6));
    c.fillRect(g.left + s.focus.column * g.cell, 0, Math.max(g.cell, 1.6), height);
  }
  const paint = { inside: colour(g.cell < 6 ? "--soft" : "--bar-strong"), forward: colour("--accent"), against: colour("--bar-crossed") };
  for (let e = 0; e < facts.from.length; e++) {
    const row = s.rowAt.get(facts.from[e]), column = s.columnAt.get(facts.to[e]);
    if (row === undefined || column === undefined) continue;
    const kind = kindOf(facts, at, facts.from[e], facts.to[e]);
    c.fillStyle = paint[kind];
    shape(c, kind, g.left + column * g.cell, g.top + row * g.cell, g.cell);
  }
  nameEdges(c, facts, s, g, colour);
  c.strokeStyle = colour("--line");
  c.strokeRect(g.left, g.top, width - g.left - .5, height - g.top - .5);
  return performance.now() - began;
}

/** shape draws an import: a dot, or where there is room a form of its own for each kind. */
function shape(c, kind, x, y, cell) {
  if (cell < 6) {
    const dot = Math.max(cell, 1.8);
    c.fillRect(x, y, dot, dot);
    return;
  }
  const r = cell / 2 - 1.5, mx = x + cell / 2, my = y + cell / 2;
  c.beginPath();
  if (kind === "inside") c.arc(mx, my, r, 0, 7);
  else if (kind === "forward") c.rect(mx - r, my - r, 2 * r, 2 * r);
  else for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) c.lineTo(mx + dx * (r + 1), my + dy * (r + 1));
  c.fill();
}

const matrixFont = "11px system-ui, sans-serif";

/** nameEdges writes the names of rows at the left and of columns at the top: of packages
 * where there is room, else of areas. */
function nameEdges(c, facts, s, g, colour) {
  c.textBaseline = "middle";
  const write = (list, turned) => {
    const edge = turned ? g.top : g.left, focus = s.focus?.[turned ? "column" : "row"];
    const put = (text, middle, lit) => {
      c.save();
      if (turned) {
        c.translate(g.left + middle, g.top - 5);
        c.rotate(-Math.PI / 2);
        c.textAlign = "left";
      } else {
        c.translate(g.left - 5, g.top + middle);
        c.textAlign = "right";
      }
      c.fillStyle = colour(lit ? "--ink" : "--soft");
      c.font = (lit ? "bold " : "") + matrixFont;
      c.fillText(fitted(c, text, edge - 8), 0, 0);
      c.restore();
    };
    if (g.named) list.forEach((p, i) => put(facts.packages[p], (i + .5) * g.cell, i === focus));
    else eachBlock(facts, list, (from, to, group) => {
      if (hasName(from, to, g.cell)) put(facts.groups[group], (from + to) / 2 * g.cell, focus >= from && focus < to);
    });
  };
  write(s.rows, false);
  write(s.columns, true);
}

/** fitted takes the middle out of a text that is too wide. */
function fitted(c, text, width) {
  if (c.measureText(text).width <= width) return text;
  let n = text.length;
  const shortened = () => text.slice(0, Math.floor(n / 3)) + "…" + text.slice(text.length - Math.floor(n * 2 / 3));
  while (n > 4 && c.measureText(shortened()).width > width) n--;
  return shortened();
}

/** eachBlock calls back for every run of packages of one area in a list. */
function eachBlock(facts, list, each) {
  for (let from = 0, i = 1; i <= list.length; i++) {
    if (i === list.length || facts.group[list[i]] !== facts.group[list[from]]) {
      each(from, i, facts.group[list[from]]);
      from = i;
    }
  }
}

function startMatrix(facts) {
  const canvas = document.getElementById("matrix-canvas");
  if (!canvas || !facts?.order?.length) return;
  const at = [], blocks = blocksOf(facts), links = new Set();
  facts.order.forEach((p, i) => { at[p] = i; });
  facts.from.forEach((p, e) => links.add(p * at.length + facts.to[e]));
  const said = document.getElementById("matrix-said"), form = document.getElementById("matrix-form");
  const [rowChoice, columnChoice] = form.querySelectorAll("select");
  for (const choice of [rowChoice, columnChoice]) {
    choice.append(make("option", { value: -1 }, "all areas"));
    blocks.forEach((b, i) => choice.append(make("option", { value: i }, `${facts.groups[b.group]} (${b.to - b.from} packages)`)));
  }
  form.hidden = false;
  let s = matrixState(facts, -1, -1), visible = false, waits = false;
  const draw = () => {
    if (!visible) return;
    canvas.dataset.milliseconds = drawMatrix(canvas, facts, at, s).toFixed(1);
    canvas.dataset.rows = s.rows.length;
    canvas.dataset.columns = s.columns.length;
    canvas.dataset.named = s.grid.named;
  };
  const fresh = () => {
    s.grid = null;
    draw();
  };
  const rest = () => {
    const shown = s.zoomed ? `Rows: ${s.rows.length} of ${sizeOf(rowChoice)}, columns: ${s.columns.length} of ${sizeOf(columnChoice)}` : `${s.rows.length} packages`;
    said.textContent = `${shown}. ${said.dataset.rest}`;
  };
  const sizeOf = choice => choice.selectedOptions[0].textContent;
  const zoom = (from, to) => {
    rowChoice.value = from;
    columnChoice.value = to;
    s = matrixState(facts, from, to);
    rest();
    draw();
  };
  const focus = (row, column) => {
    s.focus = { row: clamp(row, s.rows.length), column: clamp(column, s.columns.length) };
    draw();
    const p = s.rows[s.focus.row], q = s.columns[s.focus.column];
    if (p === undefined || q === undefined) return;
    const kind = links.has(p * at.length + q) ? { inside: "imports", forward: "imports", against: "imports, leading back," }[kindOf(facts, at, p, q)] : "does not import";
    said.textContent = `${facts.packages[p]} ${kind} ${facts.packages[q]}`;
  };
  const blockAt = p => blocks.findIndex(b => b.group === facts.group[p]);
  const zoomAtFocus = () => {
    if (s.focus && !s.zoomed) zoom(blockAt(s.rows[s.focus.row]), blockAt(s.columns[s.focus.column]));
  };
  document.addEventListener("seam:view", () => {
    visible = canvas.offsetParent !== null;
    fresh();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("resize", fresh);
  rowChoice.addEventListener("change", () => zoom(Number(rowChoice.value), Number(columnChoice.value)));
  columnChoice.addEventListener("change", () => zoom(Number(rowChoice.value), Number(columnChoice.value)));
  form.querySelector("button").addEventListener("click", () => zoom(-1, -1));
  for (const cell of document.querySelectorAll("figure.areas g.cell")) {
    cell.addEventListener("click", () => {
      zoom(Number(cell.dataset.row), Number(cell.dataset.column));
      form.scrollIntoView({ block: "start" });
    });
  }
  canvas.addEventListener("pointermove", event => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      const box = canvas.getBoundingClientRect();
      focus(Math.floor((event.clientY - box.top - s.grid.top) / s.grid.cell), Math.floor((event.clientX - box.left - s.grid.left) / s.grid.cell));
    });
  });
  canvas.addEventListener("pointerleave", () => {
    s.focus = null;
    rest();
    draw();
  });
  canvas.addEventListener("click", zoomAtFocus);
  canvas.addEventListener("keydown", event => {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (by) focus((s.focus?.row ?? 0) + by[0], (s.focus?.column ?? 0) + by[1]);
    else if (event.key === "Enter") zoomAtFocus();
    else if (event.key === "Escape") zoom(-1, -1);
    else return;
    event.preventDefault();
  });
  rest();
}

function clamp(i, n) {
  return Math.max(0, Math.min(n - 1, i));
}
