// Makes the pages of the lab live. Without it everything works too: links, forms, and Reload.

const WAIT_MS = 200;

const state = document.querySelector('#live-state');
const news = document.querySelector('#news');
const watched = (document.body.dataset.watch ?? '').split(' ').filter((word) => word !== '');
/** What is said, from the catalogue of texts. */
const { sayLive, sayAway, sayChanges, sayCopied, sayNotCopied } = document.body.dataset;
const TYPES = ['delivery', 'message', 'request', 'reset'];

/** What each live part was made of, before scripts touched it. */
const made = new Map(
  Array.from(document.querySelectorAll('[data-live]'), (part) => [part.id, part.innerHTML]),
);

let source = null;
let timer = null;
let busy = false;
let again = false;

/** Whether this page shows anything of what happened. */
function concerns(event) {
  if (event.type === 'reset') return true;
  return watched.includes(event.type) || watched.includes(`${event.type}/${event.id}`);
}

function refreshSoon() {
  if (timer === null) timer = setTimeout(refresh, WAIT_MS);
}

/** Fetches this very page and takes over what changed in its live parts. */
async function refresh() {
  timer = null;
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const fresh of page.querySelectorAll('[data-live]'))
      replace(document.getElementById(fresh.id), fresh);
  } catch {
    // The server is away; the event source tells so, and tries again.
  } finally {
    busy = false;
    if (again) {
      again = false;
      refreshSoon();
    }
  }
}

function replace(old, fresh) {
  const html = fresh.innerHTML;
  if (old === null || made.get(fresh.id) === html) return;
  if (isBeingRead(old)) {
    // Taking text away under the cursor would be rude; there will be a quiet moment.
    setTimeout(refreshSoon, 2000);
    return;
  }
  const known = new Set(Array.from(old.querySelectorAll('[data-row]'), (row) => row.dataset.row));
  const open = new Map(Array.from(old.querySelectorAll('details[id]'), (one) => [one.id, one.open]));
  const focused = focusKey(old);
  const copy = document.importNode(fresh, true);
  for (const details of copy.querySelectorAll('details[id]')) {
    if (open.has(details.id)) details.open = open.get(details.id);
  }
  const rows = [...copy.querySelectorAll('[data-row]')].filter((row) => !known.has(row.dataset.row));
  for (const row of rows) row.classList.add('fresh');
  made.set(fresh.id, html);
  old.replaceWith(copy);
  showCopyButtons(copy);
  if (focused !== null) findFocus(copy, focused)?.focus({ preventScroll: true });
  announce(rows);
}

function isBeingRead(part) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode);
}

/** What the focused element can be found by again in a new copy of the part. */
function focusKey(part) {
  const element = document.activeElement;
  if (element === null || !part.contains(element)) return null;
  const selector = selectorOf(element);
  return { selector, index: [...part.querySelectorAll(selector)].indexOf(element) };
}

function selectorOf(element) {
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute('href');
  if (href !== null) return `[href="${CSS.escape(href)}"]`;
  const details = element.closest('details[id]');
  return details === null ? element.localName : `#${CSS.escape(details.id)} ${element.localName}`;
}

function findFocus(part, { selector, index }) {
  return part.querySelectorAll(selector)[index];
}

function announce(rows) {
  const said = rows.map((row) => row.dataset.say).filter((text) => text);
  if (said.length === 0) return;
  news.textContent =
    said.length === 1 ? said[0] : `${sayChanges.replace('77', String(said.length))} ${said[0]}`;
}

function connect() {
  if (source !== null || watched.length === 0 || !('EventSource' in window)) return;
  source = new EventSource(document.body.dataset.events);
  source.addEventListener('open', () => {
    state.textContent = sayLive;
    // What happened since the page was made, or while the connection was gone.
    refreshSoon();
  });
  source.addEventListener('error', () => {
    state.textContent = sayAway;
  });
  for (const type of TYPES) {
    source.addEventListener(type, (message) => {
      if (concerns(JSON.parse(message.data))) refreshSoon();
    });
  }
}

function disconnect() {
  source?.close();
  source = null;
}

function showCopyButtons(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll('button.copy')) button.hidden = false;
}

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('button.copy') : null;
  if (button === null) return;
  const text = document.getElementById(button.dataset.copy)?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    news.textContent = sayCopied;
  } catch {
    news.textContent = sayNotCopied;
  }
});

document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// A browser keeps few connections to one host: a page that nobody looks at gives its own back.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) disconnect();
  else connect();
});
window.addEventListener('pagehide', disconnect);
window.addEventListener('pageshow', () => {
  if (!document.hidden) connect();
});

showCopyButtons(document);
