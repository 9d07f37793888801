// Keys: / to filter, [ and ] through the views, ? for help.

const keyHelp = [
  ["/", "filter the table in view"],
  ["[ and ]", "view before, view after"],
  ["a", "all views on one page"],
  ["Esc", "leave the filter, close this"],
  ["?", "these keys"],
];

function startKeys() {
  const dialog = make("dialog", { class: "keys", "aria-labelledby": "keys-title" });
  const list = make("dl");
  for (const [key, does] of keyHelp) list.append(make("dt", {}, key), make("dd", {}, does));
  const close = make("button", { type: "button" }, "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(make("h2", { id: "keys-title" }, "Keys"), list, close);
  document.body.append(dialog);
  const button = make("button", { type: "button", class: "help" }, "Keys: ?");
  button.addEventListener("click", () => dialog.showModal());
  document.querySelector("footer").append(button);
  addEventListener("keydown", event => onKey(event, dialog));
}

function onKey(event, dialog) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  switch (event.key) {
    case "/": {
      const input = [...document.querySelectorAll('input[type="search"]')].find(inSight);
      if (!input) return;
      event.preventDefault();
      input.focus();
      input.select();
      break;
    }
    case "?": dialog.open ? dialog.close() : dialog.showModal(); break;
    case "[": step(-1); break;
    case "]": step(1); break;
    case "a": location.hash = "#view=all"; break;
  }
}

/** inSight reports whether an element is shown, and not in a part that is folded. */
function inSight(e) {
  return e.checkVisibility ? e.checkVisibility() : e.offsetParent !== null && !e.closest("details:not([open])");
}

/** step goes to the view before or after the current one. */
function step(by) {
  const links = [...document.querySelectorAll("nav a[data-to]")];
  const at = links.findIndex(a => a.hasAttribute("aria-current"));
  links[(at + by + links.length) % links.length]?.click();
}
