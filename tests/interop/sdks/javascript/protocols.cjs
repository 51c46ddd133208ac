// Logins by OpenID Connect, OAuth 2.0, CAS and SAML, and what their tokens are used for.
"use strict";

const assert = require("node:assert/strict");

const { Visitor, endUser } = require("./walk.cjs");

const CALLBACK = "http://localhost:3000/callback";
const GOODBYE = "http://localhost:3000/goodbye";
const ACCOUNT = {
  id: "60e3f5a6c3d5f4a7b1c2d3e4",
  secret: "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3",
};
const SCOPE = "openid profile offline_access";

module.exports = async function walkArea(walk, emulator) {
  const bob = await walk.user("bob");
  for (const method of ["client_secret_basic", "none", "client_secret_post"]) {
    await grants(walk, emulator, method);
  }
  await tokens(walk, emulator, bob);
  await oauth(walk, emulator, bob);
  await cas(walk, emulator);
  await saml(walk, emulator);
};

function client(emulator, options) {
  return endUser(emulator, {
    publicKey: emulator.publicKey,
    secret: emulator.appSecret,
    redirectUri: CALLBACK,
    ...options,
  });
}

// The ways in which an application proves to the endpoints that it is itself.
async function grants(walk, emulator, method) {
  await walk.configure({
    tokenEndpointAuthMethod: method,
    introspectionEndpointAuthMethod: method,
    revocationEndpointAuthMethod: method,
  });
  const app = client(emulator, {
    tokenEndPointAuthMethod: method,
    introspectionEndPointAuthMethod: method,
    revocationEndPointAuthMethod: method,
  });
  const codeVerifier = app.generateCodeChallenge();
  const codeChallenge = app.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: "S256" });
  const url = app.buildAuthorizeUrl({ scope: SCOPE, codeChallenge, codeChallengeMethod: "S256" });
  const { code } = Object.fromEntries(await new Visitor("bob").visit(url));
  const step = (name, call) => walk.step(`${name} (${method})`, call);
  const got = await step("change a code for tokens", () =>
    app.getAccessTokenByCode(code, { codeVerifier }),
  );
  assert.ok(got.id_token && got.refresh_token);
  const { access_token } = await step("refresh the tokens", () =>
    app.getNewAccessTokenByRefreshToken(got.refresh_token),
  );
  const told = await step("introspect a token", () => app.introspectToken(access_token));
  assert.equal(told.active, true);
  await step("revoke a token", () => app.revokeToken(access_token));
  assert.equal((await app.introspectToken(access_token)).active, false);
}

async function tokens(walk, emulator, bob) {
  const app = client(emulator);
  const visitor = new Visitor("bob");
  let codeVerifier, url;
  await walk.step("send a visitor to log in", () => {
    codeVerifier = app.generateCodeChallenge();
    const codeChallenge = app.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: "S256" });
    url = app.buildAuthorizeUrl({ scope: SCOPE, codeChallenge, codeChallengeMethod: "S256" });
    return visitor.open(url);
  });
  const code = (await visitor.visit(url)).get("code");
  const got = await app.getAccessTokenByCode(code, { codeVerifier });
  const { access_token: accessToken, id_token: idToken } = got;
  const inHeader = { method: "GET", tokenPlace: "header" };
  for (const [step, how] of [
    ["ask who the user is", inHeader],
    ["ask who the user is, by the query", undefined],
    ["ask who the user is, by a form", { method: "POST", tokenPlace: "body" }],
  ]) {
    const user = await walk.step(step, () => app.getUserInfoByAccessToken(accessToken, how));
    assert.equal(user.sub, bob);
  }
  let claims = await walk.step("have an id_token checked", () => app.validateToken({ idToken }));
  assert.equal(claims.sub, bob);
  claims = await walk.step("have an access token checked", () => app.validateToken({ accessToken }));
  assert.equal(claims.sub, bob);
  // The SDK proves nothing to this grant, whatever it was told.
  await walk.configure({ tokenEndpointAuthMethod: "none" });
  const other = await walk.step("change an id_token for another token", () =>
    app.getAccessTokenByIdToken({ idToken, redirectUri: CALLBACK, scope: "openid" }),
  );
  assert.ok(other.access_token);
  await walk.configure({ tokenEndpointAuthMethod: "client_secret_post" });
  await walk.step("send a visitor to log out", () =>
    visitor.open(app.buildLogoutUrl({ expert: true, idToken, redirectUri: GOODBYE })),
  );
  await walk.step("send a visitor to log out simply", () =>
    visitor.open(app.buildLogoutUrl({ redirectUri: GOODBYE })),
  );
  await walk.configure({ idTokenAlgorithm: "RS256" });
  const machine = await walk.step("get a token for a machine", () =>
    app.getAccessTokenByClientCredentials("books:read", {
      accessKey: ACCOUNT.id,
      accessSecret: ACCOUNT.secret,
    }),
  );
  assert.equal(machine.rejected_scope, "books:read");
}

async function oauth(walk, emulator, bob) {
  const app = client(emulator, { protocol: "oauth" });
  const visitor = new Visitor("bob");
  let url;
  await walk.step("send a visitor to log in by OAuth", () => {
    url = app.buildAuthorizeUrl();
    return visitor.open(url);
  });
  const code = (await visitor.visit(url)).get("code");
  const got = await walk.step("change a code by OAuth", () => app.getAccessTokenByCode(code));
  const { access_token } = await walk.step("refresh by OAuth", () =>
    app.getNewAccessTokenByRefreshToken(got.refresh_token),
  );
  const user = await walk.step("ask who the user is by OAuth", () =>
    app.getUserInfoByAccessToken(access_token, { method: "GET", tokenPlace: "header" }),
  );
  assert.equal(user.sub, bob);
  const told = await walk.step("introspect by OAuth", () => app.introspectToken(access_token));
  assert.equal(told.active, true);
  await walk.step("revoke by OAuth", () => app.revokeToken(access_token));
}

async function cas(walk, emulator) {
  const app = client(emulator, { protocol: "cas" });
  const visitor = new Visitor("bob");
  const url = app.buildAuthorizeUrl({ service: CALLBACK });
  await walk.step("send a visitor to log in by CAS", () =>
    visitor.open(app.buildAuthorizeUrl({ service: CALLBACK })),
  );
  const ticket = async () => (await visitor.visit(url)).get("ticket");
  let caught = await ticket();
  const first = await walk.step("check a ticket by CAS 1.0", () =>
    app.validateTicketV1(caught, CALLBACK),
  );
  assert.equal(first.valid, true);
  caught = await ticket();
  const second = await walk.step("check a ticket by CAS 2.0", () =>
    app.validateTicketV2(caught, CALLBACK),
  );
  assert.equal(second.serviceResponse.authenticationSuccess.user, "bob");
  const { session } = await walk.step("ask whether there is a session", () => app.trackSession());
  assert.equal(session, null);
  await walk.step("send a visitor to log out by CAS", () =>
    visitor.open(app.buildLogoutUrl({ redirectUri: GOODBYE })),
  );
}

async function saml(walk, emulator) {
  const app = client(emulator, { protocol: "saml" });
  await walk.step("send a visitor to log in by SAML", () =>
    new Visitor("bob").open(app.buildAuthorizeUrl()),
  );
}
