// Policies, and what they are assigned to.
"use strict";

const assert = require("node:assert/strict");

const { administrator } = require("./walk.cjs");

const READ = [{ resource: "books:*", actions: ["books:read"], effect: "ALLOW" }];
const NO_DRAFTS = [{ resource: "books:draft", actions: ["books:*"], effect: "DENY" }];

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const policies = client.policies;
  let page = await walk.step("list policies", () => policies.list());
  assert.deepEqual(page.list.map((one) => one.code), ["AdministratorAccess"]);
  const made = await walk.step("create a policy", () =>
    policies.create({ code: "readers", statements: READ, description: "Who read" }),
  );
  assert.deepEqual([made.code, made.isDefault], ["readers", false]);
  const found = await walk.step("get a policy", () => policies.detail("readers"));
  assert.equal(found.description, "Who read");
  const changed = await walk.step("update a policy", () =>
    policies.update("readers", {
      statements: [...READ, ...NO_DRAFTS],
      description: "Who may read",
    }),
  );
  assert.deepEqual(changed.statements.map((one) => one.effect), ["ALLOW", "DENY"]);

  const bob = await walk.user("bob");
  const may = () => client.acl.isAllowed(bob, "books:1", "books:read");
  await walk.step("assign policies", () => policies.addAssignments(["readers"], "USER", [bob]));
  page = await walk.step("list assignments", () => policies.listAssignments({ code: "readers" }));
  assert.deepEqual(page.list.map((one) => one.targetIdentifier), [bob]);
  assert.equal(await may(), true);
  await walk.step("disable an assignment", () =>
    policies.disableAssignment("readers", "USER", bob),
  );
  assert.equal(await may(), false);
  await walk.step("enable an assignment", () => policies.enableAssignment("readers", "USER", bob));
  assert.equal(await may(), true);
  await walk.step("revoke policies", () => policies.removeAssignments(["readers"], "USER", [bob]));
  assert.equal(await may(), false);
  for (const code of ["a", "b"]) await policies.create({ code, statements: READ });
  await walk.step("delete a policy", () => policies.delete("readers"));
  await walk.step("delete many policies", () => policies.deleteMany(["a", "b"]));
  assert.equal((await policies.list()).totalCount, 1);
};
