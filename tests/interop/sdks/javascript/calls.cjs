// The public calls of the official JavaScript SDK, and which of them a walk makes.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const sdk = require("authing-js-sdk");
const signature = require("authing-js-sdk/build/main/lib/buildSignature");
const express = require("authing-js-sdk/build/main/lib/platform/express");

const HOME = path.dirname(require.resolve("authing-js-sdk/package.json"));

// What was called since somebody last asked. A call that the SDK makes of itself is none.
let made = [];

function takeCalls() {
  const calls = made;
  made = [];
  return calls;
}

// The client or module as it is, except that what is called of it is taken down.
function recorded(name, target) {
  const hidden = privateMembers(target);
  return new Proxy(target, {
    get(_, key) {
      const value = target[key];
      if (typeof key === "symbol" || key.startsWith("_") || hidden.has(key)) return value;
      if (typeof value === "function") {
        return (...args) => {
          made.push(`${name}.${key}`);
          return value.apply(target, args);
        };
      }
      return isPart(value) ? recorded(`${name}.${key}`, value) : value;
    },
  });
}

const functions = {
  signature: recorded("signature", signature),
  express: recorded("express", express),
};

// Every public call, under the name that `recorded` gives it: the methods of both clients and of
// their parts, and the functions that stand beside them. What the typings call private is not public.
function publicCalls() {
  const clients = {
    management: new sdk.ManagementClient({ userPoolId: "p", secret: "s", host: "http://localhost" }),
    authentication: new sdk.AuthenticationClient({ appId: "a", appHost: "http://localhost" }),
  };
  const calls = [];
  for (const [name, client] of Object.entries(clients)) {
    calls.push(...methods(name, client));
    const hidden = privateMembers(client);
    for (const [key, value] of Object.entries(client)) {
      if (isPart(value) && !hidden.has(key)) calls.push(...methods(`${name}.${key}`, value));
    }
  }
  for (const [name, module] of Object.entries({ signature, express })) {
    calls.push(...Object.keys(module).map((key) => `${name}.${key}`));
  }
  return calls.sort();
}

function methods(name, object) {
  const hidden = privateMembers(object);
  return Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object)))
    .filter(([key, { value }]) => typeof value === "function" && key !== "constructor")
    .filter(([key]) => !key.startsWith("_") && !hidden.has(key))
    .map(([key]) => `${name}.${key}`);
}

// Whether it is an object of a class of the SDK's.
function isPart(value) {
  return value !== null && typeof value === "object" && typings(value) !== undefined;
}

function privateMembers(object) {
  const declared = isPart(object) ? fs.readFileSync(typings(object), "utf8") : "";
  return new Set([...declared.matchAll(/^\s+private (?:readonly )?(\w+)/gm)].map((found) => found[1]));
}

// The typings of the module that exports the object's class.
function typings(object) {
  const modules = Object.values(require.cache).filter(
    ({ filename, exports }) =>
      filename.startsWith(HOME + path.sep) &&
      !filename.endsWith(`${path.sep}index.js`) &&
      Object.values(exports ?? {}).includes(object.constructor),
  );
  return modules[0]?.filename.replace(/\.js$/, ".d.ts");
}

module.exports = { functions, publicCalls, recorded, takeCalls };
