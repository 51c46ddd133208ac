// Tenants: their members, administrators and identity sources.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const tenants = client.tenant;
  const page = await walk.step("list tenants", () => tenants.list());
  assert.equal(page.totalCount, 0);
  const made = await walk.step("create a tenant", () =>
    tenants.create({ name: "Acme", appIds: emulator.appId, description: "Who build" }),
  );
  const tenant = made.id;
  walk.name("<tenant>", tenant);
  const found = await walk.step("get a tenant", () => tenants.details(tenant));
  assert.equal(found.name, "Acme");
  await walk.step("update a tenant", () => tenants.update(tenant, { name: "Acme & Co" }));
  await walk.step("configure a tenant", () => tenants.config(tenant, { css: "a{}" }));
  await members(walk, client, tenant);
  await sources(walk, tenants, tenant);
  await walk.step("delete a tenant", () => tenants.delete(tenant));
  assert.equal((await tenants.list()).totalCount, 0);
};

async function members(walk, client, tenant) {
  const tenants = client.tenant;
  const bob = await walk.user("bob");
  await walk.step("add members", () => tenants.addMembers(tenant, [bob]));
  const page = await walk.step("list members", () => tenants.members(tenant, {}));
  assert.equal(page.listTotal, 1);
  const ok = async (step, call) => assert.equal(await walk.step(step, call), true);
  await ok("switch a member off", () => tenants.updateTenantMember(tenant, bob, false));
  await ok("make an administrator", () => tenants.setTanentAdmin(tenant, { userIds: [bob] }));
  await ok("remove an administrator", () => tenants.deleteTanentAdmin(tenant, bob));
  await walk.step("remove a member", () => tenants.removeMembers(tenant, bob));
}

async function sources(walk, tenants, tenantId) {
  const connection = (identifier) => ({
    type: "lark-internal",
    identifier,
    displayName: "Lark",
    fields: { clientID: "cli" },
  });
  const made = await walk.step("create an identity source", () =>
    tenants.createExtIdp({ tenantId, name: "Lark", type: "lark", connections: [connection("a")] }),
  );
  const source = made.id;
  walk.name("<source>", source);
  const all = await walk.step("list identity sources", () => tenants.listExtIdp(tenantId));
  assert.deepEqual(all.map((one) => one.id), [source]);
  const found = await walk.step("get an identity source", () => tenants.extIdpDetail(source));
  assert.equal(found.connections.length, 1);
  await walk.step("update an identity source", () =>
    tenants.updateExtIdp(source, { name: "Feishu" }),
  );
  const second = await walk.step("create a connection", () =>
    tenants.createExtIdpConnection({ extIdpId: source, ...connection("b") }),
  );
  walk.name("<connection>", second.id);
  await walk.step("update a connection", () =>
    tenants.updateExtIdpConnection(second.id, { displayName: "L", fields: { clientID: "c" } }),
  );
  const ok = async (step, call) => assert.equal(await walk.step(step, call), true);
  // The SDK says whether the identifier is taken.
  const taken = await walk.step("check an identifier", () =>
    tenants.checkExtIdpConnectionIdentifierUnique("free"),
  );
  assert.equal(taken, false);
  await ok("switch a connection off", () =>
    tenants.changeExtIdpConnectionState(second.id, { tenantId, enabled: false }),
  );
  await ok("switch all connections off", () =>
    tenants.batchChangeExtIdpConnectionState(source, { tenantId, enabled: false }),
  );
  await walk.step("delete a connection", () => tenants.deleteExtIdpConnection(second.id));
  await walk.step("delete an identity source", () => tenants.deleteExtIdp(source));
  assert.deepEqual(await tenants.listExtIdp(tenantId), []);
}
