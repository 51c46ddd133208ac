// Walks through the example `web-login` as a visitor with a browser: logs in, is refused, logs
// in again, refreshes, logs out, and tries what an attacker would.
import assert from 'node:assert/strict';

import { launch, start, walk } from './lib.mjs';

const SCREENSHOTS = process.env.INTEROP_SCREENSHOTS;

const example = await start('web-login', { PORT: '0' });
const home = example.output.match(/Open (http:\/\/localhost:\d+)/)[1];
const browser = await launch();
const visitor = await browser.newContext({ locale: 'en-US' });
const page = await visitor.newPage();
let callback;
page.on('request', (request) => {
  if (request.url().startsWith(`${home}/callback`)) callback = request.url();
});

async function picture(name) {
  if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
}

// Goes where redirects lead, consents, and stops before `end`.
async function followTo(end, begin) {
  let url = begin;
  let form;
  for (let hop = 0; hop < 10 && !url.startsWith(end); hop += 1) {
    const options = { maxRedirects: 0, method: form ? 'POST' : 'GET', form };
    const response = await visitor.request.fetch(url, options);
    const { location } = response.headers();
    if (location) {
      form = undefined;
      url = new URL(location, url).href;
    } else {
      const [, token] = (await response.text()).match(/name="csrf_token" value="([^"]+)"/);
      form = { csrf_token: token, action: 'allow' };
    }
  }
  return url;
}

async function logIn(password) {
  await page.fill('#account', 'bob');
  await page.fill('#password', password);
  await page.click('button[value=login]');
}

const steps = {
  'a stranger is greeted and may log in': async () => {
    await page.goto(home);
    assert.equal(await page.textContent('h1'), 'Hello, stranger');
    await picture('welcome');
    await page.click('text=Log in with Authing');
    await page.waitForSelector('#password');
    await picture('login');
  },
  'a wrong password is told and logs nobody in': async () => {
    await logIn('wrong');
    assert.match(await page.textContent('[role=alert]'), /\S/);
    await picture('wrong-password');
    const cookies = await visitor.cookies(home);
    assert.ok(!cookies.some((cookie) => cookie.name === 'session'));
  },
  'the right password and consent log bob in': async () => {
    await logIn('passw0rd');
    await page.waitForSelector('button[value=allow]');
    await picture('consent');
    await page.click('button[value=allow]');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, Bob');
    await picture('profile');
  },
  'the session cookie is out of reach of scripts and other sites': async () => {
    const cookie = (await visitor.cookies(home)).find(({ name }) => name === 'session');
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, 'Lax');
    assert.ok(cookie.value.length >= 43);
    assert.ok(!(await page.evaluate(() => document.cookie)).includes('session'));
  },
  'a refresh keeps bob logged in': async () => {
    await page.click('text=Refresh');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, Bob');
  },
  'the callback cannot be used a second time': async () => {
    assert.ok(callback.includes('code='));
    const response = await page.goto(callback);
    assert.equal(response.status(), 400);
    assert.equal(await page.textContent('h1'), 'That did not work');
    await picture('replayed');
  },
  'another browser cannot finish a login that it did not begin': async () => {
    // Bob has a session at the provider and only consents; his code is caught on its way back.
    const caught = await followTo(`${home}/callback`, `${home}/login`);
    assert.ok(caught.includes('code='));
    const victim = await browser.newContext();
    const other = await victim.newPage();
    const response = await other.goto(caught);
    assert.equal(response.status(), 400);
    const cookies = await victim.cookies(home);
    assert.ok(!cookies.some(({ name }) => name === 'session'));
    await victim.close();
  },
  'a forged state is refused': async () => {
    await page.goto(`${home}/`);
    const response = await page.goto(`${home}/callback?code=abc&state=forged`);
    assert.equal(response.status(), 400);
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
    await page.waitForURL(`${home}/callback**`);
    assert.match(await page.textContent('[role=alert]'), /access_denied/);
    await picture('cancelled');
  },
};

await walk(steps, async () => {
  await browser.close();
  example.stop();
});
