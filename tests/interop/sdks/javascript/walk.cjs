// What the walks through the official JavaScript SDK share.
"use strict";

const fs = require("node:fs");
const http = require("node:http");

const { AuthenticationClient, ManagementClient } = require("authing-js-sdk");

const { recorded, takeCalls } = require("./calls.cjs");

const PASSWORD = "passw0rd-1";

// The client of the user pool's administrator.
function administrator(emulator, options = {}) {
  const client = new ManagementClient({
    userPoolId: emulator.userPoolId,
    secret: emulator.userPoolSecret,
    host: emulator.url,
    publicKey: emulator.publicKey,
    ...options,
  });
  return recorded("management", client);
}

// The client of somebody who uses the application.
function endUser(emulator, options = { publicKey: emulator.publicKey }) {
  const { appId, appHost } = emulator;
  return recorded("authentication", new AuthenticationClient({ appId, appHost, ...options }));
}

// Runs steps and writes down what each of them put on the wire.
class Walk {
  constructor(emulator, log) {
    this.url = emulator.url;
    this.appId = emulator.appId;
    this.log = log;
    fs.writeFileSync(log, "");
    for (const name of ["userPoolId", "appId"]) this.name(`<${name}>`, emulator[name]);
  }

  async step(name, call) {
    await this.control("DELETE", "requests");
    takeCalls();
    const result = await call();
    const { requests } = await this.control("GET", "requests");
    this.write({ step: name, requests, calls: takeCalls() });
    console.log(`javascript: ${name}`);
    return result;
  }

  // A step that sends nothing: what it makes is compared.
  async value(name, call) {
    takeCalls();
    const value = await call();
    this.write({ step: name, requests: [], value, calls: takeCalls() });
    console.log(`javascript: ${name}`);
    return value;
  }

  // A step the SDK has no call for.
  absent(name, reason) {
    this.write({ step: name, absent: reason });
    console.log(`javascript: ${name}: none, ${reason}`);
  }

  // What the value is called in the comparison, being another one in every walk.
  name(name, value) {
    this.write({ name, value });
  }

  // The id of somebody that the seed has put there, by which the comparison knows them too.
  async user(username) {
    const { id } = await this.control("GET", `users/${username}`);
    this.name(`<${username}>`, id);
    return id;
  }

  // The code most recently sent to an address.
  async code(to) {
    const { messages } = await this.control("GET", "messages");
    return messages.filter((message) => message.to === to).at(-1).code;
  }

  // Changes the settings of the application.
  configure(settings) {
    return this.control("PATCH", `applications/${this.appId}`, settings);
  }

  control(method, path, body) {
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.url}/_emulator/${path}`, { method }, (response) => {
        let text = "";
        response.on("data", (part) => (text += part));
        response.on("end", () => resolve(JSON.parse(text)));
      });
      request.on("error", reject);
      request.end(body && JSON.stringify(body));
    });
  }

  write(line) {
    fs.appendFileSync(this.log, `${JSON.stringify(line)}\n`);
  }
}

// The browser of somebody who logs in at the emulator's page and says yes to everything.
class Visitor {
  constructor(account) {
    this.answers = { account, password: PASSWORD, action: "login" };
    this.cookies = new Map();
  }

  // Opens an address, and goes nowhere from there.
  async open(address, form) {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const method = form === undefined ? "GET" : "POST";
    const response = await fetch(address, { method, body: form, headers: { cookie }, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    if (response.status >= 400) throw new Error(`${response.status}: ${await response.text()}`);
    return response;
  }

  // Goes on from an address until it leads away from the emulator, and says where to.
  async visit(address) {
    let [url, form] = [new URL(address), undefined];
    const home = url.origin;
    while (url.origin === home) {
      const response = await this.open(url, form);
      const location = response.headers.get("location");
      form = undefined;
      if (location !== null) {
        url = new URL(location, url);
        continue;
      }
      const page = await response.text();
      form = new URLSearchParams(
        [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
          ([, name, value]) => [name, value],
        ),
      );
      const asked = page.includes('name="password"') ? this.answers : { action: "allow" };
      for (const [name, value] of Object.entries(asked)) form.append(name, value);
    }
    return url.searchParams;
  }
}

module.exports = { PASSWORD, Visitor, Walk, administrator, endUser };
