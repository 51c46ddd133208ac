// Groups, and who is in them.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const groups = client.groups;
  let page = await walk.step("list groups", () => groups.list());
  assert.equal(page.totalCount, 0);
  const made = await walk.step("create a group", () =>
    groups.create("dev", "Developers", "Who develop"),
  );
  assert.deepEqual([made.code, made.name], ["dev", "Developers"]);
  const found = await walk.step("get a group", () => groups.detail("dev"));
  assert.equal(found.description, "Who develop");
  const changed = await walk.step("update a group", () =>
    groups.update("dev", { newCode: "engineers", name: "Engineers" }),
  );
  assert.deepEqual([changed.code, changed.name], ["engineers", "Engineers"]);

  const bob = await walk.user("bob");
  await walk.step("add users", () => groups.addUsers("engineers", [bob]));
  page = await walk.step("list users", () => groups.listUsers("engineers"));
  assert.deepEqual(page.list.map((one) => one.id), [bob]);
  page = await walk.step("list users with custom data", () =>
    groups.listUsers("engineers", { withCustomData: true }),
  );
  assert.equal(page.list[0].customData.age, 30);
  await client.acl.authorizeResource({
    namespace: "default",
    resource: "books:1",
    opts: [{ targetType: "GROUP", targetIdentifier: "engineers", actions: ["books:read"] }],
  });
  page = await walk.step("list authorized resources", () =>
    groups.listAuthorizedResources("engineers", "default"),
  );
  assert.deepEqual(page.list.map((one) => one.code), ["books:1"]);
  await walk.step("remove users", () => groups.removeUsers("engineers", [bob]));
  assert.equal((await groups.listUsers("engineers")).totalCount, 0);
  for (const code of ["a", "b"]) await groups.create(code, code);
  await walk.step("delete a group", () => groups.delete("engineers"));
  await walk.step("delete many groups", () => groups.deleteMany(["a", "b"]));
  assert.equal((await groups.list()).totalCount, 0);
};
