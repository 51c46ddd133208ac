// Walks through the example `web-app` as visitors with a browser: logs in by OpenID Connect and by phone with a second
// factor, opens what a role, a permission and a recent login are for, logs out, and is logged out by a webhook; in two
// languages, on a desktop and on a phone.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { launch, start, walk } from './lib.mjs';

const SCREENSHOTS = process.env.INTEROP_SCREENSHOTS;
const NAME = process.env.INTEROP_WEB_APP ?? 'web-app';

const example = await start(NAME, { PORT: '0' });
const [, home] = example.output.match(/Open (http:\/\/localhost:\d+)/);
const [, authing] = example.output.match(/listens at (http:\/\/[\d.:]+)/);
const [, secret] = example.output.match(/x-authing-webhook-secret: ([^']+)'/);
const browser = await launch();

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

async function visit(locale, viewport) {
  const visitor = await browser.newContext({ locale, viewport });
  return visitor.newPage();
}

let page = await visit('en-US', DESKTOP);

async function picture(name) {
  // Whoever reads on a phone does not scroll sideways.
  const [wide, seen] = await page.evaluate(
    () => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= seen, `${name} is ${wide} wide, and ${seen} are seen`);
  if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
}

async function logIn(name) {
  await page.waitForSelector('#password');
  await page.fill('#account', name);
  await page.fill('#password', 'passw0rd');
  await page.click('button[value=login]');
  const allow = page.locator('button[value=allow]');
  await Promise.race([allow.waitFor(), page.waitForURL(`${home}/**`)]).catch(() => {});
  if (page.url().startsWith(authing)) await allow.click();
  await page.waitForURL(`${home}/**`);
}

const heading = () => page.textContent('h1');

async function control(path, body) {
  const answer = await fetch(`${authing}/_emulator/${path}`, body && {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  return answer.json();
}

async function lastCode(phone) {
  const { messages } = await control('messages');
  return messages.findLast(({ to }) => to === phone).code;
}

// A code of an authenticator (RFC 6238), at the embedded server's time.
async function totp(key) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  const { unixSeconds } = await control('clock');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(unixSeconds / 30)));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function webhook(body, bearing) {
  return fetch(`${home}/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-authing-webhook-secret': bearing },
    body: JSON.stringify(body),
  });
}

async function byPhone(phone) {
  await page.goto(`${home}/phone`);
  await page.fill('#phone', phone);
  await page.click('main button');
  await page.waitForSelector('#code');
}

let key;
let user;

const steps = {
  'a stranger is greeted, in English and Chinese, on a desk and on a phone': async () => {
    for (const [locale, title] of [['en-US', 'Books for people who log in'], ['zh-CN', '登录即可选书']]) {
      for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
        page = await visit(locale, viewport);
        await page.goto(home);
        assert.equal(await heading(), title);
        await picture(`home-${locale}-${size}`);
      }
    }
    page = await visit('en-US', DESKTOP);
  },
  'what is for those who log in leads there, and back to where the visitor wanted to go': async () => {
    await page.goto(`${home}/account`);
    await logIn('alice');
    assert.equal(page.url(), `${home}/account`);
    assert.equal(await heading(), 'Your account');
    assert.match(await page.textContent('dl'), /alice@example.com/);
    await picture('account-en-desktop');
  },
  'scripts do not see the session': async () => {
    assert.equal(await page.evaluate(() => document.cookie), '');
    const cookies = await page.context().cookies(home);
    const session = cookies.find(({ name }) => name.endsWith('session'));
    assert.deepEqual([session.httpOnly, session.sameSite], [true, 'Lax']);
  },
  'a page for a role is not for her, and says so': async () => {
    const response = await page.goto(`${home}/staff`);
    assert.equal(response.status(), 403);
    assert.equal(await heading(), 'Not for you');
    await picture('refused-en-desktop');
    const api = await page.request.get(`${home}/api/books`, { headers: { accept: 'application/json' } });
    assert.equal(api.status(), 403);
    assert.equal((await api.json()).code, 'permission_denied');
  },
  'a page that wants a recent login asks for the password again, and comes back': async () => {
    await page.goto(`${home}/account/payment`);
    assert.equal(await heading(), 'Payment');
    await control('clock', { advanceSeconds: 1200 });
    await page.goto(`${home}/account/payment`);
    assert.ok(page.url().startsWith(authing), page.url());
    await logIn('alice');
    assert.equal(page.url(), `${home}/account/payment`);
    await picture('payment-en-desktop');
  },
  'another site cannot log her out, and a form without its token neither': async () => {
    const forged = await page.request.post(`${home}/logout`, { headers: { origin: 'https://evil.example' } });
    assert.equal(forged.status(), 403);
    const wrong = await page.request.post(`${home}/logout`, { headers: { origin: home }, form: { csrf_token: 'x' } });
    assert.equal(wrong.status(), 403);
    await page.goto(`${home}/account`);
    assert.equal(await heading(), 'Your account');
  },
  'logging out ends the session here and at Authing': async () => {
    await page.click('header button');
    await page.waitForURL(`${home}/`);
    assert.equal(await heading(), 'Books for people who log in');
    await page.goto(`${home}/account`);
    await page.waitForSelector('#password');
  },
  'bob works in the shop: role and permission are his': async () => {
    await logIn('bob');
    await page.goto(`${home}/staff`);
    assert.equal(await heading(), 'Staff');
    const api = await page.request.get(`${home}/api/books`);
    assert.equal(api.status(), 200);
    assert.equal((await api.json()).length, 4);
  },
  'a webhook is received, with the right secret only': async () => {
    const body = { eventName: 'user:updated', data: { user: { id: 'u1' } } };
    assert.equal((await webhook(body, 'guessed')).status, 401);
    assert.equal((await webhook(body, secret)).status, 200);
    await page.reload();
    assert.match(await page.textContent('main'), /user:updated/);
    await picture('staff-en-desktop');
  },
  'a program with a token uses the API': async () => {
    const bare = await fetch(`${home}/api/books`);
    assert.equal(bare.status, 401);
    assert.match(bare.headers.get('www-authenticate'), /^Bearer/);
    await page.goto(`${home}/account`);
    const bob = await page.textContent('dd');
    const { token } = await control('tokens', { userId: bob });
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await fetch(`${home}/api/books`, { headers })).status, 200);
    const { token: late } = await control('tokens', { userId: bob, issuedAtUnixSeconds: 1_000_000_000 });
    headers.authorization = `Bearer ${late}`;
    assert.equal((await fetch(`${home}/api/books`, { headers })).status, 401);
  },
  'a newcomer signs up by phone, on a phone, in Chinese': async () => {
    page = await visit('zh-CN', PHONE);
    await byPhone('13800000001');
    await picture('code-zh-phone');
    await page.fill('#code', '0000');
    await page.click('main button');
    assert.match(await page.textContent('[role=alert]'), /\S/);
    await picture('wrong-code-zh-phone');
    await page.fill('#code', await lastCode('13800000001'));
    await page.click('main button');
    await page.waitForURL(`${home}/account`);
    assert.equal(await heading(), '我的账户');
    user = await page.textContent('dd');
    await picture('account-zh-phone');
  },
  'and turns on a second factor': async () => {
    await page.goto(`${home}/account/second-factor`);
    key = await page.textContent('#key');
    await picture('second-factor-zh-phone');
    await page.fill('#code', '000000');
    await page.click('main button');
    assert.match(await page.textContent('[role=alert]'), /\S/);
    assert.equal(await page.textContent('#key'), key);
    await page.fill('#code', await totp(key));
    await page.click('main button');
    assert.match(await page.textContent('main'), /已开启/);
  },
  'which the next login by phone asks for': async () => {
    await control('clock', { advanceSeconds: 90 });
    page = await visit('en-US', PHONE);
    await byPhone('13800000001');
    await page.fill('#code', await lastCode('13800000001'));
    await page.click('main button');
    await page.waitForSelector('input[name=challenge]', { state: 'attached' });
    await picture('totp-en-phone');
    await page.fill('#code', await totp(key));
    await page.click('main button');
    await page.waitForURL(`${home}/account`);
    assert.match(await page.textContent('dl'), /text message, authenticator/);
    await picture('account-en-phone');
  },
  'whoever is blocked is logged out by a webhook': async () => {
    const blocked = { eventName: 'user:blocked', data: { user: { id: user } } };
    assert.equal((await webhook(blocked, secret)).status, 200);
    await page.goto(home);
    assert.equal(await heading(), 'Books for people who log in');
  },
  'what does not exist is told in the visitor\'s language': async () => {
    page = await visit('zh-CN', DESKTOP);
    const response = await page.goto(`${home}/nowhere`);
    assert.equal(response.status(), 404);
    assert.equal(await heading(), '页面不存在');
    await picture('missing-zh-desktop');
  },
};

await walk(steps, async () => {
  await browser.close();
  example.stop();
});
