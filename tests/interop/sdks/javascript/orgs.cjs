// The organisations of a pool.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

const TREE = {
  name: "Imported",
  code: "imported",
  children: [
    { code: "ops", name: "Ops", description: "operations" },
    { code: "dev", name: "Dev", children: [{ code: "api", name: "Api" }] },
  ],
};

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const orgs = client.org;
  const ids = (list) => list.map((one) => one.id);
  const alice = await walk.user("alice");

  let org = await walk.step("create an organisation", () =>
    orgs.create("Acme", "the company", "acme"),
  );
  const orgId = org.id;
  const root = org.rootNode.id;
  walk.name("<org>", orgId);
  walk.name("<root>", root);
  const tenant = (await client.tenant.create({ name: "T", appIds: emulator.appId })).id;
  walk.name("<tenant>", tenant);
  const ofTenant = await walk.step("create an organisation of a tenant", () =>
    orgs.create("Tenant", undefined, undefined, tenant),
  );
  const found = await orgs.list();
  assert.deepEqual(ids(found.list), [ofTenant.id, orgId]);
  await walk.step("list organisations", () => orgs.list());
  const all = await walk.step("list organisations without nodes", () => orgs.getAllOrgs());
  assert.deepEqual([all.totalCount, ids(all.list)], [2, [ofTenant.id, orgId]]);
  org = await walk.step("get an organisation", () => orgs.findById(orgId));
  assert.equal(org.id, orgId);

  const dev = (
    await walk.step("add a node", () => orgs.addNode(orgId, root, { name: "Dev", code: "dev" }))
  ).id;
  walk.name("<dev>", dev);
  const web = (await orgs.addNode(orgId, dev, { name: "Web" })).id;
  walk.name("<web>", web);
  let node = await walk.step("add a node with everything", () =>
    orgs.addNode(orgId, root, {
      name: "Ops",
      code: "ops",
      description: "d",
      order: 2,
      nameI18n: "n",
      descriptionI18n: "di",
    }),
  );
  assert.deepEqual([node.order, node.nameI18n, node.descriptionI18n], [2, "n", "di"]);
  const ops = node.id;
  walk.name("<ops>", ops);
  node = await walk.step("get a node", () => orgs.getNodeById(web));
  assert.deepEqual(node.path, [root, dev, web]);
  node = await walk.step("get a node by code", () => orgs.getNodeByCode(orgId, "dev"));
  assert.equal(node.id, dev);
  node = await walk.step("update a node", () =>
    orgs.updateNode(web, { name: "Www", code: "www", description: "the web" }),
  );
  assert.deepEqual([node.name, node.code, node.description], ["Www", "www", "the web"]);
  assert.equal(await walk.step("is a root", () => orgs.isRootNode(orgId, root)), true);
  assert.equal((await walk.step("get the root", () => orgs.rootNode(orgId))).id, root);
  const children = await walk.step("list children", () => orgs.listChildren(root));
  assert.deepEqual(ids(children), [dev, ops]);
  assert.deepEqual(ids(await walk.step("search nodes", () => orgs.searchNodes("ww"))), [web]);
  await walk.step("move a node", () => orgs.moveNode(orgId, web, ops));
  assert.deepEqual((await orgs.getNodeById(web)).path, [root, ops, web]);
  const { tree } = await orgs.findById(orgId);
  assert.deepEqual(ids(tree.children), [dev, ops]);

  let page = await walk.step("add members", () => orgs.addMembers(web, [alice]));
  assert.deepEqual(ids(page.list), [alice]);
  page = await walk.step("list members", () =>
    orgs.listMembers(ops, { page: 1, limit: 10, includeChildrenNodes: true }),
  );
  assert.deepEqual(ids(page.list), [alice]);
  await walk.step("set a main department", () => orgs.setMainDepartment(alice, web));
  const departments = await client.users.listDepartment(alice);
  assert.deepEqual(departments.list.map((one) => one.isMainDepartment), [true]);
  const [path] = await client.users.listOrgs(alice);
  assert.deepEqual(path.map((entry) => entry.type), ["org", "node", "node", "node"]);
  await walk.step("move members", () =>
    orgs.moveMembers({ userIds: [alice], sourceNodeId: web, targetNodeId: dev }),
  );
  assert.equal((await orgs.listMembers(web)).totalCount, 0);
  page = await walk.step("remove members", () => orgs.removeMembers(dev, [alice]));
  assert.deepEqual(page.list, []);

  for (const step of ["add roles", "list roles", "remove roles"]) {
    walk.absent(step, "the SDK has no such call");
  }
  const grant = { targetType: "ORG", targetIdentifier: ops, actions: ["books:read"] };
  await client.acl.authorizeResource({ namespace: "default", resource: "books:1", opts: [grant] });
  page = await walk.step("list authorized resources", () =>
    orgs.listAuthorizedResourcesByNodeId(web, "default", { resourceType: "DATA" }),
  );
  assert.equal(page.totalCount, 1);
  page = await walk.step("list authorized resources by code", () =>
    orgs.listAuthorizedResourcesByNodeCode(orgId, "ops", "default"),
  );
  assert.deepEqual(page.list.map((resource) => resource.code), ["books:1"]);

  const imported = (await walk.step("import a tree", () => orgs.importByJson(TREE))).id;
  walk.name("<imported>", imported);
  const exported = await walk.step("export a tree", () => orgs.exportByOrgId(imported));
  assert.deepEqual(exported.children.map((one) => one.name), ["Ops", "Dev"]);
  assert.equal(exported.children[1].children[0].code, "api");
  assert.equal((await walk.step("export all", () => orgs.exportAll())).length, 3);
  const [tenantRoot] = await walk.step("get the organisation of a tenant", () =>
    orgs.getOrgByTenantId(tenant),
  );
  assert.equal(tenantRoot.orgId, ofTenant.id);

  const refused = (step, provider, message) =>
    walk.step(step, async () => {
      await assert.rejects(
        () => orgs.startSync(provider),
        (error) => JSON.stringify(error).includes(message) || error.message.includes(message),
      );
    });
  await refused("synchronise with DingTalk", { providerType: "dingtalk" }, "钉钉");
  await refused("synchronise with WeChat Work", { providerType: "wechatwork" }, "企业微信");
  await refused("synchronise with an AD", { providerType: "ad", adConnectorId: "c1" }, "AD");

  await walk.step("delete a node", () => orgs.deleteNode(orgId, ops));
  assert.equal(await orgs.getNodeById(web), null);
  await walk.step("delete an organisation", () => orgs.deleteById(orgId));
  assert.equal((await orgs.list()).totalCount, 2);
  walk.absent("create an organisation by the older call", "the SDK has one such call only");
};
