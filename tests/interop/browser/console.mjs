// Walks through the emulator's console as a developer would: makes a user, logs them in through OpenID
// Connect, reads a code, sees the request and sends it again. Then every page is looked at in both
// languages, two widths and both colours, by axe-core too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

import { launch, start, walk } from './lib.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const emulator = await start('authing-emulator', {}, ['--json'], process.env.INTEROP_PROGRAMS);
const info = JSON.parse(emulator.output);
const home = info.url;

// The application that people log in to, and what its webhook was told.
const told = [];
const app = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => {
    if (request.url === '/hook') told.push(JSON.parse(body));
    response.end(request.url);
  });
});
await new Promise((resolve) => { app.listen(0, '127.0.0.1', resolve); });
const callback = `http://127.0.0.1:${app.address().port}/callback`;

const browser = await launch();
const context = await browser.newContext({ locale: 'en-US', permissions: ['clipboard-read', 'clipboard-write'] });
const page = await context.newPage();
const problems = [];
page.on('pageerror', (error) => problems.push(String(error)));
page.on('console', (message) => {
  if (message.type() === 'error') problems.push(message.text());
});

const authorize = `${home}/oidc/auth?${new URLSearchParams({
  client_id: info.appId, redirect_uri: callback, response_type: 'code', scope: 'openid',
})}`;
let user;

async function menu(name) {
  await page.click(`#menu >> text="${name}"`);
  await page.waitForSelector(`h1:has-text("${name}")`);
}

const steps = {
  'the overview copies what a client needs': async () => {
    await page.goto(home);
    await page.click('button[aria-label="Copy User pool id"]');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), info.userPoolId);
    assert.ok(!(await page.locator('body').innerText()).includes(info.userPoolSecret));
    await page.click('summary[aria-label="Show User pool secret"]');
    assert.ok((await page.locator('body').innerText()).includes(info.userPoolSecret));
  },
  'a webhook is added': async () => {
    await menu('Webhooks');
    await page.click('text=Add a webhook');
    await page.fill('#url', callback.replace('callback', 'hook'));
    await page.fill('#events', 'user:created');
    await page.click('button[value=add]');
    await page.waitForSelector('text=The webhook is there.');
  },
  'a user is made and found': async () => {
    await menu('Users');
    await page.click('text=New user');
    await page.fill('#username', 'ann');
    await page.fill('#phone', '13800000000');
    await page.fill('#password', 'passw0rd');
    await page.click('button[value=create]');
    await page.waitForSelector('text=The user is created.');
    user = page.url();
    assert.ok(!user.includes('said'), 'what was done is said once');
    await menu('Users');
    await page.fill('#q', '1380000');
    await page.keyboard.press('Enter');
    await page.click('table >> text="ann"');
    assert.equal(page.url(), user);
  },
  'they log in through OpenID Connect': async () => {
    const visitor = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await visitor.goto(authorize);
    await visitor.fill('#account', 'ann');
    await visitor.fill('#password', 'passw0rd');
    await visitor.click('button[value=login]');
    await visitor.waitForURL(`${callback}?code=*`);
    await visitor.context().close();
  },
  'the open page shows the login by itself': async () => {
    await page.waitForSelector('#facts >> text=Logins 1');
  },
  'the webhook was told of the user, and is told again': async () => {
    await menu('Webhooks');
    await page.click('table >> text="user:created"');
    await page.click('button[value=again]');
    await page.waitForSelector('text=It is sent again');
    await page.waitForSelector('#delivery >> text="200"');
    assert.deepEqual(told.map(({ eventName }) => eventName), ['user:created', 'user:created']);
  },
  'a code appears in the open inbox as it is sent': async () => {
    await menu('Inbox');
    await page.waitForSelector('text=Nothing was sent yet');
    const sent = await fetch(`${home}/api/v2/sms/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-authing-app-id': info.appId },
      body: JSON.stringify({ phone: '13800000000' }),
    });
    assert.equal(sent.status, 200);
    const code = await page.locator('.message .code code').first().innerText();
    assert.match(code, /^\d{4}$/);
  },
  'the request is seen, without its secrets, and sent again by curl': async () => {
    await menu('Requests');
    await page.click('table >> text="/api/v2/sms/send"');
    await page.click('text=Show the command');
    const command = await page.locator('#curl code').innerText();
    const response = JSON.parse(execFileSync('sh', ['-c', `${command.replace(/^curl/, 'curl -s')}`]));
    assert.equal(response.code, 200);
    await menu('Inbox');
    await page.waitForFunction(() => document.querySelectorAll('.message').length === 2);
  },
  'a login as the user needs no password': async () => {
    await page.goto(user);
    await page.click('button[value=login]');
    await page.waitForSelector('text=This browser has a session now');
    await page.goto(authorize);
    await page.waitForURL(`${callback}?code=*`);
  },
  'a token is explained': async () => {
    await page.goto(`${user}/login`);
    await page.click('button[value=login]');
    const token = await page.getAttribute('button[aria-label="Copy User token"]', 'data-copy');
    await menu('Tokens');
    await page.fill('#token', token);
    await page.click('button[value=look]');
    await page.waitForSelector("text=A user's token that is accepted");
  },
  'the menu opens on a phone and by the keyboard': async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(home);
    assert.ok(!(await page.isVisible('#menu')));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.ok(await page.isVisible('#menu'));
    await page.setViewportSize({ width: 1280, height: 800 });
  },
  'everything works without scripts': async () => {
    const plain = await (await browser.newContext({ locale: 'en-US', javaScriptEnabled: false })).newPage();
    await plain.goto(user);
    await plain.click('button[value=block]');
    await plain.waitForSelector('text=The user is blocked.');
    await plain.click('button[value=unblock]');
    await plain.waitForSelector('text=not blocked any more');
    await plain.click('button[name=lang]');
    await plain.waitForSelector('text=用户池');
    await plain.context().close();
  },
  'a page of another origin changes nothing': async () => {
    const other = await context.newPage();
    await other.goto(callback);
    await other.setContent(`<form method="post" action="${user}"><input name="action" value="block"></form>`);
    const reply = other.waitForResponse((response) => response.url() === user);
    await other.evaluate(() => document.forms[0].submit());
    assert.equal((await reply).status(), 403);
    await other.waitForURL(user);
    await other.goto(callback);
    const read = await other.evaluate((url) => fetch(url).then(() => 'read', () => 'refused'), home);
    assert.equal(read, 'refused');
    await other.close();
  },
  'no page had an error': async () => {
    assert.deepEqual(problems, []);
  },
};

const pages = ['/', '/_console/users', '/_console/users/new', '/_console/orgs', '/_console/roles', '/_console/apps',
  `/_console/apps/${info.appId}`, '/_console/providers', '/_console/inbox', '/_console/requests', '/_console/requests/1',
  '/_console/events', '/_console/webhooks', '/_console/webhooks/1', '/_console/tokens', '/_console/switches', '/_console/data'];

// Every page as it looks to people: nothing that axe-core calls serious, and nothing wider than the window.
for (const locale of ['en-US', 'zh-CN']) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      steps[`every page is accessible: ${locale}, ${colorScheme}, ${width} pixels`] = async () => {
        const looker = await browser.newContext({ locale, colorScheme, viewport: { width, height: 850 }, bypassCSP: true });
        const tab = await looker.newPage();
        for (const path of [...pages, new URL(user).pathname]) {
          await tab.goto(home + path);
          const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wider <= 0, `${path} is ${wider} pixels too wide`);
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate(() => globalThis.axe.run());
          const found = violations.map(({ id, impact, nodes }) => `${path} ${impact} ${id}: ${nodes[0].html}`);
          assert.deepEqual(found, []);
        }
        await looker.close();
      };
    }
  }
}

await walk(steps, async () => {
  await browser.close();
  app.close();
  emulator.stop();
});
