// Events that are published.
"use strict";

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const events = administrator(emulator).event;
  await walk.step("publish an event", () => events.pub("shop.sold", '{"book":1}'));
};
