// The user pool itself.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const pool = administrator(emulator).userpool;
  const found = await walk.step("get the pool", () => pool.detail());
  assert.equal(found.id, emulator.userPoolId);
  const changed = await walk.step("update the pool", () =>
    pool.update({ name: "Shop", emailVerifiedDefault: true }),
  );
  assert.deepEqual([changed.name, changed.emailVerifiedDefault], ["Shop", true]);
  await walk.step("add a variable", () => pool.addEnv("COLOUR", "red"));
  const listed = await walk.step("list variables", () => pool.listEnv());
  assert.deepEqual(listed.map((one) => [one.key, one.value]), [["COLOUR", "red"]]);
  await walk.step("remove a variable", () => pool.removeEnv("COLOUR"));
  assert.deepEqual(await pool.listEnv(), []);
};
