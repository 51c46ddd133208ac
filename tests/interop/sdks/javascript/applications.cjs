// The applications of a pool.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

// The root of the organisation that the seed has put there.
const NODE = "6a0000000000000000000001";
const CALLBACK = "https://shop.acme.com/callback";

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const applications = client.applications;
  const bob = await walk.user("bob");
  const node = NODE;

  const made = await walk.step("create an application", () =>
    applications.create({
      name: "Shop",
      identifier: "acme-shop",
      redirectUris: [CALLBACK],
      logo: "https://l/1.png",
    }),
  );
  assert.equal(made.identifier, "acme-shop");
  const app = made.id;
  walk.name("<shop>", app);
  let page = await walk.step("list applications", () => applications.list());
  assert.deepEqual([page.totalCount, page.list[0].id], [2, app]);
  const found = await walk.step("find an application", () => applications.findById(app));
  assert.deepEqual([found.name, found.secret.length], ["Shop", 32]);
  walk.absent("change an application", "it changes nothing but the type and the default strategy");

  const done = async (step, call) => assert.equal((await walk.step(step, call)).code, 200);
  const user = { targetType: "USER", targetIdentifiers: [bob] };
  await done("let a user in", () => applications.allowAccess(app, user));
  await done("keep a group out", () =>
    applications.denyAccess(app, { targetType: "GROUP", targetIdentifiers: ["staff"] }),
  );
  await done("let a department in", () =>
    applications.allowAccess(app, {
      targetType: "ORG",
      targetIdentifiers: [node],
      inheritByChildren: true,
    }),
  );
  page = await walk.step("list access policies", () =>
    applications.getAccessPolicies(app, { page: 1, limit: 10 }),
  );
  assert.equal(page.totalCount, 3);
  assert.deepEqual(
    Object.fromEntries(
      page.list.map((entry) => [entry.targetType, entry.policy.statements[0].effect]),
    ),
    { USER: "ALLOW", GROUP: "DENY", ORG: "ALLOW" },
  );
  await done("disable an access policy", () => applications.disableAccessPolicy(app, user));
  await done("enable an access policy", () => applications.enableAccessPolicy(app, user));
  await done("delete an access policy", () => applications.deleteAccessPolicy(app, user));
  assert.equal((await applications.getAccessPolicies(app)).totalCount, 2);
  const { permissionStrategy } = await walk.step("refuse everybody else", () =>
    applications.updateDefaultAccessPolicy(app, "DENY_ALL"),
  );
  assert.deepEqual(
    [permissionStrategy.enabled, permissionStrategy.defaultStrategy],
    [true, "DENY_ALL"],
  );

  const { acl } = client;
  await done("let a user in by permission", () =>
    acl.allowAccessApplication({ appId: app, namespace: app, ...user }),
  );
  page = await walk.step("list permissions to log in", () =>
    acl.getApplicationAccessPolicies({ appId: app, page: 1, limit: 10 }),
  );
  assert.equal(page.totalCount, 3);
  await done("disable a permission to log in", () =>
    acl.disableApplicationAccessPolicy({ appId: app, namespace: app, ...user }),
  );
  await done("enable a permission to log in", () =>
    acl.enableApplicationAccessPolicy({ appId: app, namespace: app, ...user }),
  );
  await done("delete a permission to log in", () =>
    acl.deleteApplicationAccessPolicy({ appId: app, namespace: app, ...user }),
  );
  await done("keep a user out by permission", () =>
    acl.denyAccessApplication({ appId: app, namespace: app, ...user }),
  );
  const open = await walk.step("let everybody else in", () =>
    acl.updateDefaultApplicationAccessPolicy({ appId: app, defaultStrategy: "ALLOW_ALL" }),
  );
  assert.equal(open.permissionStrategy.defaultStrategy, "ALLOW_ALL");

  const first = { title: "one", required: true, lang: "zh-CN" };
  const one = (
    await walk.step("create an agreement", () => applications.createAgreement(app, first))
  ).id;
  const second = { title: "two", required: false, lang: "en-US" };
  const two = (
    await walk.step("create an agreement in English", () =>
      applications.createAgreement(app, second),
    )
  ).id;
  page = await walk.step("list agreements", () => applications.listAgreement(app));
  assert.deepEqual(
    page.list.map((entry) => entry.id),
    [one, two],
  );
  const changes = { title: "1", required: false, lang: "zh-CN" };
  const changed = await walk.step("change an agreement", () =>
    applications.modifyAgreement(app, one, changes),
  );
  assert.deepEqual([changed.title, changed.required], ["1", false]);
  assert.ok(await walk.step("sort agreements", () => applications.sortAgreement(app, [two, one])));
  page = await applications.listAgreement(app);
  assert.deepEqual(
    page.list.map((entry) => entry.id),
    [two, one],
  );
  assert.ok(await walk.step("delete an agreement", () => applications.deleteAgreement(app, two)));

  let role = await walk.step("create a role in an application", () =>
    applications.createRole(app, { code: "cashier", description: "takes money" }),
  );
  assert.equal(role.namespace, app);
  page = await walk.step("list the roles", () => applications.getRoles(app));
  assert.equal(page.totalCount, 1);
  role = await walk.step("find a role", () => applications.findRole(app, "cashier"));
  assert.equal(role.code, "cashier");
  role = await walk.step("change a role", () =>
    applications.updateRole(app, { code: "cashier", description: "counts money" }),
  );
  assert.equal(role.description, "counts money");
  await done("add users to a role", () => applications.addUsersToRole(app, "cashier", [bob]));
  page = await walk.step("list the users of a role", () =>
    applications.getUsersByRoleCode(app, "cashier"),
  );
  assert.deepEqual(
    page.list.map((holder) => holder.id),
    [bob],
  );
  page = await walk.step("list the rights of a role", () =>
    applications.listAuthorizedResourcesByRole(app, "cashier"),
  );
  assert.equal(page.totalCount, 0);
  await done("remove users from a role", () =>
    applications.removeUsersFromRole(app, "cashier", [bob]),
  );
  await done("delete a role", () => applications.deleteRole(app, "cashier"));
  await applications.createRole(app, { code: "a" });
  await applications.createRole(app, { code: "b" });
  await done("delete roles", () => applications.deleteRoles(app, ["a", "b"]));

  page = await walk.step("list active users", () => applications.activeUsers(app));
  assert.equal(page.totalCount, 0);
  await walk.step("refresh a secret", () => applications.refreshApplicationSecret(app));
  assert.notEqual((await applications.findById(app)).secret, found.secret);
  const { appType } = await walk.step("change the type", () =>
    applications.changeApplicationType(app, "Tenant"),
  );
  assert.equal(appType, "Tenant");
  const { tenants } = await walk.step("list the tenants of an application", () =>
    applications.applicationTenants(app),
  );
  assert.deepEqual(tenants, []);
  assert.equal(await walk.step("delete an application", () => applications.delete(app)), true);
  assert.equal((await applications.list()).totalCount, 1);
};
