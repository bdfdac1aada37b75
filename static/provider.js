// Shows what would be sent while one types. Without it the button "Show" does the same.

const WAIT_MS = 300;

const form = document.querySelector('#editor');
const preview = form.querySelector('.preview');
let timer = null;
let running = null;

/** The page as the server makes it of what is typed; its parts take the place of ours. */
async function refresh() {
  timer = null;
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set('action', 'show');
  try {
    // Not `form.action`: that is the buttons of this name.
    const response = await fetch(form.getAttribute('action'), {
      method: 'POST',
      body,
      headers: { Accept: 'text/html' },
      signal: running.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    show(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch (error) {
    if (error.name !== 'AbortError') sayAway();
  }
}

function show(page) {
  for (const fresh of page.querySelectorAll('[data-part]')) {
    const old = document.getElementById(fresh.id);
    // Only what changed: a part that stays is not read out again.
    if (old === null || old.innerHTML === fresh.innerHTML) continue;
    const open = new Map(Array.from(old.querySelectorAll('details[id]'), (one) => [one.id, one.open]));
    old.innerHTML = fresh.innerHTML;
    for (const details of old.querySelectorAll('details[id]')) {
      if (open.has(details.id)) details.open = open.get(details.id);
    }
  }
  for (const field of form.querySelectorAll('[aria-describedby]')) {
    const fresh = page.getElementById(field.id);
    if (fresh?.getAttribute('aria-invalid') === 'true') field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
  preview.classList.remove('stale');
}

function sayAway() {
  preview.classList.add('stale');
  const say = document.createElement('p');
  say.className = 'warning';
  say.textContent = form.dataset.sayAway;
  document.querySelector('#preview-findings').replaceChildren(say);
}

form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, WAIT_MS);
});

// A page that comes back after sending begins with what came of it.
document.querySelector('#sent')?.focus();
