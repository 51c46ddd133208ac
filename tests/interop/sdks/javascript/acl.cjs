// Namespaces, resources, permissions on them, and accounts of machines.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

const READ = [{ name: "read", description: "Read" }];

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  await namespaces(walk, client.acl, emulator);
  await resources(walk, client);
  await resourcesOfAnApplication(walk, client.applications, emulator.appId);
  await permissions(walk, client);
  await accounts(walk, client.acl, emulator.appId);
};

async function namespaces(walk, acl, emulator) {
  const shop = await walk.step("create a namespace", () =>
    acl.createNamespace("shop", "Shop", "What is sold"),
  );
  assert.deepEqual([shop.code, shop.status], ["shop", 1]);
  const page = await walk.step("list namespaces", () => acl.listNamespaces());
  const codes = page.list.map((one) => one.code);
  assert.equal(page.total, 4);
  assert.deepEqual(codes, ["default", "system", emulator.appId, "shop"]);
  walk.absent("update a namespace by id", "the SDK knows namespaces by code");
  const store = await walk.step("update a namespace by code", () =>
    acl.updateNamespace("shop", { description: "Sold here" }),
  );
  assert.deepEqual([store.id, store.description], [shop.id, "Sold here"]);
  walk.absent("delete a namespace by id", "the SDK knows namespaces by code");
  await acl.createNamespace("other", "Other");
  assert.ok(await walk.step("delete a namespace by code", () => acl.deleteNamespace("other")));
}

async function resources(walk, { acl, tenant }) {
  const books = await walk.step("create a resource", () =>
    acl.createResource({
      namespace: "shop",
      code: "books",
      type: "DATA",
      actions: READ,
      description: "Books",
    }),
  );
  assert.deepEqual(books.actions.map((action) => action.name), ["books:read"]);
  walk.name("<books>", books.id);
  const apiIdentifier = "https://api.example.com/orders";
  const api = await walk.step("create an API", () =>
    acl.createResource({
      namespace: "shop",
      code: "orders",
      type: "API",
      actions: READ,
      apiIdentifier,
    }),
  );
  assert.equal(api.apiIdentifier, apiIdentifier);
  const bulk = [
    { namespace: "shop", code: "menu", type: "MENU", actions: READ },
    { namespace: "shop", code: "button", type: "BUTTON", actions: READ },
  ];
  const all = await walk.step("create several resources", () =>
    tenant.batchInsertResource({ bulk }),
  );
  assert.equal(all, true);
  let page = await walk.step("list resources", () => acl.listResources({ namespace: "shop" }));
  assert.equal(page.totalCount, 4);
  page = await walk.step("list resources of a type", () =>
    acl.listResources({ namespace: "shop", type: "API", page: 1, limit: 5 }),
  );
  assert.deepEqual(page.list.map((one) => one.code), ["orders"]);
  page = await walk.step("list resources by the older call", () =>
    acl.getResources({ namespace: "shop" }),
  );
  assert.equal(page.totalCount, 4);
  let found = await walk.step("get a resource by id", () => acl.getResourceById(books.id));
  assert.equal(found.code, "books");
  found = await walk.step("get a resource by code", () =>
    acl.getResourceByCode({ namespace: "shop", code: "books" }),
  );
  assert.equal(found.id, books.id);
  const changed = await walk.step("update a resource", () =>
    acl.updateResource("books", { namespace: "shop", actions: READ, description: "All books" }),
  );
  assert.equal(changed.description, "All books");
  assert.ok(await walk.step("delete a resource", () => acl.deleteResource("orders", "shop")));
}

async function resourcesOfAnApplication(walk, applications, appId) {
  const made = await walk.step("create a resource of an application", () =>
    applications.createResource(appId, { code: "films", type: "DATA", actions: READ }),
  );
  assert.equal(made.namespace, appId);
  const page = await walk.step("list resources of an application", () =>
    applications.listResources(appId),
  );
  assert.deepEqual(page.list.map((one) => one.code), ["films"]);
  const changed = await walk.step("update a resource of an application", () =>
    applications.updateResource(appId, { code: "films", type: "DATA", description: "Films" }),
  );
  assert.equal(changed.description, "Films");
  await walk.step("delete a resource of an application", () =>
    applications.deleteResource(appId, "films"),
  );
}

async function permissions(walk, client) {
  const acl = client.acl;
  const bob = await walk.user("bob");
  await client.roles.create("editor", undefined, "shop");
  const namespace = "shop";

  await walk.step("allow a user", () => acl.allow(bob, "books:1", "books:read", namespace));
  walk.absent("allow a role", "the SDK allows users only");
  const may = (resource, tenantId) =>
    acl.isAllowed(bob, resource, "books:read", { namespace, tenantId });
  assert.equal(await walk.step("ask what a user may do", () => may("books:1")), true);
  assert.ok(await walk.step("ask what a user may do in a tenant", () => may("books:1", "t1")));
  assert.equal(await may("books:2"), false);
  await walk.step("authorize targets", () =>
    acl.authorizeResource({
      namespace,
      resource: "books:2",
      opts: [
        { targetType: "USER", targetIdentifier: bob, actions: ["books:read"] },
        { targetType: "GROUP", targetIdentifier: "g1", actions: ["books:*"] },
      ],
    }),
  );
  const rights = [{ code: "menu", actions: ["menu:open"], resourceType: "MENU" }];
  const roles = { targetType: "ROLE", targetIdentifiers: ["editor"], resources: rights };
  await walk.step("authorize several resources", () =>
    acl.authorizeResources({ namespace, opts: [roles] }),
  );
  let page = await walk.step("list authorized resources", () =>
    acl.listAuthorizedResources("USER", bob, namespace, { resourceType: "DATA" }),
  );
  assert.deepEqual(page.list.map((one) => one.code), ["books:1", "books:2"]);
  const targets = [
    { targetType: "ROLE", targetIdentifier: "editor" },
    { targetType: "GROUP", targetIdentifier: "g1" },
  ];
  const { list } = await walk.step("list authorized resources of several", () =>
    acl.listAuthorizedResourcesBatch({ namespace, targets }),
  );
  assert.deepEqual(list.map((one) => one.list.at(-1).code), ["menu", "books:2"]);
  page = await walk.step("list authorized targets", () =>
    acl.getAuthorizedTargets({
      namespace,
      resource: "books:2",
      resourceType: "DATA",
      actions: { op: "AND", list: ["books:read", "books:edit"] },
      targetType: "GROUP",
    }),
  );
  assert.deepEqual(page.list.map((one) => one.targetIdentifier), ["g1"]);
  await walk.step("revoke a resource", () =>
    acl.revokeResource({
      namespace,
      resource: "books",
      opts: [{ targetType: "USER", targetIdentifier: bob }],
    }),
  );
  assert.equal(await may("books:1"), false);
  await walk.step("revoke several resources", () =>
    acl.revokeResources({ namespace, opts: [roles] }),
  );
  page = await acl.listAuthorizedResources("ROLE", "editor", namespace);
  assert.equal(page.totalCount, 0);

  const statements = [{ resource: "books:*", actions: ["books:read"] }];
  await client.policies.create({ code: "readers", statements });
  await client.policies.addAssignments(["readers"], "USER", [bob]);
  const assigned = await walk.step("list a policy's targets of a type", () =>
    acl.getPoliciesAssignmentsCondition("default", "readers", "USER"),
  );
  assert.deepEqual(assigned.targets.map((one) => one.id), [bob]);
}

async function accounts(walk, acl, appId) {
  const made = await walk.step("create an account", () =>
    acl.createProgrammaticAccessAccount(appId),
  );
  assert.deepEqual([made.tokenLifetime, made.enabled, made.secret.length], [600, true, 32]);
  const account = made.id;
  walk.name("<account>", account);
  const second = await walk.step("create an account with remarks", () =>
    acl.createProgrammaticAccessAccount(appId, { tokenLifetime: 60, remarks: "Nightly" }),
  );
  assert.equal(second.remarks, "Nightly");
  let page = await walk.step("list accounts", () => acl.programmaticAccessAccountList(appId));
  assert.deepEqual(page.list.map((one) => one.tokenLifetime), [60, 600]);
  const off = await walk.step("disable an account", () =>
    acl.disableProgrammaticAccessAccount(account),
  );
  assert.equal(off.enabled, false);
  const on = await walk.step("enable an account", () =>
    acl.enableProgrammaticAccessAccount(account),
  );
  assert.equal(on.enabled, true);
  const renewed = await walk.step("refresh an account's secret", () =>
    acl.refreshProgrammaticAccessAccountSecret(account),
  );
  assert.ok(renewed.secret.length === 32 && renewed.secret !== made.secret);
  await walk.step("delete an account", () => acl.deleteProgrammaticAccessAccount(account));
  page = await acl.programmaticAccessAccountList(appId);
  assert.equal(page.totalCount, 1);
}
