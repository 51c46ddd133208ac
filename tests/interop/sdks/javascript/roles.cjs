// Roles: who has them, what they may do, what is noted about them.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

const statements = [{ resource: "books:*", actions: ["books:read"] }];

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const roles = client.roles;
  const page = await walk.step("list roles", () => roles.list());
  assert.equal(page.totalCount, 0);
  const editor = await walk.step("create a role", () => roles.create("editor", "Edits"));
  walk.name("<editor>", editor.id);
  walk.absent("create a role with a parent", "the SDK cannot say which");
  const intern = await roles.create("intern");
  walk.name("<intern>", intern.id);
  const found = await walk.step("get a role", () => roles.detail("editor"));
  assert.equal(found.description, "Edits");
  const same = await walk.step("get a role by the older call", () => roles.findByCode("editor"));
  assert.equal(same.id, editor.id);
  const changed = await walk.step("update a role", () =>
    roles.update("editor", { description: "Edits books", newCode: "author" }),
  );
  assert.deepEqual([changed.code, changed.id], ["author", editor.id]);
  await customData(walk, client, editor.id, intern.id);
  await users(walk, client);
  await permissions(walk, client);
  await walk.step("delete a role", () => roles.delete("author"));
  await walk.step("delete many roles", () => roles.deleteMany(["intern"]));
  assert.equal((await roles.list()).totalCount, 0);
};

async function customData(walk, client, author, intern) {
  const roles = client.roles;
  await walk.step("set custom data", () => roles.setUdfValue(author, { color: "red", level: 3 }));
  const data = await walk.step("get custom data", () => roles.getUdfValue(author));
  assert.deepEqual([data.level, data.color], [3, "red"]);
  const one = await walk.step("get one field", () => roles.getSpecificUdfValue(author, "level"));
  assert.deepEqual(one, { level: 3 });
  await walk.step("set custom data of many roles", () =>
    roles.setUdfValueBatch([
      { roleId: author, data: { level: 4 } },
      { roleId: intern, data: { level: 1 } },
    ]),
  );
  const many = await walk.step("get custom data of many roles", () =>
    roles.getUdfValueBatch([author, intern]),
  );
  assert.deepEqual([many[author].level, many[intern].level], [4, 1]);
  await walk.step("remove one field", () => roles.removeUdfValue(author, "color"));
  assert.ok(!(await roles.getUdfValue(author)).color);
}

async function users(walk, client) {
  const roles = client.roles;
  const bob = await walk.user("bob");
  await walk.step("add users", () => roles.addUsers("author", [bob]));
  let page = await walk.step("list users", () => roles.listUsers("author"));
  assert.deepEqual(page.list.map((one) => one.id), [bob]);
  page = await walk.step("list users with custom data", () =>
    roles.listUsers("author", { withCustomData: true }),
  );
  assert.equal(page.list[0].customData.age, 30);
  page = await walk.step("find users", () => roles.findUsers("author", { search: "bo" }));
  assert.deepEqual(page.list.map((one) => one.id), [bob]);
  await walk.step("remove users", () => roles.removeUsers("author", [bob]));
  assert.equal((await roles.listUsers("author")).totalCount, 0);
}

async function permissions(walk, client) {
  const { roles, policies } = client;
  await policies.create({ code: "readers", statements });
  // The SDK means a user whose id is the role's code, whom there is not.
  await walk.step("add policies", () => assert.rejects(() => roles.addPolicies("author", ["readers"])));
  await policies.addAssignments(["readers"], "ROLE", ["author"]);
  let page = await walk.step("list policies", () => roles.listPolicies("author"));
  assert.deepEqual(page.list.map((one) => one.code), ["readers"]);
  page = await walk.step("list authorized resources", () =>
    roles.listAuthorizedResources("author", "default"),
  );
  assert.deepEqual(page.list.map((one) => one.code), ["books:*"]);
  await walk.step("remove policies", () => roles.removePolicies("author", ["readers"]));
  page = await roles.listPolicies("author");
  assert.equal(page.totalCount, 1, "the role keeps what was taken from nobody");
}
