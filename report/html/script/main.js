// What runs when the page has loaded.

const facts = JSON.parse(document.getElementById("facts")?.textContent ?? "null");
for (const table of document.querySelectorAll("table")) equip(table);
startCommands();
startPictures();
startMatrix(facts);
startCut(facts);
startKeys();
startViews();
document.documentElement.dataset.ready = performance.now().toFixed(0); // milliseconds until the page could be used
