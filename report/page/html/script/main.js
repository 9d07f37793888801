// What runs when the page has loaded.

const facts = spelledOut(JSON.parse(document.getElementById("facts")?.textContent ?? "null"));
for (const table of document.querySelectorAll("table")) equip(table);
startCommands();
startPictures();
startMatrix(facts);
startCut(facts);
startKeys();
startViews();
document.documentElement.dataset.ready = performance.now().toFixed(0); // milliseconds until the page could be used

/** Packages as whole paths: each stands as what it does not share with the one before. */
function spelledOut(facts) {
  let before = [];
  facts?.packages.forEach((rest, i) => {
    before = [...before.slice(0, facts.shared[i]), ...rest.split("/")];
    facts.packages[i] = before.join("/");
  });
  return facts;
}
