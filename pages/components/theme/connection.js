// A lost connection takes nothing away. Streamlit tells of it in words for programmers; and what
// was typed as it broke was not saved, and is drawn over: it is given back, which saves it.

const { lostTitle, lostWords } = document.documentElement.dataset;
const THEIR_TITLE = "Connection error";
const PAUSE = 1000; // milliseconds after the last letter after which a box is saved
const REST = 700; // milliseconds in which a page that is connected again draws nothing more
const WATCH = 20000; // milliseconds in which a slow server may still draw over what is given back

const saved = new Map(); // by the name of a box: the words that are known to be saved
const unsaved = new Map(); // the same: its words, what stood before, and how far they have come
let lost = new Map(); // the same, of what is given back
let wasLost = false;
let wasRunning = false;

addEventListener("focusin", ({ target: box }) => {
  if (isText(box) && !unsaved.has(nameOf(box))) saved.set(nameOf(box), box.value);
});

addEventListener("input", ({ target: box, isTrusted }) => {
  if (!isText(box)) return;
  const name = nameOf(box);
  const before = unsaved.get(name)?.before ?? saved.get(name) ?? "";
  unsaved.set(name, { words: box.value, before });
  if (isTrusted) lost.delete(name); // the person has gone on
});

// A box is sent when it is left, and on Enter, which autosave.js presses after a pause.
addEventListener("focusout", ({ target }) => noteSent(target));
addEventListener("keydown", ({ target, key }) => key === "Enter" && noteSent(target));

function noteSent(box) {
  const typed = isText(box) && unsaved.get(nameOf(box));
  if (typed) typed.isSent = true;
}

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
  else if (script === "running" && !wasRunning) noteTaken();
  else if (script === "notRunning") forgetSaved();
  wasLost = isLost;
  wasRunning = script === "running";
}

const app = () => document.querySelector("[data-test-connection-state]");

// What was sent is taken in by the run that begins after it, and saved once that has ended.
function noteTaken() {
  for (const typed of unsaved.values()) typed.isTaken = typed.isSent;
}

function forgetSaved() {
  for (const [name, { words, isTaken }] of unsaved) {
    if (!isTaken) continue;
    saved.set(name, words);
    unsaved.delete(name);
  }
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
  kept.words = joined(box, kept);
  const { words } = kept;
  if (box.value.trimEnd() !== words.trimEnd()) {
    write(box, words);
  } else if (!kept.isGiven) {
    write(box, `${words} `);
    setTimeout(() => box.value === `${words} ` && write(box, words), 2 * PAUSE);
  }
  kept.isGiven = true;
}

// What somebody else wrote there meanwhile stays, with ours after it.
function joined(box, { words, before }) {
  const theirs = box.value.trimEnd();
  const isOurs = theirs === before.trimEnd() || words.startsWith(theirs);
  if (isOurs) return words;
  return `${theirs}${box instanceof HTMLTextAreaElement ? "\n\n" : " / "}${words}`;
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
