// The logs of users and administrators.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, administrator, endUser } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const logs = client.statistics;
  const bob = (await client.users.create({ username: "bob", password: PASSWORD })).id;
  walk.name("<bob>", bob);
  await endUser(emulator).loginByUsername("bob", PASSWORD);
  let page = await walk.step("list user actions", () =>
    logs.listUserActions({ userId: bob, page: 1, limit: 5 }),
  );
  assert.equal(page.totalCount, 1);
  page = await walk.step("list user actions by the older call", () =>
    client.userAction.list({ page: 1, limit: 5 }),
  );
  assert.equal(page.totalCount, 1);
  page = await walk.step("list audit logs", () => logs.listAuditLogs({ page: 1, limit: 10 }));
  assert.ok(page.totalCount > 0);
  page = await walk.step("list audit logs of an application", () =>
    logs.listAuditLogs({ appId: emulator.appId, page: 1, limit: 10 }),
  );
  assert.equal(page.totalCount, 0);
};
