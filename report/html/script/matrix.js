// The dependency structure matrix of all packages: row imports column, both in the order
// in which they would be built, so that what stands above the diagonal goes against it.

/** drawMatrix paints the whole matrix and returns how long it took, in milliseconds. */
function drawMatrix(canvas, data, hover) {
  const began = performance.now();
  const n = data.order.length, style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const side = Math.max(320, Math.min(canvas.parentElement.clientWidth, 900));
  const scale = devicePixelRatio || 1, cell = side / n, dot = Math.max(cell, 1.6);
  canvas.width = canvas.height = side * scale;
  canvas.style.width = canvas.style.height = `${side}px`;
  const c = canvas.getContext("2d");
  c.scale(scale, scale);
  c.fillStyle = colour("--head");
  c.fillRect(0, 0, side, side);
  blocks(data, (from, to) => {
    c.fillStyle = colour("--card");
    c.fillRect(from * cell, from * cell, (to - from) * cell, (to - from) * cell);
  });
  if (hover) {
    c.fillStyle = colour("--grey-bg");
    c.fillRect(0, hover.row * cell, side, dot);
    c.fillRect(hover.column * cell, 0, dot, side);
  }
  const paint = { inside: colour("--bar"), forward: colour("--accent"), against: colour("--bar-crossed") };
  for (const kind of ["inside", "forward", "against"]) {
    c.fillStyle = paint[kind];
    for (let e = 0; e < data.from.length; e++) {
      const row = data.at[data.from[e]], column = data.at[data.to[e]];
      if (kindOf(data, e, row, column) === kind) c.fillRect(column * cell, row * cell, dot, dot);
    }
  }
  nameBlocks(c, data, cell, side, colour("--soft"));
  return performance.now() - began;
}

const nameHeight = 13; // pixels of a block from which its area is named

/** nameBlocks writes the name of each area beside its block, on whichever side has room. */
function nameBlocks(c, data, cell, side, colour) {
  c.fillStyle = colour;
  c.font = "11px system-ui, sans-serif";
  c.textBaseline = "top";
  blocks(data, (from, to) => {
    if ((to - from) * cell < nameHeight) return;
    const name = data.groups[data.group[data.order[from]]], right = to * cell + 5;
    const fits = right + c.measureText(name).width < side;
    c.textAlign = fits ? "left" : "right";
    c.fillText(name, fits ? right : from * cell - 5, from * cell + 2);
  });
}

/** kindOf tells imports inside a group from those along and against the order. */
function kindOf(data, e, row, column) {
  if (column > row) return "against";
  return data.group[data.from[e]] === data.group[data.to[e]] ? "inside" : "forward";
}

/** blocks calls back for every run of packages of one group. */
function blocks(data, each) {
  for (let from = 0, i = 1; i <= data.order.length; i++) {
    if (i === data.order.length || data.group[data.order[i]] !== data.group[data.order[from]]) {
      each(from, i);
      from = i;
    }
  }
}

function startMatrix(facts) {
  const canvas = document.getElementById("matrix-canvas");
  if (!canvas || !facts?.order?.length) return;
  const at = [];
  facts.order.forEach((p, i) => { at[p] = i; });
  const data = { ...facts, at };
  const said = document.getElementById("matrix-said"), links = new Map();
  facts.from.forEach((p, e) => links.set(`${at[p]},${at[facts.to[e]]}`, e));
  let visible = false, waits = false;
  const draw = hover => {
    if (visible) canvas.dataset.milliseconds = drawMatrix(canvas, data, hover).toFixed(1);
  };
  document.addEventListener("seam:view", () => {
    visible = canvas.offsetParent !== null;
    draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  addEventListener("resize", () => draw());
  canvas.addEventListener("pointermove", event => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      const box = canvas.getBoundingClientRect(), n = facts.order.length;
      const column = clamp(Math.floor((event.clientX - box.left) / box.width * n), n), row = clamp(Math.floor((event.clientY - box.top) / box.height * n), n);
      draw({ row, column });
      const a = facts.packages[facts.order[row]], b = facts.packages[facts.order[column]];
      const e = links.get(`${row},${column}`);
      said.textContent = e === undefined ? `${a}: no import of ${b}` : `${a} imports ${b}` + (column > row ? ", against the order" : "");
    });
  });
  canvas.addEventListener("pointerleave", () => {
    draw();
    said.textContent = said.dataset.rest;
  });
}

function clamp(i, n) {
  return Math.max(0, Math.min(n - 1, i));
}
