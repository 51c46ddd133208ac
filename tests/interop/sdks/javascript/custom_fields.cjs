// The fields a pool defines for its users, and their values.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const fields = client.udf;
  assert.deepEqual(await walk.step("list fields", () => fields.list("USER")), []);
  const age = await walk.step("define a field", () => fields.set("USER", "age", "NUMBER", "Age"));
  assert.deepEqual([age.key, age.dataType], ["age", "NUMBER"]);
  const changed = await walk.step("change a field", () =>
    fields.set("USER", "age", "NUMBER", "Years"),
  );
  assert.equal(changed.label, "Years");
  const bob = await walk.user("bob");
  await walk.step("set values", () => fields.setUdvBatch("USER", bob, [{ key: "age", value: 30 }]));
  const values = await walk.step("list values", () => fields.listUdv("USER", bob));
  assert.deepEqual(values.map((one) => [one.key, one.value]), [["age", 30]]);
  await walk.step("remove a field", () => fields.remove("USER", "age"));
  assert.deepEqual(await fields.list("USER"), []);
};
