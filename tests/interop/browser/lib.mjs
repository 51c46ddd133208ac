// A headless browser, an example of this project as a process, and steps that are reported.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const PATIENCE = 60_000;

// Nothing of the browser's own may leave the machine.
const ALONE = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launch() {
  const home = mkdtempSync(join(tmpdir(), 'authing-browser-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  const browser = await chromium.launch({
    executablePath: process.env.INTEROP_CHROMIUM,
    args: ALONE,
    env: { ...process.env, HOME: home },
  });
  return browser;
}

// Starts an example, or another program, and waits for its first line.
export async function start(name, environment = {}, options = [], folder = process.env.INTEROP_EXAMPLES) {
  const child = spawn(join(folder, name), options, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code}: ${text}`)));
  });
  return { output, stop: () => child.kill() };
}

// Runs the steps one after another, each within bounded time, and ends the process.
export async function walk(steps, cleanUp, patience = PATIENCE) {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('took too long')), patience);
    });
    try {
      await Promise.race([step(), late]);
      console.log(`ok    ${name}`);
    } catch (error) {
      console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).replace(/\n/g, '\n      ')}`);
      failed += 1;
      break;
    } finally {
      clearTimeout(timer);
    }
  }
  await cleanUp();
  process.exit(failed ? 1 : 0);
}
