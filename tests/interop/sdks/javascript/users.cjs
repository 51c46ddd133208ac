// The users of a pool.
"use strict";

const assert = require("node:assert/strict");

const { PASSWORD, administrator } = require("./walk.cjs");

const JOINED = new Date("2021-01-02T03:04:05.000Z");
const DATA = {
  active: true,
  age: 22,
  joined: JOINED,
  school: "华中科技大学",
  tags: { year: [1, 2] },
};

module.exports = async function walkArea(walk, emulator) {
  const client = administrator(emulator);
  const users = client.users;

  let page = await walk.step("list users", () => users.list());
  assert.equal(page.totalCount, 0);
  const alice = await walk.step("create a user with a password", async () => {
    const user = await users.create({
      username: "alice",
      email: "alice@example.com",
      phone: "13800000001",
      externalId: "ext-1",
      nickname: "Alice",
      password: PASSWORD,
    });
    return user.id;
  });
  walk.name("<alice>", alice);
  const bob = (await walk.step("create a user", () => users.create({ username: "bob" }))).id;
  walk.name("<bob>", bob);
  const carol = (
    await walk.step("create another user", () => users.create({ username: "carol" }))
  ).id;
  walk.name("<carol>", carol);

  const isAlice = async (step, call) => {
    const user = await walk.step(step, call);
    assert.deepEqual([user.id, user.nickname], [alice, "Alice"]);
  };
  await isAlice("find a user by email", () => users.find({ email: "alice@example.com" }));
  await isAlice("find a user by username", () => users.find({ username: "alice" }));
  await isAlice("find a user by phone", () => users.find({ phone: "13800000001" }));
  await isAlice("find a user by external id", () => users.find({ externalId: "ext-1" }));
  await isAlice("get a user", () => users.detail(alice));
  let user = await walk.step("update a user", () =>
    users.update(alice, { nickname: "Alicia", company: "Authing" }),
  );
  assert.deepEqual([user.nickname, user.company], ["Alicia", "Authing"]);

  await walk.step("define custom fields", async () => {
    const fields = {
      active: "BOOLEAN",
      age: "NUMBER",
      joined: "DATETIME",
      school: "STRING",
      tags: "OBJECT",
    };
    for (const [key, type] of Object.entries(fields)) {
      assert.equal((await client.udf.set("USER", key, type, key)).key, key);
    }
  });
  walk.absent("create a user with custom data", "the SDK cannot create and set at once");
  const dave = (await users.create({ username: "dave" })).id;
  walk.name("<dave>", dave);
  await users.setUdfValue(dave, { age: 30 });
  await walk.step("set custom data", () => users.setUdfValue(alice, DATA));
  const data = await walk.step("get custom data", () => users.getUdfValue(alice));
  assert.equal(new Date(data.joined).getTime(), JOINED.getTime());
  assert.deepEqual({ ...data, joined: JOINED }, DATA);
  await walk.step("set custom data of many users", () =>
    users.setUdfValueBatch([
      { userId: bob, data: { age: 40 } },
      { userId: carol, data: { age: 50 } },
    ]),
  );
  const many = await walk.step("get custom data of many users", () =>
    users.getUdfValueBatch([bob, carol]),
  );
  assert.deepEqual([many[bob].age, many[carol].age], [40, 50]);
  walk.absent("list the fields", "the SDK has it among the calls of custom fields");
  walk.absent("set one field", "the SDK's management client sets several at once only");
  await users.setUdfValue(alice, { school: "HUST" });
  assert.equal((await users.getUdfValue(alice)).school, "HUST");
  await walk.step("remove one field", () => users.removeUdfValue(alice, "school"));
  assert.ok(!(await users.getUdfValue(alice)).school);
  walk.absent("remove one field by the older call", "the SDK has one such call only");
  user = await walk.step("find a user with custom data", () =>
    users.find({ username: "alice", withCustomData: true }),
  );
  assert.equal(user.customData.age, 22);
  user = await walk.step("get a user with custom data", () =>
    users.detail(alice, { withCustomData: true }),
  );
  assert.equal(user.customData.age, 22);
  page = await walk.step("list users with custom data", () =>
    users.list(1, 10, { withCustomData: true }),
  );
  assert.deepEqual(page.list.map((one) => one.customData.age).sort(), [22, 30, 40, 50]);

  page = await walk.step("search users", () => users.search("alic"));
  assert.deepEqual(page.list.map((one) => one.id), [alice]);
  let found = await walk.step("get many users", () => users.batch([alice, bob]));
  assert.deepEqual(found.map((one) => one.username).sort(), ["alice", "bob"]);
  found = await walk.step("get many users by username", () =>
    users.batch(["bob"], { queryField: "username" }),
  );
  assert.deepEqual(found.map((one) => one.id), [bob]);
  walk.absent("get many users by the older call", "the SDK has one such call only");
  page = await walk.step("filter users", () => users.filter({ page: 1, limit: 10, filter: [] }));
  assert.equal(page.totalCount, 4);
  assert.equal(await walk.step("a user exists", () => users.exists({ username: "alice" })), true);
  const exists = await walk.step("a user does not exist", () =>
    users.exists({ email: "no@example.com" }),
  );
  assert.equal(exists, false);

  const group = await walk.step("create a group", () => client.groups.create("g1", "Group"));
  assert.equal(group.code, "g1");
  assert.equal((await walk.step("join a group", () => users.addGroup(alice, "g1"))).code, 200);
  page = await walk.step("list groups", () => users.listGroups(alice));
  assert.deepEqual(page.list.map((one) => one.code), ["g1"]);
  assert.equal((await walk.step("leave a group", () => users.removeGroup(alice, "g1"))).code, 200);
  assert.equal((await users.listGroups(alice)).totalCount, 0);
  const role = await walk.step("create a role", () => client.roles.create("r1", "Role"));
  assert.equal(role.code, "r1");
  assert.equal((await walk.step("add a role", () => users.addRoles(alice, ["r1"]))).code, 200);
  page = await walk.step("list roles", () => users.listRoles(alice));
  assert.deepEqual(page.list.map((one) => one.code), ["r1"]);
  assert.equal(await walk.step("has a role", () => users.hasRole(alice, "r1")), true);
  assert.equal(
    (await walk.step("remove a role", () => users.removeRoles(alice, ["r1"]))).code,
    200,
  );
  assert.equal((await users.listRoles(alice)).totalCount, 0);
  assert.deepEqual(await walk.step("list organisations", () => users.listOrgs(alice)), []);
  page = await walk.step("list departments", () => users.listDepartment(alice));
  assert.equal(page.totalCount, 0);
  assert.deepEqual(await walk.step("list tenants", () => users.getUserTenants(alice)), []);
  await rights(walk, client, alice);

  const identity = { isSocial: true, identifier: "github", extIdpId: "source-1" };
  const link = { userId: alice, userIdInIdp: "gh-1", ...identity };
  assert.equal((await walk.step("link an identity", () => users.linkIdentity(link))).code, 200);
  const unlinked = await walk.step("unlink an identity", () =>
    users.unlinkIdentity({ userId: alice, ...identity }),
  );
  assert.equal(unlinked.code, 200);
  const { appId } = emulator;
  await walk.step("count the logins of an application", () =>
    users.getApplicationLoginUserNum({ appId }),
  );
  await walk.step("count the users with a field", () =>
    users.getUdfFieldUserNum({ appId, definedFieldKey: "age" }),
  );

  const token = await walk.step("make a user's token", () => users.refreshToken(alice));
  assert.ok(token.token);
  const state = await walk.step("check a user's login status", () =>
    users.checkLoginStatus(alice),
  );
  assert.equal(typeof state.isLogin, "boolean");
  assert.equal((await walk.step("log users off", () => users.kick([alice]))).code, 200);
  assert.equal((await users.checkLoginStatus(alice)).isLogin, false);
  const response = await walk.step("log a user off", () => users.logout({ userId: alice }));
  assert.equal(response.code, 200);
  page = await walk.step("list user actions", () => users.listUserActions());
  assert.equal(typeof page.totalCount, "number");
  page = await walk.step("list archived users", () => users.listArchivedUsers());
  assert.equal(page.totalCount, 0);
  await walk.step("let a user leave", () => users.resignUser(bob));
  await walk.step("let many users leave", () => users.resignUserBatch([carol, dave]));
  assert.equal((await walk.step("delete a user", () => users.delete(alice))).code, 200);
  const deleted = await walk.step("delete many users", () => users.deleteMany([bob, carol, dave]));
  assert.equal(deleted.code, 200);
  assert.equal((await users.list()).totalCount, 0);
};

// What a user may do, by policies.
async function rights(walk, client, alice) {
  const statements = [{ resource: "books:*", actions: ["books:read"] }];
  await client.policies.create({ code: "readers", statements });
  walk.absent("add policies", "the SDK has it among the calls of policies");
  await client.policies.addAssignments(["readers"], "USER", [alice]);
  walk.absent("list policies", "the SDK has it among the calls of policies");
  const page = await walk.step("list authorized resources", () =>
    client.users.listAuthorizedResources(alice, "default", { resourceType: "DATA" }),
  );
  assert.equal(page.totalCount, 0, "there is no such resource");
  walk.absent("check rights on many resources", "the SDK asks about one at a time");
  walk.absent("list rights on a kind of resource", "the SDK lists those on all");
  walk.absent("remove policies", "the SDK has it among the calls of policies");
}
