// Passwords that are judged, and those that have to be replaced.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, administrator, endUser } = require("./walk.cjs");

const PHONE = "13900000021";
const [SECOND, THIRD, FOURTH] = ["passw0rd-2", "passw0rd-3", "passw0rd-4"];
const MONTH = 31 * 24 * 3600;

module.exports = async function walkArea(walk, emulator) {
  const admin = administrator(emulator);
  const client = endUser(emulator);
  for (const password of ["short", "passw0rd", "passw0rD-long"]) {
    await walk.value(`rate the password ${password}`, () =>
      client.computedPasswordSecurityLevel(password),
    );
  }
  const verdicts = await walk.step("ask whether a password will do", () =>
    admin.isPasswordValid(PASSWORD),
  );
  assert.ok(verdicts.every((verdict) => verdict.valid));

  const id = await walk.user("lena");
  await walk.step("send the email of a first login", () =>
    admin.users.sendFirstLoginVerifyEmail({ userId: id, appId: emulator.appId }),
  );
  const refused = async (password) => {
    const error = await client.loginByUsername("lena", password).then(assert.fail, (error) => error);
    return error.data.token;
  };
  let token = await refused(PASSWORD);
  let done = await walk.step("set the password of a first login", () =>
    client.resetPasswordByFirstLoginToken({ token, password: SECOND }),
  );
  assert.equal(done.code, 200);
  await client.loginByUsername("lena", SECOND);

  await client.sendSmsCode(PHONE);
  const code = await walk.code(PHONE);
  done = await walk.step("reset the password by phone code", () =>
    client.resetPasswordByPhoneCode(PHONE, code, THIRD),
  );
  assert.equal(done.code, 200);
  await client.loginByUsername("lena", THIRD);

  await admin.userpool.update({ passwordUpdatePolicy: { enabled: true, forcedCycle: 30 } });
  await walk.control("POST", "clock", { advanceSeconds: MONTH });
  const late = endUser(emulator);
  token = await refused(THIRD);
  done = await walk.step("replace a password that has expired", () =>
    late.resetPasswordByForceResetToken({ token, oldPassword: THIRD, newPassword: FOURTH }),
  );
  assert.equal(done.code, 200);
  assert.ok((await client.loginByUsername("lena", FOURTH)).token);
};
