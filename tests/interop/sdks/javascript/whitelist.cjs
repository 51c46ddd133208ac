// Who may register.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const lists = administrator(emulator).whitelist;
  await walk.step("enable a whitelist", () => lists.enable("USERNAME"));
  const added = await walk.step("add to a whitelist", () => lists.add("USERNAME", ["ann", "bob"]));
  assert.deepEqual(added.map((one) => one.value), ["ann", "bob"]);
  const found = await walk.step("list a whitelist", () => lists.list("USERNAME"));
  assert.deepEqual(found.map((one) => one.value), ["ann", "bob"]);
  await walk.step("remove from a whitelist", () => lists.remove("USERNAME", ["ann"]));
  assert.deepEqual((await lists.list("USERNAME")).map((one) => one.value), ["bob"]);
  await walk.step("disable a whitelist", () => lists.disable("USERNAME"));
};
