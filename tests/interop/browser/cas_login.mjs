// Walks through the example `cas-login` as a visitor with a browser: logs in, logs out, and
// tries what an attacker would.
import assert from 'node:assert/strict';

import { launch, start, walk } from './lib.mjs';

const example = await start('cas-login', { PORT: '0' });
const home = example.output.match(/Open (http:\/\/localhost:\d+)/)[1];
const browser = await launch();
const visitor = await browser.newContext({ locale: 'en-US' });
const page = await visitor.newPage();
let callback;
page.on('request', (request) => {
  if (request.url().startsWith(`${home}/callback?`)) callback = request.url();
});

async function logIn(password) {
  await page.fill('#account', 'bob');
  await page.fill('#password', password);
  await page.click('button[value=login]');
}

// Begins a login of bob, who has a session at the provider, and stops before the callback.
async function freshTicket() {
  let url = `${home}/login`;
  for (let hop = 0; hop < 5 && !url.startsWith(`${home}/callback`); hop += 1) {
    const response = await visitor.request.get(url, { maxRedirects: 0 });
    url = new URL(response.headers().location, url).href;
  }
  return url;
}

const steps = {
  'a stranger is greeted and may log in': async () => {
    await page.goto(home);
    assert.equal(await page.textContent('h1'), 'Hello, stranger');
    await page.click('text=Log in with Authing');
    await page.waitForSelector('#password');
  },
  'a wrong password is told and logs nobody in': async () => {
    await logIn('wrong');
    assert.match(await page.textContent('[role=alert]'), /\S/);
    const cookies = await visitor.cookies(home);
    assert.ok(!cookies.some(({ name }) => name === 'session'));
  },
  'the right password logs bob in': async () => {
    await logIn('passw0rd');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, Bob');
    assert.match(callback, /\?ticket=ST-/);
  },
  'the session cookie is out of reach of scripts and other sites': async () => {
    const cookie = (await visitor.cookies(home)).find(({ name }) => name === 'session');
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, 'Lax');
    assert.ok(!(await page.evaluate(() => document.cookie)).includes('session'));
  },
  'a browser that was sent to log in cannot replay a used ticket': async () => {
    const other = await freshTicket();
    assert.notEqual(other, callback);
    const response = await page.goto(callback);
    assert.equal(response.status(), 400);
    assert.match(await page.textContent('[role=alert]'), /INVALID_TICKET/);
  },
  'another browser is not logged in with a ticket that it did not ask for': async () => {
    const caught = await freshTicket();
    assert.match(caught, /\?ticket=ST-/);
    const victim = await browser.newContext();
    const other = await victim.newPage();
    const response = await other.goto(caught);
    assert.equal(response.status(), 400);
    const cookies = await victim.cookies(home);
    assert.ok(!cookies.some(({ name }) => name === 'session'));
    await victim.close();
  },
  'logging out ends the session here and at the provider': async () => {
    await page.goto(home);
    await page.click('text=Log out');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, stranger');
    await page.click('text=Log in with Authing');
    await page.waitForSelector('#password');
  },
  'a visitor who cancels is told so': async () => {
    await page.click('button[value=cancel]');
    await page.waitForURL(`${home}/callback`);
    assert.match(await page.textContent('[role=alert]'), /cancelled/);
  },
};

await walk(steps, async () => {
  await browser.close();
  example.stop();
});
