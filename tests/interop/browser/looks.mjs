// Looks at every page of the emulator's console, full and empty, with errors and with long names: in both
// languages, two widths and both colours. axe-core finds nothing, and nothing is wider than the window.
// INTEROP_SCREENS=FOLDER keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { launch, start, walk } from './lib.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = process.env.INTEROP_SCREENS;
if (screens) mkdirSync(screens, { recursive: true });

const run = async (...options) => {
  const program = await start('authing-emulator', {}, ['--json', ...options], process.env.INTEROP_PROGRAMS);
  return { ...JSON.parse(program.output), stop: program.stop };
};
const full = await run('--seed', process.env.INTEROP_SEED);
const bare = await run();
const browser = await launch();

const control = async (path, body, method = 'POST') => {
  const response = await fetch(`${full.url}/_emulator${path}`, { method, body: JSON.stringify(body) });
  assert.ok(response.ok, `${path}: ${await response.text()}`);
  return response;
};

const LONG = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(5);
const CHINESE = '一个非常非常长的昵称'.repeat(12);

// What a day of work leaves behind.
async function fill() {
  await control('/webhooks', { url: 'http://127.0.0.1:1/hook', name: LONG, events: [] });
  await control('/users', { username: `long-${LONG}`.slice(0, 60), password: 'passw0rd', nickname: LONG });
  await control('/users', { email: `${'very-long-'.repeat(5)}address@example.com`, password: 'passw0rd', nickname: CHINESE });
  for (let count = 0; count < 30; count += 1) {
    await control('/users', { username: `reader-${count}`, password: 'passw0rd' });
  }
  const api = (path, body) => fetch(full.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-authing-app-id': full.appId },
    body: JSON.stringify(body),
  });
  await api('/api/v2/sms/send', { phone: '13800000000' });
  await api('/graphql/v2', {
    query: 'mutation Send($email: String!) { sendEmail(email: $email, scene: RESET_PASSWORD) { message code } }',
    variables: { email: 'ann@example.com' },
  });
  await api('/graphql/v2', { query: '{ nobody { knows { this } } }' });
  await api(`/api/v2/${LONG}`, {});
  await control('/faults', { kind: 'status', status: 503, times: 2, operation: LONG, path: '/graphql/v2' });
  await control('/faults', { kind: 'delay', delayMs: 100, path: '/never' });
}

// The pages that the menu and the links on its pages lead to: one of each kind, so that a new page is looked at too.
async function crawl(home) {
  const tab = await browser.newPage();
  const found = new Map();
  const shape = (path) => path.replace(/\/(?:[0-9a-f]{24}|[0-9]+)(?=\/|$)/g, '/{id}').replace(/%7B/g, '{').replace(/%7D/g, '}');
  const open = ['/'];
  while (open.length > 0) {
    const path = open.shift();
    if (found.has(shape(path))) continue;
    found.set(shape(path), path);
    await tab.goto(home + path);
    const links = await tab.$$eval('#menu a, main a[href], main form[action]', (all) =>
      all.map((one) => new URL(one.href || one.getAttribute('action'), document.baseURI).pathname));
    open.push(...links.filter((link) => link.startsWith('/_console/') && link !== '/_console/preferences'));
  }
  await tab.close();
  return [...found].map(([name, path]) => ({ name: name.replace(/\W+/g, '-'), path }));
}

const press = (value, fields = {}) => async (tab) => {
  for (const [name, text] of Object.entries(fields)) {
    const field = tab.locator(`main [name="${name}"]`).first();
    await tab.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
    await field.fill(text);
  }
  await tab.locator(`main button[value="${value}"]`).first().click();
  await tab.waitForLoadState();
};
const open = async (tab) => {
  await tab.evaluate(() => document.querySelectorAll('main details').forEach((fold) => {
    fold.removeAttribute('name');
    fold.open = true;
  }));
};

// What no link leads to.
const states = [
  { name: 'overview-open', path: '/', act: open },
  { name: 'missing', path: '/_console/nope' },
  { name: 'users-none', path: '/_console/users?q=nobody-at-all' },
  { name: 'users-last', path: '/_console/users?page=2' },
  { name: 'users-new-wrong', path: '/_console/users/new', act: press('create', { nickname: LONG }) },
  { name: 'switches-wrong', path: '/_console/switches', act: press('set', { time: 'yesterday' }) },
  { name: 'switches-open', path: '/_console/switches', act: open },
  { name: 'roles-asked', path: '/_console/roles?user=ann&may=books:read&resource=books:1&namespace=shop' },
  { name: 'roles-open', path: '/_console/roles', act: open },
  { name: 'apps-open', path: '/_console/apps', act: open },
  { name: 'providers-open', path: '/_console/providers', act: open },
  { name: 'settings-wrong', path: '/_console/settings', act: press('save', { '/tokenExpiresAfter': '0' }) },
  { name: 'app-login-refused', path: `/_console/apps/${full.appId}/login?error=access_denied&error_description=${LONG}` },
  { name: 'app-login', path: `/_console/apps/${full.appId}/login?code=${LONG}` },
  { name: 'webhooks-open', path: '/_console/webhooks', act: open },
  { name: 'data-open', path: '/_console/data', act: open },
  { name: 'tokens-wrong', path: '/_console/tokens', act: press('look', { token: `eyJhbGciOiJub25lIn0.${'e30'.repeat(40)}.` }) },
  { name: 'requests-failed', path: '/_console/requests?failed=1' },
];

async function look({ locale, colorScheme, width }, home, list) {
  const place = `${locale.slice(0, 2)}-${colorScheme}-${width}`;
  const looker = await browser.newContext({ locale, colorScheme, viewport: { width, height: 850 }, bypassCSP: true });
  const tab = await looker.newPage();
  const findings = [];
  for (const { name, path, act } of list) {
    await tab.goto(home + path);
    await act?.(tab);
    if (screens) await tab.screenshot({ path: join(screens, `${name}-${place}.png`), fullPage: true });
    const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) findings.push(`${name}: ${wider} pixels too wide`);
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => globalThis.axe.run());
    findings.push(...violations.map(({ id, impact, nodes }) => `${name}: ${impact} ${id}: ${nodes[0].html}`));
  }
  await looker.close();
  assert.deepEqual(findings, []);
}

let pages = [];
let empty = [];
const steps = {
  'every page is found': async () => {
    await fill();
    pages = await crawl(full.url);
    empty = (await crawl(bare.url)).map((page) => ({ ...page, name: `bare${page.name}` }));
    // What the seed and a day of work have brought about is there to look at.
    for (const kind of ['users', 'orgs', 'roles', 'apps', 'requests', 'webhooks', 'policies', 'tenants']) {
      assert.ok(pages.some(({ name }) => name === `-_console-${kind}-id-` || name === `-_console-${kind}-id`), kind);
    }
  },
};
for (const locale of ['en-US', 'zh-CN']) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const how = { locale, colorScheme, width };
      steps[`every page looks right: ${locale}, ${colorScheme}, ${width} pixels`] = async () => {
        await look(how, full.url, [...pages, ...states]);
        await look(how, bare.url, empty);
      };
    }
  }
}

await walk(steps, async () => {
  await browser.close();
  full.stop();
  bare.stop();
}, 300_000);
