// Second factors, QR codes and linked identities: somebody who binds them and logs in with them.
"use strict";

const assert = require("node:assert/strict");
const crypto = require("node:crypto");

const { inPage, picking } = require("./browser.cjs");
const { PASSWORD, administrator, endUser } = require("./walk.cjs");

const PHONE = "13900000002";
const EMAIL = "mia@example.com";
const PHOTOS = { baseFace: "https://example.com/1.jpg", compareFace: "https://example.com/2.jpg" };

// RFC 6238, from nothing but the standard library.
function oneTimePassword(secret, at) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const digest = crypto.createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

module.exports = async function walkArea(walk, emulator) {
  const admin = administrator(emulator);
  const mia = await walk.user("mia");
  const client = endUser(emulator);
  await client.loginByUsername("mia", PASSWORD);
  const token = client.tokenProvider.getToken();

  // The token for the second factor comes with the error of a login. It must not carry the token
  // of whoever is logged in, so another client asks.
  const challenge = async () => {
    const error = await endUser(emulator)
      .loginByUsername("mia", PASSWORD)
      .then(() => assert.fail("no second factor was asked for"))
      .catch((error) => error);
    return error.data.mfaToken;
  };

  const listed = await walk.step("list my authenticators", () => client.mfa.getMfaAuthenticators());
  assert.deepEqual(listed, []);
  const made = await walk.step("begin to bind an authenticator", () =>
    client.mfa.assosicateMfaAuthenticator(),
  );
  assert.match(made.qrcode_data_url, /^data:image\/png;base64,/);
  await walk.step("bind the authenticator", () =>
    client.mfa.confirmAssosicateMfaAuthenticator({
      authenticatorType: "totp",
      totp: oneTimePassword(made.secret, Date.now()),
      source: "SELF",
    }),
  );
  let mfaToken = await challenge();
  let user = await walk.step("respond with a one-time password", () =>
    client.mfa.verifyTotpMfa({ totp: oneTimePassword(made.secret, Date.now()), mfaToken }),
  );
  assert.equal(user.id, mia);
  mfaToken = await challenge();
  user = await walk.step("respond with the recovery code", () =>
    client.mfa.verifyTotpRecoveryCode({ recoveryCode: made.recovery_code, mfaToken }),
  );
  assert.ok(user.token);
  await walk.step("take the authenticator away", () => client.mfa.deleteMfaAuthenticator());

  await walk.configure({ mfaFactors: ["SMS", "EMAIL", "FACE"] });
  mfaToken = await challenge();
  const bindable = await walk.step("ask whether a phone can be bound", () =>
    client.mfa.phoneOrEmailBindable({ phone: PHONE, mfaToken }),
  );
  assert.equal(bindable, true);
  await client.sendSmsCode(PHONE);
  let code = await walk.code(PHONE);
  user = await walk.step("respond with a code by SMS", () =>
    client.mfa.verifyAppSmsMfa({ phone: PHONE, code, mfaToken }),
  );
  assert.equal(user.phone, PHONE);
  mfaToken = await challenge();
  await client.sendEmail(EMAIL, "MFA_VERIFY");
  code = await walk.code(EMAIL);
  user = await walk.step("respond with a code by email", () =>
    client.mfa.verifyAppEmailMfa({ email: EMAIL, code, mfaToken }),
  );
  assert.equal(user.email, EMAIL);
  mfaToken = await challenge();
  user = await walk.step("bind a face by addresses", () =>
    client.mfa.associateFaceByUrl({ ...PHOTOS, mfaToken }),
  );
  assert.equal(user.id, mia);
  mfaToken = await challenge();
  user = await walk.step("respond with a face", () =>
    client.mfa.verifyFaceMfa(PHOTOS.compareFace, mfaToken),
  );
  assert.equal(user.id, mia);

  await walk.configure({ mfaFactors: [] });
  const photo = new Blob(["a photo"], { type: "image/jpeg" });
  await admin.mfa.unAssociateMfa(mia, "FACE");
  user = await walk.step("bind a face by photos", () =>
    inPage({}, () => client.mfa.associateFaceByBlob({ baseFace: photo, compareFace: photo })),
  );
  assert.equal(user.id, mia);
  await admin.mfa.unAssociateMfa(mia, "FACE");
  user = await walk.step("bind a face by a photo that is picked", () =>
    picking(photo, () => client.mfa.associateFaceByLocalFile()),
  );
  assert.equal(user.id, mia);

  const strategy = { allowExchangeUserInfoFromBrowser: true };
  await admin.userpool.update({ qrcodeLoginStrategy: strategy });
  const web = endUser(emulator);
  const qr = await walk.step("make a QR code", () => web.qrcode.geneCode());
  walk.name("<random>", qr.random);
  // The phone's side is no part of the SDK.
  for (const step of ["scanned", "confirm"]) {
    const response = await fetch(`${emulator.url}/api/v2/qrcode/${step}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ random: qr.random }),
    });
    assert.equal((await response.json()).code, 200);
  }
  // One request: the next would follow a second later.
  const ticket = await walk.step("watch a QR code", async () => {
    const { timer, ticket } = await new Promise((resolve, reject) => {
      let timer;
      web.qrcode.startPolling(qr.random, {
        interval: 1000,
        onStart: (started) => (timer = started),
        onSuccess: (_, ticket) => resolve({ timer, ticket }),
        onError: reject,
      });
    });
    await web.qrcode.stopPolling(timer);
    return ticket;
  });
  assert.ok(ticket);
  const state = await walk.step("ask for the QR code's state", () =>
    web.qrcode.checkStatus(qr.random),
  );
  assert.equal(state.status, 2);
  user = await walk.step("exchange the ticket", () => web.qrcode.exchangeUserInfo(state.ticket));
  assert.equal(user.id, mia);
  await walk.step("make a QR code for a mini program", () => web.wxqrcode.geneCode());
  await walk.step("make a QR code for an official account", () => web.wechatmpqrcode.geneCode());

  const identity = { isSocial: true, identifier: "github", extIdpId: "source-1" };
  await admin.users.linkIdentity({ userId: mia, userIdInIdp: "gh-mia", type: "openid", ...identity });
  client.setToken(token);
  const identities = await walk.step("list my identities", () => client.social.getIdentities());
  assert.deepEqual(identities.map((one) => one.userIdInIdp), ["gh-mia"]);
  await walk.step("take an identity away", () =>
    client.social.unlinkExtIdp({ extIdpId: "source-1" }),
  );
};
