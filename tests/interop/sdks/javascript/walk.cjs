// What the walks through the official JavaScript SDK share.
"use strict";

const fs = require("node:fs");
const http = require("node:http");

const { AuthenticationClient, ManagementClient } = require("authing-js-sdk");

const PASSWORD = "passw0rd-1";

// The client of the user pool's administrator.
function administrator(emulator) {
  return new ManagementClient({
    userPoolId: emulator.userPoolId,
    secret: emulator.userPoolSecret,
    host: emulator.url,
    publicKey: emulator.publicKey,
  });
}

// The client of somebody who uses the application.
function endUser(emulator, options = { publicKey: emulator.publicKey }) {
  return new AuthenticationClient({ appId: emulator.appId, appHost: emulator.appHost, ...options });
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
    const result = await call();
    const { requests } = await this.control("GET", "requests");
    this.write({ step: name, requests });
    console.log(`javascript: ${name}`);
    return result;
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

module.exports = { PASSWORD, Walk, administrator, endUser };
