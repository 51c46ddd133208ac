// Walks through the login pages of the emulator as people do: each way to log in, register and reset, second
// factors, a second browser as the phone, in both languages. Each page is checked for accessibility, and no
// page may scroll sideways on a phone.
import assert from 'node:assert/strict';
import { constants, createHmac, publicEncrypt } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { launch, start, walk } from './lib.mjs';

const SCREENSHOTS = process.env.INTEROP_SCREENSHOTS;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [1280, 390];
const LANGUAGES = ['en-US', 'zh-CN'];
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const emulator = await start('authing-emulator', {}, ['--json'], process.env.INTEROP_PROGRAMS);
const { url, userPoolId, userPoolSecret, appId, publicKey } = JSON.parse(emulator.output);
// The application: whatever comes is good.
const application = createServer((_, response) => response.end('<title>app</title>here')).listen(0);
const callback = `http://localhost:${application.address().port}/callback`;
const browser = await launch();

const json = (path, body, headers = {}, method = 'POST') => fetch(url + path, {
  method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers },
}).then((response) => response.json());

const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey.replace(/-----[^-]+-----|\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----`;
const encrypt = (password) => publicEncrypt(
  { key: pem, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(password)).toString('base64');

async function graphql(query, variables, token) {
  const headers = { 'x-authing-userpool-id': userPoolId, ...(token && { authorization: `Bearer ${token}` }) };
  const { data, errors } = await json('/graphql/v2', { query, variables }, headers);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const { accessToken: { accessToken } } = await graphql(
  'query($p: String!, $s: String!) { accessToken(userPoolId: $p, secret: $s) { accessToken } }',
  { p: userPoolId, s: userPoolSecret });
const management = (path, body, method) => json(path, body, {
  'x-authing-userpool-id': userPoolId, authorization: `Bearer ${accessToken}`,
}, method);

async function createUser(info, first = false) {
  const userInfo = { ...info, password: encrypt('passw0rd') };
  const made = await graphql(
    'mutation($i: CreateUserInput!, $r: Boolean) { createUser(userInfo: $i, resetPasswordOnFirstLogin: $r) { id } }',
    { i: userInfo, r: first }, accessToken);
  return made.createUser.id;
}

const configure = (settings) => json(`/_emulator/applications/${appId}`, settings, {}, 'PATCH');

async function code(to) {
  const { messages } = await json('/_emulator/messages', undefined, {}, 'GET');
  return messages.filter((message) => message.to === to && message.code).at(-1).code;
}

function totp(key) {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const tag = createHmac('sha1', bytes).update(step).digest();
  const offset = tag[19] & 15;
  return String((tag.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

let page;
let context;

// A visitor who knows nobody.
async function visitor(locale = 'en-US', javaScriptEnabled = true) {
  await context?.close();
  context = await browser.newContext({ locale, javaScriptEnabled });
  page = await context.newPage();
  const problems = [];
  // That a form was refused is told as an error too.
  const isOwn = (message) => message.type() === 'error' && !/status of 40\d/.test(message.text());
  page.on('console', (message) => isOwn(message) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.problems = problems;
}

const authorize = (more = '') => `${url}/oidc/auth?client_id=${appId}&redirect_uri=${encodeURIComponent(callback)}`
  + `&response_type=code&scope=openid&state=s${more}`;

// Begins a login and opens a page of it.
async function open(name) {
  await page.goto(authorize());
  if (name) await page.goto(page.url().replace(/login$/, name));
}

// Looks at the page as it is, on a wide and on a narrow screen.
async function look(name, target = page) {
  for (const width of WIDTHS) {
    await target.setViewportSize({ width, height: 800 });
    const wide = await target.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} wide at ${width}`);
    if (SCREENSHOTS) await target.screenshot({ path: `${SCREENSHOTS}/${name}-${width}.png`, fullPage: true });
  }
  await target.evaluate(`${AXE};undefined`);
  for (const colorScheme of ['dark', 'light']) {
    await target.emulateMedia({ colorScheme });
    if (SCREENSHOTS && colorScheme === 'dark') await target.screenshot({ path: `${SCREENSHOTS}/${name}-dark.png`, fullPage: true });
    const found = await target.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
      return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0].html}`);
    });
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
}

async function arrived() {
  await page.waitForURL((address) => address.href.startsWith(callback));
  const { searchParams } = new URL(page.url());
  assert.ok(searchParams.get('code'), page.url());
  assert.deepEqual(page.problems, []);
}

const main = () => page.click('button.main');
const shows = async (selector) => page.waitForSelector(selector);

const bob = await createUser({ username: 'bob', email: 'bob@example.com', phone: '13800000000', nickname: 'Bob <b>' });
const ann = await createUser({ username: 'ann', email: 'ann@example.com' });
await createUser({ username: 'new' }, true);
await management('/api/v2/mfa/totp/import', { userId: ann, secret: KEY, recoveryCode: 'bc5a-6879-1111-2222-3333-4444' });
const source = await management('/api/v2/extIdp', {
  name: 'people', type: 'social',
  connections: [
    { type: 'github', identifier: 'github', displayName: 'GitHub', fields: {} },
    { type: 'oidc', identifier: 'acme', displayName: '示例公司 ACME', fields: {} },
  ],
});
for (const { id } of source.data.connections) {
  await management(`/api/v2/extIdpConn/${id}/state`, { appId, enabled: true }, 'PUT');
}
await configure({ registerMethods: ['email', 'phone', 'username', 'email-code'] });

const steps = {};

for (const locale of LANGUAGES) {
  const tag = locale.slice(0, 2);
  Object.assign(steps, {
    [`${tag}: a password, and what is wrong with one`]: async () => {
      await visitor(locale);
      await open();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'account');
      await look(`${tag}-login`);
      await page.fill('#account', 'bob');
      await page.fill('#password', 'wrong');
      await main();
      await shows('[role=alert]');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
      await look(`${tag}-login-wrong`);
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await arrived();
    },
    [`${tag}: codes by text message and email`]: async () => {
      for (const [by, account] of [['phone-code', '13800000000'], ['email-code', `mail-${tag}@example.com`]]) {
        await visitor(locale);
        await open(`login?by=${by}`);
        await look(`${tag}-${by}`);
        await page.fill('#account', account);
        await page.keyboard.press('Enter');
        await shows('#code');
        await look(`${tag}-${by}-sent`);
        await page.fill('#code', '0');
        await page.keyboard.press('Enter');
        await shows('[role=alert]');
        await look(`${tag}-${by}-wrong`);
        await page.fill('#code', await code(account));
        await page.keyboard.press('Enter');
        await arrived();
      }
    },
    [`${tag}: registration`]: async () => {
      await visitor(locale);
      await open('register');
      await look(`${tag}-register-email`);
      await page.fill('#account', 'bob@example.com');
      await page.fill('#password', 'passw0rd');
      await main();
      await shows('[role=alert]');
      await look(`${tag}-register-taken`);
      await page.fill('#account', `new-${tag}@example.com`);
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await arrived();
      await visitor(locale);
      await open('register?by=phone');
      const phone = tag === 'en' ? '13911110001' : '13911110002';
      await look(`${tag}-register-phone`);
      await page.fill('#account', phone);
      await page.keyboard.press('Enter');
      await shows('#code');
      await look(`${tag}-register-phone-sent`);
      await page.fill('#code', await code(phone));
      await page.keyboard.press('Enter');
      await arrived();
    },
    [`${tag}: a forgotten password`]: async () => {
      await visitor(locale);
      await open('reset');
      await look(`${tag}-reset`);
      await page.fill('#account', '13800000000');
      await page.keyboard.press('Enter');
      await shows('#code');
      await look(`${tag}-reset-sent`);
      await page.fill('#code', await code('13800000000'));
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await shows('#account');
      await look(`${tag}-reset-done`);
    },
    [`${tag}: a second factor is given`]: async () => {
      await visitor(locale);
      await open();
      await page.fill('#account', 'ann');
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await shows('#code');
      await look(`${tag}-factor-totp`);
      await page.click('a[href="factor?by=recovery"]');
      await look(`${tag}-factor-recovery`);
      await page.goBack();
      await page.fill('#code', '000000');
      await page.keyboard.press('Enter');
      await shows('[role=alert]');
      await look(`${tag}-factor-wrong`);
    },
    [`${tag}: a second factor is bound`]: async () => {
      await configure({ mfaFactors: ['OTP', 'SMS', 'EMAIL'] });
      const name = `bind-${tag}`;
      await createUser({ username: name });
      await visitor(locale);
      await open();
      await page.fill('#account', name);
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await shows('img.qr');
      await look(`${tag}-factor-bind`);
      const key = (await page.getAttribute('dd a', 'href')).match(/secret=([A-Z2-7]+)/)[1];
      await page.click('a[href="factor?by=sms"]');
      await look(`${tag}-factor-bind-sms`);
      await page.click('a[href="factor?by=totp"]');
      await page.fill('#code', totp(key));
      await page.keyboard.press('Enter');
      await arrived();
      await configure({ mfaFactors: ['SMS'] });
      await visitor(locale);
      await open();
      await page.fill('#account', 'bob');
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await shows('button[value=send]');
      await look(`${tag}-factor-sms`);
      await main();
      await shows('#code');
      await look(`${tag}-factor-sms-sent`);
      await page.fill('#code', await code('13800000000'));
      await page.keyboard.press('Enter');
      await arrived();
      await configure({ mfaFactors: [] });
    },
    [`${tag}: identity providers`]: async () => {
      await visitor(locale);
      await open('provider/github');
      await page.fill('#user_id', `7-${tag}`);
      await page.fill('#nickname', `Octo ${tag}`);
      await page.keyboard.press('Enter');
      await arrived();
      await visitor(locale);
      await open();
      await page.click('text=GitHub');
      await look(`${tag}-provider`);
      await page.click(`button[value="7-${tag}"]`);
      await arrived();
    },
    [`${tag}: a phone scans`]: async () => {
      await visitor(locale);
      await open('login?by=qrcode');
      await look(`${tag}-qrcode`);
      const phone = await browser.newContext({ locale });
      const screen = await phone.newPage();
      await screen.goto(new URL(await page.getAttribute('a[target=_blank]', 'href'), url).href);
      await screen.fill('#account', 'bob');
      await screen.fill('#password', 'passw0rd');
      await screen.keyboard.press('Enter');
      await screen.waitForSelector('button[value=confirm]');
      await look(`${tag}-phone`, screen);
      // The other device is told by itself.
      await page.waitForFunction(() => document.querySelector('[data-poll]').textContent !== '');
      await look(`${tag}-qrcode-scanned`);
      await screen.click('button[value=confirm]');
      await screen.waitForSelector('[role=status]');
      await look(`${tag}-phone-confirmed`, screen);
      await arrived();
      await phone.close();
    },
    [`${tag}: a first password`]: async () => {
      const name = `first-${tag}`;
      await createUser({ username: name }, true);
      await visitor(locale);
      await open();
      await page.fill('#account', name);
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await page.waitForURL(/new-password$/);
      await look(`${tag}-new-password`);
      await page.fill('#password', 'passw0rd2');
      await page.keyboard.press('Enter');
      await arrived();
    },
  });
}

steps['the application asks for more'] = async () => {
  for (const name of ['Acme Shanghai', '示例租户 <b>']) {
    const { data } = await management('/api/v2/tenant', { name, appIds: appId });
    await management(`/api/v2/tenant/${data.id}/user`, { userIds: [bob] });
  }
  await management(`/api/v2/applications/${appId}`, { agreementEnabled: true });
  for (const [lang, terms, news] of [
    ['en-US', 'I accept the <a href="https://example.com/terms">terms of use</a>', 'Send me news'],
    ['zh-CN', '我已阅读并同意<a href="https://example.com/terms">《用户协议》</a>', '接收产品邮件'],
  ]) {
    const agreements = `/api/v2/applications/${appId}/agreements`;
    await management(agreements, { title: terms, required: true, lang });
    await management(agreements, { title: news, required: false, lang });
  }
};

for (const locale of LANGUAGES) {
  const tag = locale.slice(0, 2);
  Object.assign(steps, {
    [`${tag}: tenants, agreements and consent`]: async () => {
      await visitor(locale);
      await page.goto(authorize('&prompt=consent'));
      await page.fill('#account', 'bob');
      await page.fill('#password', 'passw0rd');
      await page.keyboard.press('Enter');
      await page.waitForURL(/tenant$/);
      await look(`${tag}-tenant`);
      await page.click('.choices button');
      await page.waitForURL(/agreements$/);
      await look(`${tag}-agreements`);
      await main();
      await shows('[role=alert]');
      await look(`${tag}-agreements-missing`);
      await page.check('[data-required]');
      await main();
      await page.waitForURL(/consent$/);
      await look(`${tag}-consent`);
      await main();
      await arrived();
    },
    [`${tag}: agreements at the registration, and a visit that is over`]: async () => {
      await visitor(locale);
      await open('register');
      await look(`${tag}-register-agreements`);
      await page.goto(`${url}/interaction/oidc/none/login`);
      await look(`${tag}-expired`);
    },
  });
}

Object.assign(steps, {
  'the language is chosen on the page, and a second click changes nothing': async () => {
    await visitor('en-US');
    await open('login?by=phone-code');
    await page.click('footer a[hreflang="zh-CN"]');
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    assert.equal(await page.getAttribute('nav.tabs a[aria-current]', 'href'), 'login?by=phone-code');
    await page.goto(`${url}/oidc/auth?client_id=${appId}`);
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN', 'it stays');
    await visitor('en-US');
    await open();
    await page.fill('#account', 'new');
    await page.fill('#password', 'passw0rd');
    await page.dblclick('button.main');
    await page.waitForURL(/new-password$/);
  },
  'nothing needs a script': async () => {
    await visitor('en-US', false);
    const acs = `${authorize()}&response_mode=form_post`;
    await page.goto(acs);
    await page.fill('#account', 'new-en@example.com');
    await page.fill('#password', 'passw0rd');
    await page.click('button.main');
    await page.waitForURL(/agreements$/);
    await page.check('[data-required]');
    await page.click('button.main');
    await page.click('button.main');
    await page.waitForURL((address) => address.href.startsWith(callback));
  },
  'a response that travels in a form sends itself': async () => {
    await visitor('en-US');
    await page.goto(`${authorize()}&response_mode=form_post`);
    await page.fill('#account', 'new-en@example.com');
    await page.fill('#password', 'passw0rd');
    await page.keyboard.press('Enter');
    await page.waitForURL((address) => address.href.startsWith(callback));
    assert.deepEqual(page.problems, []);
  },
});

await walk(steps, async () => {
  await browser.close();
  application.close();
  emulator.stop();
  // Each page is looked at in both widths and both colours.
}, 60_000);
