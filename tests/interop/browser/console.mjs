// Walks through the emulator's console as a developer would: makes a user, logs them in through OpenID
// Connect with a second factor, reads the code in the inbox, sees the request and sends it again, and the webhook
// too; then sets up what there is to set up.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';

import { launch, start, walk } from './lib.mjs';

let emulator = await start('authing-emulator', {}, ['--json'], process.env.INTEROP_PROGRAMS);
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

// Another browser, in which ann gives her password.
async function logIn() {
  const visitor = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await visitor.goto(authorize);
  await visitor.fill('#account', 'ann');
  await visitor.fill('#password', 'passw0rd');
  await visitor.click('button[value=login]');
  return visitor;
}

// Says on the application's page whether a login asks for a code by text message too.
async function askForCodes(wanted) {
  await page.goto(`${home}/_console/apps/${info.appId}`);
  await page.setChecked('input[name=mfaFactors][value=SMS]', wanted);
  await page.click('button[value=save]');
  await page.waitForSelector('text=Saved.');
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
    const visitor = await logIn();
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
  'they log in with a second factor, whose code is in the inbox': async () => {
    await askForCodes(true);
    const visitor = await logIn();
    await visitor.click('button[value=send]');
    await menu('Inbox');
    await page.waitForFunction(() => document.querySelectorAll('.message').length === 3);
    await visitor.fill('#code', await page.locator('.message .code code').first().innerText());
    await visitor.click('button[value=verify]');
    await visitor.waitForURL(`${callback}?code=*`);
    await visitor.context().close();
    await askForCodes(false);
  },
  'a login as the user needs no password': async () => {
    await page.goto(user);
    await page.click('button[value=login]');
    await page.waitForSelector('text=This browser has a session now');
    await page.goto(authorize);
    await page.waitForURL(`${callback}?code=*`);
  },
  'codes get longer, and the next one is': async () => {
    await page.goto(home);
    await menu('Pool settings');
    await page.fill('[name="/verifyCodeLength"]', '6');
    await page.locator('form', { has: page.locator('[name="/verifyCodeLength"]') }).locator('button').click();
    await page.waitForSelector('text=The settings are saved.');
    await fetch(`${home}/api/v2/sms/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-authing-app-id': info.appId },
      body: JSON.stringify({ phone: '13900000000' }),
    });
    await menu('Inbox');
    assert.match(await page.locator('.message .code code').first().innerText(), /^\d{6}$/);
  },
  'a custom field is defined, and filled in on the page of a user': async () => {
    await menu('Custom fields');
    await page.fill('#key', 'shelf');
    await page.click('button[value=define]');
    await page.waitForSelector('text=The field is defined.');
    await page.goto(user);
    await page.fill('[name="data.shelf"]', 'poetry');
    await page.click('button[value=data]');
    await page.waitForSelector('text=Custom data is saved.');
  },
  'a policy lets them do something': async () => {
    await menu('Policies');
    await page.fill('#code', 'readers');
    await page.fill('#resource', 'books:*');
    await page.fill('#actions', 'books:read');
    await page.click('button[value=create]');
    await page.fill('#who', 'ann');
    await page.click('button[value=assign]');
    await page.waitForSelector('text=Assigned.');
    await menu('Roles and permissions');
    await page.fill('#user', 'ann');
    await page.fill('#may', 'books:read');
    await page.fill('#resource', 'books:1');
    await page.click('text="Ask"');
    await page.waitForSelector('text=Yes: this is allowed.');
  },
  'a tenant has them as a member': async () => {
    await menu('Tenants');
    await page.fill('#name', 'Branch');
    await page.click('button[value=create]');
    await page.click('table >> text="Branch"');
    await page.fill('#user', 'ann');
    await page.click('button[value=add]');
    await page.waitForSelector('text=The member is added.');
  },
  'a delivery of the webhook fails on purpose': async () => {
    await menu('Clock and faults');
    await page.fill('#status', '500');
    await page.fill('#event', 'user:created');
    await page.click('button[value=inject]');
    await page.waitForSelector('#faults >> text="user:created"');
    await page.goto(`${home}/_console/users/new`);
    await page.fill('#username', 'bob');
    await page.click('button[value=create]');
    await menu('Webhooks');
    await page.waitForSelector('#deliveries >> text="500"');
  },
  'two pages open side by side show the same, and neither undoes what the other did': async () => {
    const other = await context.newPage();
    await Promise.all([page.goto(user), other.goto(user)]);
    await page.fill('#nickname', 'Annie');
    await other.fill('#company', 'Acme');
    await page.click('button[value=save]');
    await page.waitForSelector('text=Saved.');
    await other.click('button[value=save]');
    await other.waitForSelector('text=has changed since this form was opened');
    assert.equal(await other.inputValue('#company'), 'Acme');
    await page.click('button[value=block]');
    await other.waitForSelector('#facts >> text="Blocked"');
    await page.click('button[value=unblock]');
    await other.close();
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
  'an open page says that its emulator is gone, and goes on with the next one': async () => {
    await page.goto(home);
    const port = new URL(home).port;
    await context.setOffline(true);
    emulator.stop();
    await page.waitForSelector('#lost', { state: 'visible' });
    assert.match(await page.innerText('#lost'), /no connection/);
    await context.setOffline(false);
    emulator = await start('authing-emulator', {}, ['--json', '--port', port], process.env.INTEROP_PROGRAMS);
    await page.waitForSelector('#lost', { state: 'hidden' });
    assert.equal(await page.locator('#counts .card strong').first().innerText(), '0', 'the next one has no users');
    problems.splice(0, problems.length, ...problems.filter((text) => !/ERR_|Failed to load/.test(text)));
  },
  'no page had an error': async () => {
    assert.deepEqual(problems, []);
  },
};

await walk(steps, async () => {
  await browser.close();
  app.close();
  emulator.stop();
});
