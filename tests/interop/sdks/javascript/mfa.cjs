// The second factors of accounts.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const mfa = client.mfa;
  const bob = await walk.user("bob");
  const made = await walk.step("import a TOTP key", () =>
    mfa.importTotp(bob, "JBSWY3DPEHPK3PXP", "bc5a-6879-bc5a-6879-bc5a-6879"),
  );
  assert.equal(made.userId, bob);
  const bound = await walk.step("get the status", () => mfa.getStatus(bob));
  assert.equal(bound.OTP, true);
  await walk.step("take a factor away", () => mfa.unAssociateMfa(bob, "OTP"));
  assert.equal((await mfa.getStatus(bob)).OTP, false);
};
