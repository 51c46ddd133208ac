// The real names behind accounts.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const principal = client.principal;
  const bob = await walk.user("bob");
  const nobody = await walk.step("get the name of nobody", () => principal.detail(bob));
  assert.equal(nobody, null);
  await walk.step("bind a person", () =>
    principal.authenticate(bob, { type: "P", name: "Bob", idCard: "1101", bankCard: "6222" }),
  );
  await walk.step("bind a company", () =>
    principal.authenticate(bob, {
      type: "E",
      enterpriseName: "Acme",
      enterpriseCode: "9133",
      legalPersonName: "Bob",
    }),
  );
  const found = await walk.step("get a name", () => principal.detail(bob));
  assert.equal(found.principalType, "E");
};
