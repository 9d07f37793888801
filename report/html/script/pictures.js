// A box in a picture lights up with its lines and the boxes at their other ends.

function startPictures() {
  for (const svg of document.querySelectorAll("svg.picture")) {
    const boxes = [...svg.querySelectorAll("g.box")];
    if (!boxes.length) continue;
    const arrows = [...svg.querySelectorAll("g.arrow")];
    boxes.forEach((box, i) => {
      const on = () => light(svg, boxes, arrows, i), off = () => svg.classList.remove("lit");
      box.addEventListener("pointerenter", on);
      box.addEventListener("pointerleave", off);
      box.parentElement.addEventListener("focus", on);
      box.parentElement.addEventListener("blur", off);
    });
  }
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
