// What the console's pages gain by scripts; without them each page is whole.

// Copy buttons.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 1500);
});

// A choice is sent at once.
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
});

function prepare(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.hidden = false;
  for (const button of root.querySelectorAll('[data-replaced]')) button.hidden = true;
}
prepare(document);

// What was just done is said once, not again after a reload.
const address = new URL(location.href);
if (address.searchParams.has('said')) {
  address.searchParams.delete('said');
  history.replaceState(null, '', address);
}

// Regions that say what they show are shown afresh when that changes: the server tells what has changed, and
// the page asks for itself once more.
const regions = () => [...document.querySelectorAll('[data-live][id]')];

async function refresh(topics) {
  const stale = regions().filter((region) => region.dataset.live.split(' ').some((own) => topics.includes(own)));
  if (stale.length === 0) return;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const region of stale) {
    const fresh = page.getElementById(region.id);
    if (!fresh) continue;
    prepare(fresh);
    // What was opened stays open, and what has the focus keeps it.
    const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
    for (const open of region.querySelectorAll('details[open][id]')) {
      fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
    }
    if (fresh.innerHTML === region.innerHTML) continue;
    region.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  }
}

let events;
let running = Promise.resolve();

function listen() {
  if (events || regions().length === 0) return;
  events = new EventSource('/_console/stream');
  events.addEventListener('changed', ({ data }) => {
    running = running.then(() => refresh(data.split(' '))).catch(() => {});
  });
}

// A page that nobody looks at needs no connection: browsers open only a few to one server.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    events?.close();
    events = undefined;
  } else {
    listen();
    running = running.then(() => refresh(['state', 'requests', 'inbox', 'clock', 'faults', 'webhooks'])).catch(() => {});
  }
});
listen();
