// A lost connection takes nothing away. Streamlit tells of it in words for programmers; and what
// was typed as it broke was not saved, and is drawn over: it is given back, which saves it.

const { lostTitle, lostWords } = document.documentElement.dataset;
const THEIR_TITLE = "Connection error";
const PAUSE = 1000; // milliseconds after the last letter in which a box is saved
const REST = 700; // milliseconds in which a page that is connected again draws nothing more
const WATCH = 20000; // milliseconds in which a slow server may still draw over what is given back

const unsaved = new Map(); // by the name of a box: its words, and when they were typed
let lost = new Map(); // the same, of what is given back
let wasLost = false;

addEventListener("input", ({ target: box, isTrusted }) => {
  if (!isText(box)) return;
  unsaved.set(nameOf(box), { words: box.value, at: Date.now() });
  if (isTrusted) lost.delete(nameOf(box)); // the person has gone on
});

function isText(box) {
  const isBox = box instanceof HTMLTextAreaElement || (box?.tagName === "INPUT" && box.type === "text");
  return isBox && !box.closest('[data-testid="stForm"]');
}

function nameOf(box) {
  const ours = [...(box.closest('[class*="st-key-"]')?.classList ?? [])];
  return `${ours.filter((name) => name.startsWith("st-key-"))} ${box.getAttribute("aria-label")}`;
}

function look() {
  const { testConnectionState: connection, testScriptState: script } = app()?.dataset ?? {};
  if (!connection) return;
  const isLost = connection !== "CONNECTED";
  if (isLost) sayLost();
  else if (wasLost) giveBackAtRest();
  else if (script === "notRunning") forgetSaved();
  wasLost = isLost;
}

const app = () => document.querySelector("[data-test-connection-state]");

function forgetSaved() {
  for (const [name, { at }] of unsaved) if (Date.now() - at > PAUSE) unsaved.delete(name);
}

// Only the words are exchanged: the elements belong to Streamlit, which takes them away again.
function sayLost() {
  for (const dialog of document.querySelectorAll('[role="dialog"]')) {
    const [title, ...rest] = wordsOf(dialog);
    if (title?.nodeValue !== THEIR_TITLE) continue;
    for (const code of dialog.querySelectorAll("pre, [data-testid='stCode']")) code.hidden = true;
    const [first, ...others] = rest.filter((words) => !words.parentElement.closest("pre, button"));
    title.nodeValue = lostTitle;
    if (first) first.nodeValue = lostWords;
    for (const words of others) words.nodeValue = "";
  }
}

function wordsOf(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue.trim()) found.push(walker.currentNode);
  return found;
}

// The page may be drawn anew, once or twice, from what had been saved.
function giveBackAtRest() {
  lost = new Map(unsaved);
  const begun = Date.now();
  let since = begun;
  const timer = setInterval(() => {
    if (Date.now() - begun > WATCH || wasLost || !lost.size) return clearInterval(timer);
    if (app()?.dataset.testScriptState !== "notRunning") since = Date.now();
    if (Date.now() - since >= REST) document.querySelectorAll("textarea, input").forEach(giveBack);
  }, 100);
}

// A box is saved when its words change: those that stand there already change by a space.
function giveBack(box) {
  const kept = isText(box) && lost.get(nameOf(box));
  if (!kept) return;
  const { words } = kept;
  if (box.value.trimEnd() !== words.trimEnd()) {
    write(box, words);
  } else if (!kept.isSent) {
    write(box, `${words} `);
    setTimeout(() => box.value === `${words} ` && write(box, words), 2 * PAUSE);
  }
  kept.isSent = true;
}

function write(box, words) {
  const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, words); // past React's own
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

new MutationObserver(look).observe(document.documentElement, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["data-test-connection-state", "data-test-script-state"],
});
