// The official JavaScript SDK finds what a seed has put there: no code sets anything up.
"use strict";

const assert = require("node:assert");

const { AuthenticationClient, ManagementClient } = require("authing-js-sdk");

const { env } = process;

async function main() {
  const publicKey = env.AUTHING_PUBLIC_KEY;
  const management = new ManagementClient({
    userPoolId: env.AUTHING_USERPOOL_ID,
    secret: env.AUTHING_USERPOOL_SECRET,
    host: env.AUTHING_HOST,
    publicKey,
  });
  const app = new AuthenticationClient({
    appId: env.AUTHING_APP_ID,
    appHost: env.AUTHING_APP_HOST,
    publicKey,
  });
  const ann = await app.loginByUsername("ann", "passw0rd");
  assert.strictEqual(ann.nickname, "Ann");
  assert.strictEqual(ann.email, "ann@example.com");
  const groups = await management.users.listGroups(ann.id);
  assert.deepStrictEqual(groups.list.map((group) => group.code), ["staff"]);
  const holders = await management.roles.listUsers("manager", { namespace: "shop" });
  assert.deepStrictEqual(holders.list.map((user) => user.id), [ann.id]);
  const may = (action, resource) =>
    management.acl.isAllowed(ann.id, resource, action, { namespace: "shop" });
  assert.strictEqual(await may("books:write", "books:1"), true);
  assert.strictEqual(await may("books:write", "books:2"), false);
  assert.strictEqual(await may("books:read", "books:2"), true);
  const data = await management.users.getUdfValue(ann.id);
  assert.strictEqual(data.shelf, "poetry");
  // Whoever is blocked is kept out.
  await assert.rejects(app.loginByUsername("eve", "passw0rd"));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
