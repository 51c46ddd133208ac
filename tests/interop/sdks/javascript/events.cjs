// Events that are published and received.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, administrator, endUser } = require("./walk.cjs");

// Since version 22 Node.js has one, as browsers do.
globalThis.WebSocket ??= require("ws");

module.exports = async function walkArea(walk, emulator) {
  // Less than none: the SDK takes 0 for its default. It would connect again when the walk hangs up.
  const options = { socketUri: emulator.url.replace("http", "ws"), retryTimes: -1 };
  const admin = administrator(emulator, options);
  const user = endUser(emulator, { publicKey: emulator.publicKey, ...options });
  await user.loginByUsername("bob", PASSWORD);
  const [pool, own] = ["shop.sold", "custom_shop.visited"];

  const sold = await received(walk, "receive events", admin.event, pool);
  const visited = await received(walk, "receive events as a user", user.event, own);
  await walk.step("publish an event", () => admin.event.pub(pool, '{"book":1}'));
  assert.equal(await sold(), '{"book":1}');
  await walk.step("publish an event as a user", () => user.event.pub(own, '{"page":1}'));
  assert.equal(await visited(), '{"page":1}');
};

// Subscribes, and returns what waits for the first event.
async function received(walk, step, events, name) {
  let first;
  await walk.step(step, async () => {
    first = new Promise((resolve, reject) => events.sub(name, resolve, reject));
    const subscribed = async () => {
      const { subscribers } = await walk.control("GET", `events?eventType=${name}`);
      return subscribers === 1;
    };
    while (!(await subscribed())) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return async () => {
    const text = await first;
    events.wsMap[name].socket.close();
    return text;
  };
}
