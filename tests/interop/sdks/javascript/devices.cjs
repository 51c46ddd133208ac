// The devices that users log in from.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, administrator, endUser } = require("./walk.cjs");

const FAR_AWAY = 4_102_444_800_000;

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const devices = client.browserFingerprint;
  const bob = await walk.user("bob");
  const id = await meet(emulator);
  walk.name("<device>", id);
  const ok = async (step, call) => assert.equal(await walk.step(step, call), true);

  let page = await walk.step("list devices", () => devices.getDeviceList());
  assert.equal(page.totalCount, 1);
  const found = await walk.step("get a device", () => devices.getDeviceDetails(id));
  assert.equal(found.os, "Mac OS");
  const { status } = await walk.step("get the status", () => devices.getDeviceStatus(id));
  assert.equal(status, "activated");
  await ok("disable a device", () => devices.disableDevice(id));
  await ok("enable a device", () => devices.enableDevice(id));
  await ok("suspend a device", () => devices.suspendDevice(id, FAR_AWAY));

  page = await walk.step("list a user's devices", () =>
    devices.getDeviceUserList({ userId: bob, page: 1, limit: 10 }),
  );
  assert.equal(page.totalCount, 1);
  const of = { id, userId: bob };
  await ok("disable a user's device", () => devices.disableDeviceUser(of));
  await ok("enable a user's device", () => devices.enableDeviceUser(of));
  await ok("suspend a user's device", () =>
    devices.suspendDeviceUser({ ...of, endTime: FAR_AWAY }),
  );
  await ok("remove a user's device", () => devices.delDeviceUser(of));
  await ok("delete a device", () => devices.delDevice(id));
  assert.equal((await devices.getDeviceList()).totalCount, 0);
};

// Logs bob in with a browser that tells of itself, which the SDK does in browsers only.
async function meet(emulator) {
  const { token } = await endUser(emulator).loginByUsername("bob", PASSWORD);
  const response = await fetch(`${emulator.url}/api/v3/create-device`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-authing-userpool-id": emulator.userPoolId,
    },
    body: JSON.stringify({ deviceUniqueId: "f1", name: "chrome", os: "Mac OS", type: "Browser" }),
  });
  return (await response.json()).data.id;
}
