// Walks through the example `saml-login` as a visitor with a browser: logs in, logs out, and
// tries what an attacker would. The provider is another site, so the response comes in a form that
// is posted from one site to another.
import assert from 'node:assert/strict';

import { launch, start, walk } from './lib.mjs';

const example = await start('saml-login', { PORT: '0' });
const home = example.output.match(/Open (http:\/\/localhost:\d+)/)[1];
const acs = `${home}/saml/acs`;
const browser = await launch();
const visitor = await browser.newContext({ locale: 'en-US' });
const page = await visitor.newPage();
let posted;
page.on('request', (request) => {
  if (request.method() === 'POST' && request.url() === acs) posted = request;
});

async function logIn(password) {
  await page.fill('#account', 'bob');
  await page.fill('#password', password);
  await page.click('button[value=login]');
}

// Begins a login of bob, who has a session at the provider, and keeps the response back.
async function freshResponse() {
  let reply = await visitor.request.get(`${home}/login`, { maxRedirects: 0 });
  reply = await visitor.request.get(reply.headers().location, { maxRedirects: 0 });
  const [, response] = (await reply.text()).match(/name="SAMLResponse" value="([^"]+)"/);
  return response;
}

// Posts a response from a page of no site, as the provider's page would from its own.
async function post(somewhere, response) {
  const reply = somewhere.waitForResponse((got) => got.url() === acs);
  await somewhere.setContent(
    `<form method="post" action="${acs}"><input name="SAMLResponse" value="${response}"></form>`,
  );
  await somewhere.evaluate(() => document.forms[0].submit());
  const status = (await reply).status();
  await somewhere.waitForLoadState();
  return status;
}

async function isLoggedIn(context) {
  const cookies = await context.cookies(home);
  return cookies.some(({ name }) => name === 'session');
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
    assert.ok(!(await isLoggedIn(visitor)));
  },
  'the cookie of the login is out of reach of scripts and meant for the ACS alone': async () => {
    const cookie = (await visitor.cookies(acs)).find(({ name }) => name === 'pending');
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.secure, true);
    assert.equal(cookie.sameSite, 'None');
    assert.equal(cookie.path, '/saml');
  },
  'the right password logs bob in by a form from another site': async () => {
    await logIn('passw0rd');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, Bob');
    assert.match(await page.textContent('table'), /usernamebob/);
    assert.ok(!(await visitor.cookies(acs)).some(({ name }) => name === 'pending'));
    const origin = (await posted.allHeaders()).origin;
    assert.match(origin, /^http:\/\/127\.0\.0\.1:/);
  },
  'the session cookie is out of reach of scripts and other sites': async () => {
    const cookie = (await visitor.cookies(home)).find(({ name }) => name === 'session');
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, 'Lax');
    assert.ok(!(await page.evaluate(() => document.cookie)).includes('session'));
  },
  'a used response logs nobody in, not even who has begun again': async () => {
    await visitor.clearCookies({ name: 'session' });
    const used = new URLSearchParams(posted.postData()).get('SAMLResponse');
    assert.equal(await post(page, used), 400);
    assert.match(await page.textContent('[role=alert]'), /did not begin/);
    await freshResponse();
    assert.equal(await post(page, used), 400);
    assert.match(await page.textContent('[role=alert]'), /does not respond to this request/);
    assert.ok(!(await isLoggedIn(visitor)));
  },
  'an altered response logs nobody in': async () => {
    const xml = Buffer.from(await freshResponse(), 'base64').toString();
    const altered = xml.replace('>bob<', '>eve<');
    assert.notEqual(altered, xml);
    assert.equal(await post(page, Buffer.from(altered).toString('base64')), 400);
    assert.match(await page.textContent('[role=alert]'), /signature does not verify/);
    assert.ok(!(await isLoggedIn(visitor)));
  },
  'another browser is not logged in with a response that it did not ask for': async () => {
    const caught = await freshResponse();
    const victim = await browser.newContext();
    const other = await victim.newPage();
    assert.equal(await post(other, caught), 400);
    assert.match(await other.textContent('[role=alert]'), /did not begin/);
    assert.ok(!(await isLoggedIn(victim)));
    await other.goto(`${home}/login`);
    await other.waitForSelector('#password');
    assert.equal(await post(other, caught), 400);
    assert.match(await other.textContent('[role=alert]'), /does not respond to this request/);
    assert.ok(!(await isLoggedIn(victim)));
    await victim.close();
  },
  'the session at the provider logs bob in without a password': async () => {
    await page.goto(home);
    await page.click('text=Log in with Authing');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, Bob');
  },
  'logging out ends the session here and at the provider': async () => {
    await page.click('text=Log out');
    await page.waitForURL(`${home}/`);
    assert.equal(await page.textContent('h1'), 'Hello, stranger');
    await page.click('text=Log in with Authing');
    await page.waitForSelector('#password');
  },
  'a visitor who cancels is told so': async () => {
    await page.click('button[value=cancel]');
    await page.waitForURL(acs);
    assert.match(await page.textContent('[role=alert]'), /refused: Responder, AuthnFailed/);
  },
};

await walk(steps, async () => {
  await browser.close();
  example.stop();
});
