// A unit between those that need it and those that it needs, as package picture draws
// candidates (sides.go): what the what-if of the page shows of a cut.

const sidesSizes = { line: 16, pad: 10, high: 30, gap: 8, across: 84, head: 24, longest: 34 };

/**
 * sidesPicture is an SVG. left and right are lists of {name, count, both}; both says that
 * the unit stands on both sides, which closes a cycle.
 */
function sidesPicture(title, centre, left, right) {
  const z = sidesSizes, width = list => Math.max(56, ...list.map(t => textWidth(shortName(t)) + 2 * z.pad));
  const heads = [left.length ? "need it" : "nothing needs it", "taken out", right.length ? "it needs" : "it needs nothing"];
  const high = list => list.length * (z.high + z.gap) - z.gap;
  const tall = Math.max(high(left), high(right), centre.length * z.line + 14);
  const widths = [width([...left.map(u => u.name), heads[0]]), width([...centre, heads[1]]), width([...right.map(u => u.name), heads[2]])];
  const x = [2, 2 + widths[0] + z.across, 2 + widths[0] + widths[1] + 2 * z.across];
  const total = x[2] + widths[2] + 2, svg = svgOf("svg", { class: "picture fit", viewBox: `0 0 ${total} ${tall + z.head + 4}`, width: total, height: tall + z.head + 4, role: "img", "aria-label": title });
  const text = (t, at, y, name) => svg.append(svgOf("text", { x: at, y, ...(name && { class: name }) }, t));
  const box = (name, at, y, w, h, lines) => {
    const g = svgOf("g", { class: `box ${name}` });
    g.append(svgOf("rect", { x: at, y, width: w, height: h }));
    lines.forEach((l, i) => g.append(svgOf("text", { x: at + w / 2, y: y + h / 2 + 4 + (i - (lines.length - 1) / 2) * z.line, ...(i && { class: "more" }) }, shortName(l))));
    g.append(svgOf("title", {}, lines.join(", ")));
    svg.append(g);
  };
  heads.forEach((h, i) => text(h, x[i] + widths[i] / 2, 15, "columnhead"));
  box("module", x[1], z.head, widths[1], tall, centre);
  [[left, x[0], widths[0], x[0] + widths[0], x[1]], [right, x[2], widths[2], x[1] + widths[1], x[2]]].forEach(([list, at, w, from, to]) => {
    list.forEach((u, i) => {
      const y = z.head + (tall - high(list)) / 2 + i * (z.high + z.gap), level = y + z.high / 2;
      box(u.both ? "cut" : "unit", at, y, w, z.high, [u.name]);
      const g = svgOf("g", { class: "arrow" });
      g.append(svgOf("path", { d: `M${from} ${level}H${to}` }), svgOf("path", { class: "head", d: `M${to} ${level}l-8 -3.5v7z` }), svgOf("text", { class: "label", x: (from + to) / 2, y: level + 4 }, u.count));
      svg.append(g);
    });
  });
  return svg;
}

function svgOf(tag, attributes, text) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  if (text !== undefined) e.textContent = text;
  return e;
}

/** textWidth is the width of a text in a box. */
function textWidth(text) {
  textWidth.context ??= document.createElement("canvas").getContext("2d");
  textWidth.context.font = "12px system-ui, sans-serif";
  return textWidth.context.measureText(text).width;
}

function shortName(text) {
  const all = [...text], most = sidesSizes.longest;
  if (all.length <= most) return text;
  return all.slice(0, Math.floor(most / 3)).join("") + "…" + all.slice(all.length - (most - Math.floor(most / 3) - 1)).join("");
}
