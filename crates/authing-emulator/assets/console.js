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
  for (const time of root.querySelectorAll('time[data-local]')) time.textContent = local(time.dateTime);
}

// A moment in the time of whoever looks; what it is in UTC is its title.
function local(moment) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  const two = (number) => String(number).padStart(2, '0');
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
    + ' ' + [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
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

const EVERYTHING = ['state', 'requests', 'inbox', 'clock', 'faults', 'webhooks'];
const pending = new Set();
let isRefreshing = false;

// One after the other, and what changes meanwhile is asked for together, however often it changes.
async function refreshSoon(topics) {
  for (const topic of topics) pending.add(topic);
  if (isRefreshing) return;
  isRefreshing = true;
  while (pending.size > 0) {
    const now = [...pending];
    pending.clear();
    await refresh(now).catch(() => {});
  }
  isRefreshing = false;
}

const LONGEST_WAIT = 60_000;
const lost = document.getElementById('lost');
let events;
let retry;
let wait = 2000;
let notice;

function listen() {
  if (events || document.hidden || regions().length === 0) return;
  clearTimeout(retry);
  events = new EventSource('/_console/stream');
  // What has changed since the page was made, nobody has told.
  events.addEventListener('open', () => {
    wait = 2000;
    clearTimeout(notice);
    notice = undefined;
    lost.hidden = true;
    refreshSoon(EVERYTHING);
  });
  events.addEventListener('changed', ({ data }) => refreshSoon(data.split(' ')));
  // Where nobody is there browsers try again by themselves; a refusal, such as that too many pages listen,
  // they take for the end.
  events.addEventListener('error', () => {
    // A page that is being left loses its connection too, and has nothing to say of it.
    notice ??= setTimeout(() => { lost.hidden = false; }, 1500);
    if (events?.readyState !== EventSource.CLOSED) return;
    events = undefined;
    retry = setTimeout(listen, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  });
}

// A page that nobody looks at needs no connection: browsers open only a few to one server.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    clearTimeout(retry);
    events?.close();
    events = undefined;
  } else {
    listen();
  }
});
listen();
