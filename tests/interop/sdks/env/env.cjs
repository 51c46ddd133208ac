// The official JavaScript SDK with what its environment says.
"use strict";

const assert = require("node:assert");

const { AuthenticationClient, ManagementClient } = require("authing-js-sdk");

const { env } = process;

async function main(username) {
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
  const created = await management.users.create({ username, password: "passw0rd" });
  const loggedIn = await app.loginByUsername(username, "passw0rd");
  assert.strictEqual(loggedIn.id, created.id);
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
