// Somebody who logs in by other means than a name, and minds what belongs to the account.
"use strict";

const assert = require("node:assert/strict");

const { opened, picking } = require("./browser.cjs");
const { PASSWORD, Visitor, administrator, endUser } = require("./walk.cjs");

const [PHONE, NEW_PHONE] = ["13900000011", "13900000012"];
const [EMAIL, NEW_EMAIL] = ["heidi@example.com", "h@example.com"];
const NO_CALL = "the SDK has no such call";

module.exports = async function walkArea(walk, emulator) {
  const admin = administrator(emulator);
  const client = endUser(emulator, {
    publicKey: emulator.publicKey,
    userPoolId: emulator.userPoolId,
    websocketHost: emulator.url,
  });

  await client.sendEmail("kim@example.com", "REGISTER_VERIFY_CODE");
  let code = await walk.code("kim@example.com");
  let user = await walk.step("register by email code", () =>
    client.registerByEmailCode("kim@example.com", code, { nickname: "Kim" }, { forceLogin: true }),
  );
  assert.equal(user.nickname, "Kim");
  await walk.control("POST", "clock", { advanceSeconds: 61 });
  await client.sendEmail("kim@example.com", "LOGIN_VERIFY_CODE");
  code = await walk.code("kim@example.com");
  user = await walk.step("log in by email code", () =>
    client.loginByEmailCode("kim@example.com", code),
  );
  assert.ok(user.token);
  user = await walk.step("log in by LDAP", () => client.loginByLdap("ivan", PASSWORD));
  const ldapToken = user.token;
  assert.ok(ldapToken);
  user = await walk.step("log in by AD", () => client.loginByAd("ivan", PASSWORD));
  assert.ok(user.token);
  user = await walk.step("log in by sub-account", () =>
    client.loginBySubAccount("clerk", PASSWORD),
  );
  assert.equal(user.username, "clerk");
  walk.absent("log in by WeChat's mobile code", NO_CALL);
  const tokens = await walk.step("log in with credentials", () =>
    client.signinByCredentials({
      connection: "PASSWORD",
      passwordPayload: { username: "heidi", password: PASSWORD },
      options: { scope: "openid profile" },
      client_id: emulator.appId,
      client_secret: emulator.appSecret,
    }),
  );
  assert.ok(tokens.id_token);

  user = await client.loginByUsername("heidi", PASSWORD);
  walk.name("<heidi>", user.id);
  await admin.users.addRoles(user.id, ["editor"]);
  const text = async (phone) => {
    await client.sendSmsCode(phone);
    return walk.code(phone);
  };
  const mail = async (email) => {
    await client.sendEmail(email, "CHANGE_EMAIL");
    return walk.code(email);
  };

  code = await text(PHONE);
  user = await walk.step("bind a phone number", () => client.bindPhone(PHONE, code));
  assert.equal(user.phone, PHONE);
  const codes = [await text(PHONE), await text(NEW_PHONE)];
  user = await walk.step("change the phone number", () =>
    client.updatePhone(NEW_PHONE, codes[1], PHONE, codes[0]),
  );
  assert.equal(user.phone, NEW_PHONE);
  user = await walk.step("unbind the phone number", () => client.unbindPhone());
  assert.equal(user.phone, null);
  code = await mail(EMAIL);
  user = await walk.step("bind an email address", () => client.bindEmail(EMAIL, code));
  assert.equal(user.email, EMAIL);
  await walk.control("POST", "clock", { advanceSeconds: 61 });
  const mails = [await mail(EMAIL), await mail(NEW_EMAIL)];
  user = await walk.step("change the email address", () =>
    client.updateEmail(NEW_EMAIL, mails[1], EMAIL, mails[0]),
  );
  assert.equal(user.email, NEW_EMAIL);
  user = await walk.step("unbind the email address", () => client.unbindEmail());
  assert.equal(user.email, null);

  const orgs = await walk.step("list my organisations", () => client.listOrgs());
  assert.deepEqual(orgs, []);
  await walk.step("list my departments", () => client.listDepartments());
  walk.absent("list my roles", NO_CALL);
  assert.equal(await walk.step("ask whether I have a role", () => client.hasRole("editor")), true);
  const applications = await walk.step("list my applications", () => client.listApplications());
  assert.equal(applications.list[0].id, emulator.appId);
  await walk.step("list my resources", () => client.listAuthorizedResources("default"));
  const level = await walk.step("get my security level", () => client.getSecurityLevel());
  assert.equal(level.password, true);

  const token = client.tokenProvider.getToken();
  await walk.step("link an account", () =>
    client.linkAccount({ primaryUserToken: token, secondaryUserToken: ldapToken }),
  );
  await walk.step("unlink an identity", () =>
    client.unLinkAccount({ primaryUserToken: token, provider: "ldap" }),
  );
  await providers(walk, emulator, admin, client);
  const photo = new Blob(["a photo"], { type: "image/jpeg" });
  for (const [step, call] of [
    ["upload a picture of me", () => client.uploadAvatar()],
    ["upload another picture of me", () => client.updateAvatar()],
  ]) {
    user = await walk.step(step, () => picking(photo, call));
    walk.name("<photo>", user.photo);
  }

  assert.equal(await walk.step("get my real name", () => client.principal.detail()), null);
  await walk.step("authenticate my real name", () =>
    client.principal.authenticate({
      type: "P",
      name: "HEIDI",
      idCard: "110101199003070000",
      bankCard: "6222020000000000",
    }),
  );

  const tell = async (deviceUniqueId) => {
    await client.loginByUsername("heidi", PASSWORD);
    const told = await client.httpClient.request({
      method: "POST",
      url: `${emulator.url}/api/v3/create-device`,
      data: { deviceUniqueId, name: "chrome" },
    });
    return told.id;
  };
  const phone = await tell("phone");
  walk.name("<phone>", phone);
  await tell("laptop");
  const devices = await walk.step("list my devices", () => client.browserFingerprint.myDevicesList());
  assert.equal(devices.length, 2);
  await walk.step("log out of a device", () => client.browserFingerprint.myDevicesLogout(phone));
  await walk.step("unbind a device", () => client.browserFingerprint.myDevicesUnbind(phone));
  await walk.step("log out of this device", () => client.logoutCurrent());
};

// Where people are sent who log in at another provider, or link an identity of theirs.
async function providers(walk, emulator, admin, client) {
  const offer = async (type, identifier, fields) => {
    const connections = [{ type, identifier, displayName: "A provider", fields }];
    const { id } = await admin.tenant.createExtIdp({ name: "Ours", type, connections });
    const { appId } = emulator;
    await admin.tenant.batchChangeExtIdpConnectionState(id, { appId, enabled: true });
  };
  await offer("github", "our-github", {});
  await offer("oidc", "our-oidc", {
    authorizationEdpoint: "https://idp.example.com/auth",
    clientId: "authing",
    redirectUri: "https://app.example.com/cb",
    scopes: "openid",
    responseType: "code",
  });
  const idToken = client.tokenProvider.getToken();
  const { url } = await walk.step("make an address to link an identity at", () =>
    client.social.generateLinkExtIdpUrl({ extIdpConnIdentifier: "our-github", idToken }),
  );
  assert.match(url, /\/connections\/social\/our(-|%2D)github\?/);
  await walk.step("send a visitor to a social provider", async () => {
    const address = await opened(() => client.social.authorize("github", { popup: false }));
    await new Visitor("heidi").open(address);
  });
  const address = await walk.step("send a visitor to an enterprise provider", () =>
    opened(() => client.enterprise.authorize("oidc", "our-oidc", { popup: false })),
  );
  const { origin, searchParams } = new URL(address);
  assert.deepEqual(
    [origin, searchParams.get("client_id"), searchParams.get("scope")],
    ["https://idp.example.com", "authing", "openid"],
  );
}
