// What Streamlit leaves out for people who use a keyboard or a screen reader:
// single keys are not shortcuts, the focus follows a page change, a summary's links reach
// their question. Pages ask for it with hidden marks (pages/components/browser.py).

const FIELDS =
  'input:not([type="hidden"]):not([disabled]), textarea, select, button, [tabindex="0"]';
const SHORTCUTS = new Set(["r", "c", "R", "C"]);

// `r` reruns a page and `c` clears its caches: anybody may press them by mistake.
addEventListener(
  "keydown",
  (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && SHORTCUTS.has(event.key) && !isTyping(event.target)) {
      event.stopImmediatePropagation();
    }
  },
  true,
);

function isTyping(node) {
  return node instanceof Element && node.closest("input, textarea, select, [contenteditable]");
}

addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a");
  if (!link) return;
  if (link.dataset.to) {
    event.preventDefault();
    focusField(link.dataset.to);
  } else if ("leave" in link.dataset) {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href); // no way back to this page
  }
});

function focusField(className) {
  const box = document.getElementsByClassName(className)[0];
  const field = box?.querySelector('input:checked') ?? box?.querySelector(FIELDS);
  (field ?? box)?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: "center" });
}

const PLACES = { heading: "h1.page-title", problems: ".problems" };
const done = new Map(); // by target: the last token that was acted on
let path = location.pathname;
let title = ""; // of the heading when the path changed: not the one to focus

function act() {
  for (const mark of document.querySelectorAll("[data-focus]")) {
    const { focus, token } = mark.dataset;
    if (done.get(focus) !== token && reach(focus)) done.set(focus, token);
  }
  const go = document.querySelector("[data-go]")?.dataset.go;
  if (go?.startsWith("/") && !go.startsWith("//") && !done.has(go)) {
    done.set(go, "");
    location.assign(go);
  }
  const heading = document.querySelector(PLACES.heading);
  if (location.pathname !== path) {
    if (heading && heading.textContent === title) return; // the old page still stands
    path = location.pathname;
    done.clear();
    if (heading) {
      reach("heading");
      scrollTo(0, 0);
    }
  }
  title = heading?.textContent ?? title;
}

function reach(target) {
  const place = PLACES[target];
  if (!place) {
    if (!document.getElementsByClassName(target).length) return false;
    focusField(target);
    return true;
  }
  const node = document.querySelector(place);
  node?.focus();
  return Boolean(node);
}

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    act();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
