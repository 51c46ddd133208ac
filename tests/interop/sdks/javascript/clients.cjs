// What the clients do besides the areas: what they hold, how they speak, whatever else is asked.
"use strict";

const assert = require("node:assert/strict");

const { functions } = require("./calls.cjs");
const { PASSWORD, administrator, endUser } = require("./walk.cjs");

const EMAIL = "nina@example.com";

module.exports = async function walkArea(walk, emulator) {
  const admin = administrator(emulator);
  const nina = await walk.user("nina");
  await administration(walk, emulator, admin, nina);
  await session(walk, emulator, nina);
  signatures(walk);
};

async function administration(walk, emulator, admin, nina) {
  walk.absent("get the administrator's token", "the SDK keeps it to itself");
  await walk.step("send an email", () => admin.sendEmail(EMAIL, "RESET_PASSWORD"));
  const { token } = await endUser(emulator).loginByUsername("nina", PASSWORD);
  const user = await walk.step("check a token", () =>
    admin.checkLoginStatus(token, { fetchUserDetail: true }),
  );
  assert.equal(user.id, nina);
  const asked = {
    query: "query ($code: String!) { group(code: $code) { code } }",
    variables: { code: "none" },
  };
  const data = await walk.step("ask by GraphQL", () => admin.makeGraphqlRequest(asked));
  assert.equal(data.group, null);
  const list = await walk.step("ask by REST", () =>
    admin.makeRestRequest({ method: "GET", url: `${emulator.url}/api/v2/env` }),
  );
  assert.deepEqual(list, []);
  await walk.step("speak English", () => {
    admin.setLang("en-US");
    return admin.users.listOrgs(nina);
  });
}

async function session(walk, emulator, nina) {
  const client = endUser(emulator);
  const { token } = await endUser(emulator).loginByUsername("nina", PASSWORD);
  await walk.step("hold a token", () => {
    client.setToken(token);
    return client.getSecurityLevel();
  });
  const id = await walk.step("ask who is logged in", () => client.checkLoggedIn());
  assert.equal(id, nina);
  const asked = { query: "query { user { id } }", token };
  const data = await walk.step("ask by GraphQL as a user", () => client.graphqlClient.request(asked));
  assert.equal(data.user.id, nina);
  const url = `${emulator.appHost}/api/v2/users/me/orgs`;
  const orgs = await walk.step("ask by REST as a user", () =>
    client.httpClient.request({ method: "GET", url }),
  );
  assert.deepEqual(orgs, []);
  const page = await walk.step("ask for what is not JSON", () =>
    client.naiveHttpClient.request({
      method: "GET",
      url: `${emulator.appHost}/cas-idp/${emulator.appId}/validate`,
      params: { service: "s", ticket: "t" },
    }),
  );
  assert.equal(page.split("\n")[0], "no");
  await walk.step("be another program that speaks English", () => {
    client.setRequestFrom("my-shop");
    client.setLang("en-US");
    return client.getSecurityLevel();
  });

  const held = client.tokenProvider;
  await walk.value("hold a user", () => {
    client.setCurrentUser({ id: "u1", token: "t1" });
    return [held.getUser().id, held.getToken()];
  });
  await walk.value("hold another token", () => {
    held.setUser({ id: "u1", token: "t1" });
    held.setToken("t2");
    return held.getToken();
  });
  await walk.value("forget who it is", () => {
    held.clearUser();
    return [held.getUser(), held.getToken()];
  });
}

function signatures(walk) {
  const { signature } = functions;
  const headers = { date: "Thu, 01 Jan 1970 00:00:00 GMT", "x-authing-b": " 2\t", "x-authing-a": "1" };
  walk.value("sign a request", () => {
    const text = signature.buildStringToSign("GET", "/api/v2/users", headers, { page: "1", limit: "a b" });
    const authorization = signature.buildAuthorization("key", "secret", text);
    assert.equal(authorization, `key:${signature.buildSignature("secret", text)}`);
    return authorization;
  });
}
