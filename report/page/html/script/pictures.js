// A box in a picture lights up with its lines and the boxes at their other ends. Where a
// picture says what goes back with a unit, a click marks it.

function startPictures() {
  document.addEventListener("seam:view", hintScroll);
  addEventListener("resize", hintScroll);
  document.addEventListener("toggle", hintScroll, true); // what was folded had no width
  for (const svg of document.querySelectorAll("svg.picture")) {
    const boxes = [...svg.querySelectorAll("g.box")];
    if (!boxes.length) continue;
    const arrows = [...svg.querySelectorAll("g.arrow[data-from]")];
    if (arrows.length) boxes.forEach((box, i) => {
      const on = () => light(svg, boxes, arrows, i), off = () => svg.classList.remove("lit");
      box.addEventListener("pointerenter", on);
      box.addEventListener("pointerleave", off);
      box.parentElement.addEventListener("focus", on);
      box.parentElement.addEventListener("blur", off);
    });
    const said = svg.closest("figure")?.querySelector(".said");
    if (said) startRollback(boxes, said);
  }
}

const paddingOfCells = 8; // what is cut off of it hides nothing

/** hintScroll says of pictures and tables that are wider than the window that they scroll. */
function hintScroll() {
  const seen = [...document.querySelectorAll(".wide")].filter(wide => wide.offsetParent);
  const scrolls = seen.map(wide => wide.scrollWidth > wide.clientWidth + paddingOfCells); // all is measured before any is changed
  seen.forEach((wide, i) => wide.classList.toggle("scrolls", scrolls[i]));
}

function light(svg, boxes, arrows, i) {
  const near = new Set([i]);
  for (const a of arrows) {
    const from = Number(a.dataset.from), to = Number(a.dataset.to);
    a.classList.toggle("on", from === i || to === i);
    if (from === i) near.add(to);
    if (to === i) near.add(from);
  }
  boxes.forEach((b, k) => b.classList.toggle("on", near.has(k)));
  svg.classList.add("lit");
}

/** nameOf is what a box is called: its lines. */
function nameOf(box) {
  return [...box.querySelectorAll("text")].map(t => t.textContent).join(", ");
}

/** startRollback lets a click on a unit mark what goes back with it; a second one ends it. */
function startRollback(boxes, said) {
  said.hidden = false;
  boxes.forEach((box, i) => {
    const pick = () => rollback(boxes, said, box.classList.contains("from") ? -1 : i);
    box.setAttribute("role", "button");
    box.setAttribute("tabindex", "0");
    box.setAttribute("aria-label", `Roll back ${nameOf(box)}`);
    box.setAttribute("aria-pressed", "false");
    box.addEventListener("click", pick);
    box.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      pick();
    });
  });
}

function rollback(boxes, said, i) {
  const near = i < 0 ? [] : (boxes[i].dataset.near ?? "").split(" ").filter(Boolean).map(Number);
  boxes.forEach((b, k) => {
    b.classList.toggle("from", k === i);
    b.classList.toggle("back", k === i || near.includes(k));
    b.setAttribute("aria-pressed", String(k === i));
  });
  if (i < 0) said.textContent = said.dataset.rest;
  else if (!near.length) said.textContent = `${nameOf(boxes[i])} can be rolled back alone.`;
  else said.textContent = `If ${nameOf(boxes[i])} is rolled back, so ${near.length === 1 ? "is" : "are"} ${near.map(k => nameOf(boxes[k])).join(", ")}.`;
}
