// Somebody who registers, logs in and minds their account.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, endUser } = require("./walk.cjs");

const NEW_PASSWORD = "passw0rd-2";
const RESET_PASSWORD = "passw0rd-3";

module.exports = async function walkArea(walk, emulator) {
  const client = endUser(emulator);

  // A response without a token makes the SDK forget the one it has.
  const keepToken = async (call) => {
    const token = client.tokenProvider.getToken();
    const result = await call();
    if (!client.tokenProvider.getToken()) client.setToken(token);
    return result;
  };

  const key = await walk.step("fetch the key for passwords", () =>
    endUser(emulator, {}).publicKeyManager.getPublicKey(),
  );
  assert.equal(key, emulator.publicKey);
  const verdict = await walk.step("check a password's strength", () =>
    client.checkPasswordStrength(PASSWORD),
  );
  assert.equal(verdict.valid, true);
  let user = await walk.step("register by email", () =>
    client.registerByEmail("erin@example.com", PASSWORD),
  );
  assert.equal(user.email, "erin@example.com");
  walk.name("<erin>", user.id);
  user = await walk.step("register by username", () =>
    client.registerByUsername("frank", PASSWORD, { nickname: "Frank" }),
  );
  assert.deepEqual([user.username, user.nickname], ["frank", "Frank"]);
  const frank = user.id;
  walk.name("<frank>", frank);
  await walk.step("send a code by SMS", () => client.sendSmsCode("13900000001"));
  let code = await walk.code("13900000001");
  user = await walk.step("register by phone code", () =>
    client.registerByPhoneCode("13900000001", code, PASSWORD),
  );
  assert.equal(user.phone, "13900000001");
  walk.name("<grace>", user.id);

  user = await walk.step("log in by email", () =>
    client.loginByEmail("erin@example.com", PASSWORD),
  );
  assert.ok(user.token);
  user = await walk.step("log in by phone and password", () =>
    client.loginByPhonePassword("13900000001", PASSWORD),
  );
  assert.ok(user.token);
  await client.sendSmsCode("13900000001");
  code = await walk.code("13900000001");
  user = await walk.step("log in by phone code", () =>
    client.loginByPhoneCode("13900000001", code),
  );
  assert.ok(user.token);
  user = await walk.step("log in by username", () => client.loginByUsername("frank", PASSWORD));
  assert.equal(user.id, frank);
  assert.ok(user.token);

  user = await walk.step("get the current user", () => keepToken(() => client.getCurrentUser()));
  assert.deepEqual([user.id, user.nickname], [frank, "Frank"]);
  user = await walk.step("update the profile", () =>
    keepToken(() => client.updateProfile({ nickname: "Francis" })),
  );
  assert.equal(user.nickname, "Francis");
  const exists = await walk.step("ask whether a user exists", () =>
    client.isUserExists({ username: "frank" }),
  );
  assert.equal(exists, true);
  await walk.step("set my custom data", () => client.setUdfValue({ age: 18, school: "HUST" }));
  const data = await walk.step("get my custom data", () => client.getUdfValue());
  assert.deepEqual([data.age, data.school], [18, "HUST"]);
  await walk.step("set one of my fields", () => client.setUdv("school", "PKU"));
  const mine = await walk.step("list my fields", () => client.listUdv());
  assert.equal(mine.find((field) => field.key === "school").value, "PKU");
  await walk.step("remove one of my fields", () => client.removeUdv("school"));
  await walk.step("remove my custom data", () => client.removeUdfValue("age"));
  assert.ok(!(await client.getUdfValue()).age);
  const status = await walk.step("check the login status", () =>
    client.checkLoginStatus(client.tokenProvider.getToken()),
  );
  assert.deepEqual([status.status, status.data.id], [true, frank]);
  const renewed = await walk.step("refresh the token", () => client.refreshToken());
  assert.ok(renewed.token);
  assert.equal((await keepToken(() => client.getCurrentUser())).id, frank);
  user = await walk.step("update the password", () =>
    client.updatePassword(NEW_PASSWORD, PASSWORD),
  );
  assert.equal(user.id, frank);
  user = await walk.step("log in with the new password", () =>
    client.loginByUsername("frank", NEW_PASSWORD),
  );
  const token = user.token;
  assert.ok(token);
  await walk.step("log out", () => client.logout());
  assert.equal((await client.checkLoginStatus(token)).status, false);

  await walk.step("send a code by email", () =>
    client.sendEmail("erin@example.com", "RESET_PASSWORD"),
  );
  code = await walk.code("erin@example.com");
  const response = await walk.step("reset the password by email code", () =>
    client.resetPasswordByEmailCode("erin@example.com", code, RESET_PASSWORD),
  );
  assert.equal(response.code, 200);
  user = await walk.step("log in with the reset password", () =>
    client.loginByEmail("erin@example.com", RESET_PASSWORD),
  );
  assert.ok(user.token);
};
