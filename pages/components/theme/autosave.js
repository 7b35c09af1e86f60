// A text area is saved when the person leaves it. Long answers deserve better: a pause of a
// second saves them, and so does hiding the page, as a phone does before it drops a tab.

const PAUSE = 1000;
const pauses = new WeakMap();

addEventListener("input", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || event.isComposing) return;
  clearTimeout(pauses.get(area));
  pauses.set(area, setTimeout(() => save(area), PAUSE));
});

addEventListener("visibilitychange", () => {
  if (document.hidden) document.querySelectorAll("textarea").forEach(save);
});

// Streamlit commits a text area on Ctrl+Enter; inside a form that would send the form.
function save(area) {
  if (!area.isConnected || area.closest('[data-testid="stForm"]')) return;
  const keys = { key: "Enter", ctrlKey: true, bubbles: true };
  area.dispatchEvent(new KeyboardEvent("keydown", keys));
}
