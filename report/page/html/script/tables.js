// Every table sorts by its heads, filters by words, and copies as CSV or Markdown.

/** tool makes an element of a tag with attributes and a text. */
function make(tag, attributes, text) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes ?? {})) e.setAttribute(k, v);
  if (text !== undefined) e.textContent = text;
  return e;
}

const smallTable = 6; // rows from which a filter is worth its place
const foldedRows = 20; // rows of a long table that are shown at first: see table.folded in style.css
const longTable = 30; // rows from which a table is long

/** value is what a cell is sorted by: in a column of numbers that which it begins with. */
function value(cell, numeric) {
  const text = cell.textContent.trim();
  const number = parseFloat(text.replace(/[\s,]/g, ""));
  return numeric && !Number.isNaN(number) ? number : text.toLowerCase();
}

function compare(a, b) {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === "number" ? 1 : -1;
}

/** sortTable orders the rows by a column; equal rows keep their order. */
function sortTable(table, column, descending) {
  const body = table.tBodies[0], numeric = table.tHead.rows[0].cells[column].classList.contains("number");
  const rows = [...body.rows].map((row, at) => ({ row, at, key: value(row.cells[column], numeric) }));
  rows.sort((x, y) => (descending ? compare(y.key, x.key) : compare(x.key, y.key)) || x.at - y.at);
  body.append(...rows.map(r => r.row));
  [...table.tHead.rows[0].cells].forEach((th, i) => {
    if (i === column) th.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  });
}

/** filterTable shows the rows that hold every word, and says how many do. */
function filterTable(table, text, said) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) unfold(table);
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const has = row.textContent.toLowerCase();
    row.hidden = !words.every(w => has.includes(w));
    if (!row.hidden) shown++;
  }
  said.textContent = words.length ? `${shown} of ${table.tBodies[0].rows.length}` : "";
}

function cellsOf(table) {
  return [...table.rows].filter(r => !r.hidden).map(r => [...r.cells].map(c => c.textContent.replace(/\s+/g, " ").trim()));
}

function asCSV(table) {
  // A text that begins like a formula would run in a spreadsheet.
  const quoted = t => /[",\n]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t;
  const safe = t => /^[=+@\t]|^-(?![\d.])/.test(t) ? `'${t}` : t;
  return cellsOf(table).map(r => r.map(c => quoted(safe(c))).join(",")).join("\r\n") + "\r\n";
}

function asMarkdown(table) {
  const [head, ...rows] = cellsOf(table);
  const escaped = t => t.replace(/[\\|`<*_[\]]/g, "\\$&");
  const line = r => `| ${r.map(escaped).join(" | ")} |`;
  const right = [...table.tHead.rows[0].cells].map(c => c.classList.contains("number") ? "---:" : "---");
  return [line(head), `| ${right.join(" | ")} |`, ...rows.map(line)].join("\n") + "\n";
}

/** copy puts a text on the clipboard, on pages opened as files too. */
async function copy(text, button) {
  const was = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = was; }, 1200);
}

/** startCommands puts a button beside everything that is there to be run. */
function startCommands() {
  for (const code of document.querySelectorAll("code.run")) {
    const button = make("button", { type: "button", class: "copy", "aria-label": `Copy: ${code.textContent}` }, "Copy");
    button.addEventListener("click", () => copy(code.textContent, button));
    code.after(button);
  }
}

/** fold shows the first rows of a long table alone, until a button or the filter asks for all. */
function fold(table) {
  const rows = table.tBodies[0].rows.length;
  if (rows < longTable) return;
  const button = make("button", { type: "button", class: "show-all" });
  const turn = folded => {
    table.classList.toggle("folded", folded);
    button.textContent = folded ? `Show all ${rows.toLocaleString("en")} rows` : `Show the first ${foldedRows} rows`;
    button.setAttribute("aria-expanded", String(!folded));
  };
  turn(true);
  button.addEventListener("click", () => {
    turn(!table.classList.contains("folded"));
    if (table.classList.contains("folded")) button.scrollIntoView({ block: "nearest" });
  });
  table.addEventListener("seam:unfold", () => turn(false));
  table.parentElement.after(button);
}

/** unfold shows all rows of a table. */
function unfold(table) {
  if (table.classList.contains("folded")) table.dispatchEvent(new Event("seam:unfold"));
}

/** equip gives one table its heads, its filter and its buttons. */
function equip(table) {
  [...table.tHead.rows[0].cells].forEach((th, column) => {
    const button = make("button", { type: "button", class: "sort" });
    button.append(...th.childNodes);
    button.addEventListener("click", () => {
      const first = th.classList.contains("number") ? "descending" : "ascending";
      const now = th.getAttribute("aria-sort");
      sortTable(table, column, now ? now === "ascending" : first === "descending");
    });
    th.replaceChildren(button);
  });
  const tools = make("div", { class: "tools" });
  if (table.tBodies[0].rows.length >= smallTable) {
    const input = make("input", { type: "search", placeholder: "Filter rows", "aria-label": `Filter: ${table.caption?.textContent.trim() ?? "table"}` });
    const said = make("output", {});
    input.addEventListener("input", () => filterTable(table, input.value, said));
    tools.append(input, said);
  }
  for (const [name, render] of [["CSV", asCSV], ["Markdown", asMarkdown]]) {
    const button = make("button", { type: "button", "aria-label": `Copy ${name}: ${table.caption?.textContent.trim() ?? "table"}` }, `Copy ${name}`);
    button.addEventListener("click", () => copy(render(table), button));
    tools.append(button);
  }
  table.parentElement.before(tools);
  fold(table);
}
