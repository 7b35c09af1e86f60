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
const HOLD = 4000; // milliseconds in which a page may still redraw what has the focus
const done = new Map(); // by target: the last token that was acted on
let path = location.pathname;
let title = ""; // of the heading when the path changed: not the one to focus
let held = { target: "", until: 0 };

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
  const heading = document.querySelector(PLACES.heading)?.textContent;
  if (location.pathname === path) {
    title = heading ?? title;
  } else if (heading && heading !== title) {
    // Until then the page that was left still stands.
    path = location.pathname;
    title = heading;
    done.clear();
    scrollTo(0, 0);
    reach("heading");
  }
  if (performance.now() < held.until && document.activeElement === document.body) {
    reach(held.target, held.until);
  }
}

// A redraw throws the focus away; it is given back for a while, unless the person acts.
for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, () => (held.until = 0), true);
}

function reach(target, until = performance.now() + HOLD) {
  const place = PLACES[target];
  const node = place
    ? document.querySelector(place)
    : document.getElementsByClassName(target)[0];
  if (!node) return false;
  held = { target, until };
  if (place) node.focus();
  else focusField(target);
  return true;
}

// A screen that staff left alone is cleared when their session ends.
let touched = Date.now();
for (const kind of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(kind, () => (touched = Date.now()), { capture: true, passive: true });
}
setInterval(() => {
  const idle = Number(document.querySelector("[data-idle]")?.dataset.idle);
  if (idle && Date.now() - touched >= idle * 1000) location.replace("/sign_in?idle=1");
}, 5000);

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    act();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
