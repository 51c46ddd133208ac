// The first two minutes of a developer, as the emulator's README has them: from the program to the first user
// who has logged in, and to the tokens that an application gets of it. With nothing but the program and a browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { launch, start, walk } from './lib.mjs';

const browser = await launch();
const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
const begun = performance.now();
let emulator;
let login;

// How long a step took without anybody to read and type.
const times = [];
let last = begun;
const noted = (name) => {
  const now = performance.now();
  times.push(`${name} ${((now - last) / 1000).toFixed(2)} s`);
  last = now;
};

const steps = {
  'the program says where its console is': async () => {
    emulator = await start('authing-emulator', {}, [], process.env.INTEROP_PROGRAMS);
    const [, console] = emulator.output.match(/Console\s+(http:\S+)/);
    noted('start');
    await page.goto(console);
    await page.waitForSelector('h1:has-text("Overview")');
    noted('console');
  },
  'a user is made': async () => {
    await page.click('main >> text="New user"');
    await page.fill('#username', 'ann');
    await page.fill('#password', 'passw0rd');
    await page.click('button[value=create]');
    await page.waitForSelector('text=The user is created.');
    noted('user');
  },
  'they log in on the login page, and the console says what an application gets': async () => {
    await page.click('#menu >> text="Overview"');
    [login] = await Promise.all([page.waitForEvent('popup'), page.click('text="Open the login page"')]);
    await login.fill('#account', 'ann');
    await login.fill('#password', 'passw0rd');
    await login.click('button[value=login]');
    await login.waitForSelector('text=The login has worked');
    noted('login');
  },
  'the command that is shown redeems the code': async () => {
    const command = await login.locator('.snippet code').innerText();
    const tokens = JSON.parse(execFileSync('sh', ['-c', command.replace(/^curl/, 'curl -s')]));
    assert.ok(tokens.access_token && tokens.id_token, JSON.stringify(tokens));
    noted('tokens');
  },
  'the login and the request are in the console': async () => {
    await login.click('text="See the login among the events"');
    await login.waitForSelector('#actions >> text="ann"');
    await page.click('#menu >> text="Requests"');
    await page.waitForSelector('#requests >> text="/oidc/token"');
    noted('seen');
  },
  'all of it leaves time to read': async () => {
    const seconds = (performance.now() - begun) / 1000;
    console.log(`      ${times.join(', ')}; ${seconds.toFixed(1)} s in all`);
    assert.ok(seconds < 60, `${seconds} s`);
  },
};

await walk(steps, async () => {
  await browser.close();
  emulator?.stop();
});
