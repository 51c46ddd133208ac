"""The users of a pool."""

import datetime

from walk import PASSWORD, administrator, equal

JOINED = datetime.datetime(2021, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
DATA = {
    "active": True,
    "age": 22,
    "joined": JOINED,
    "school": "华中科技大学",
    "tags": {"year": [1, 2]},
}


def walk_area(walk, emulator):
    client = administrator(emulator)
    users = client.users

    page = walk.step("list users", lambda: users.list())
    equal(page["totalCount"], 0)
    alice = walk.step(
        "create a user with a password",
        lambda: users.create(
            {
                "username": "alice",
                "email": "alice@example.com",
                "phone": "13800000001",
                "externalId": "ext-1",
                "nickname": "Alice",
                "password": PASSWORD,
            }
        ),
    )["id"]
    walk.name("<alice>", alice)
    bob = walk.step("create a user", lambda: users.create({"username": "bob"}))["id"]
    walk.name("<bob>", bob)
    carol = walk.step("create another user", lambda: users.create({"username": "carol"}))["id"]
    walk.name("<carol>", carol)

    def is_alice(step, call):
        user = walk.step(step, call)
        equal((user["id"], user["nickname"]), (alice, "Alice"))

    is_alice("find a user by email", lambda: users.find(email="alice@example.com"))
    is_alice("find a user by username", lambda: users.find(username="alice"))
    is_alice("find a user by phone", lambda: users.find(phone="13800000001"))
    is_alice("find a user by external id", lambda: users.find(external_id="ext-1"))
    is_alice("get a user", lambda: users.detail(alice))
    user = walk.step(
        "update a user", lambda: users.update(alice, {"nickname": "Alicia", "company": "Authing"})
    )
    equal((user["nickname"], user["company"]), ("Alicia", "Authing"))

    def define():
        for key, kind in [
            ("active", "BOOLEAN"),
            ("age", "NUMBER"),
            ("joined", "DATETIME"),
            ("school", "STRING"),
            ("tags", "OBJECT"),
        ]:
            equal(client.udf.set("USER", key, kind, key)["key"], key)

    walk.step("define custom fields", define)
    dave = walk.step(
        "create a user with custom data",
        lambda: users.create({"username": "dave"}, custom_data={"age": 30}),
    )
    walk.name("<dave>", dave["id"])
    equal(dave["customData"]["age"], 30)
    walk.step("set custom data", lambda: users.set_udf_value(alice, dict(DATA)))
    is_data(walk.step("get custom data", lambda: users.get_udf_value(alice)))
    walk.step(
        "set custom data of many users",
        lambda: users.set_udf_value_batch({bob: {"age": 40}, carol: {"age": 50}}),
    )

    def batch():
        # The SDK names a variable wrongly, the server refuses the query, and the SDK stumbles over
        # the refusal, which is a text where it expects an object.
        try:
            users.get_udf_value_batch([bob, carol])
        except TypeError:
            return
        raise AssertionError("the query is refused")

    walk.step("get custom data of many users", batch)
    equal(users.get_udf_value(bob)["age"], 40)
    equal(users.get_udf_value(carol)["age"], 50)
    fields = walk.step("list the fields", lambda: users.list_udv(bob))
    equal([field["value"] for field in fields if field["key"] == "age"], [40])
    walk.step("set one field", lambda: users.set_udv(alice, "school", "HUST"))
    equal(users.get_udf_value(alice)["school"], "HUST")
    walk.step("remove one field", lambda: users.remove_udf_value(alice, "school"))
    assert not users.get_udf_value(alice).get("school")
    walk.step("remove one field by the older call", lambda: users.remove_udv(alice, "tags"))
    assert not users.get_udf_value(alice).get("tags")
    user = walk.step(
        "find a user with custom data",
        lambda: users.find(username="alice", with_custom_data=True),
    )
    equal(user["customData"]["age"], 22)
    user = walk.step(
        "get a user with custom data", lambda: users.detail(alice, with_custom_data=True)
    )
    equal(user["customData"]["age"], 22)
    page = walk.step("list users with custom data", lambda: users.list(with_custom_data=True))
    equal(
        sorted(user["customData"].get("age") for user in page["list"]),
        [22, 30, 40, 50],
    )

    page = walk.step("search users", lambda: users.search("alic"))
    equal([user["id"] for user in page["list"]], [alice])
    found = walk.step("get many users", lambda: users.batch_get([alice, bob]))
    equal(sorted(user["username"] for user in found), ["alice", "bob"])
    found = walk.step(
        "get many users by username", lambda: users.batch_get(["bob"], query_field="username")
    )
    equal([user["id"] for user in found], [bob])
    found = walk.step("get many users by the older call", lambda: users.batch([carol]))
    equal([user["id"] for user in found], [carol])
    walk.absent("filter users", "the SDK has no such call")
    equal(walk.step("a user exists", lambda: users.exists(username="alice")), True)
    equal(walk.step("a user does not exist", lambda: users.exists(email="no@example.com")), False)

    equal(walk.step("create a group", lambda: client.groups.create("g1", "Group"))["code"], "g1")
    equal(walk.step("join a group", lambda: users.add_group(alice, "g1"))["code"], 200)
    page = walk.step("list groups", lambda: users.list_groups(alice))
    equal([group["code"] for group in page["list"]], ["g1"])
    equal(walk.step("leave a group", lambda: users.remove_group(alice, "g1"))["code"], 200)
    equal(users.list_groups(alice)["totalCount"], 0)
    role = walk.step("create a role", lambda: client.roles.create("r1", "Role"))
    equal(role["code"], "r1")
    equal(walk.step("add a role", lambda: users.add_roles(alice, ["r1"]))["code"], 200)
    page = walk.step("list roles", lambda: users.list_roles(alice))
    equal([role["code"] for role in page["list"]], ["r1"])
    equal(walk.step("has a role", lambda: users.has_role(alice, "r1")), True)
    equal(walk.step("remove a role", lambda: users.remove_roles(alice, ["r1"]))["code"], 200)
    equal(users.list_roles(alice)["totalCount"], 0)
    equal(walk.step("list organisations", lambda: users.list_org(alice)), [])
    page = walk.step("list departments", lambda: users.list_department(alice))
    equal(page["departments"]["totalCount"], 0)
    walk.absent("list tenants", "the SDK has no such call")
    rights(walk, client, alice)

    for name in (
        "link an identity",
        "unlink an identity",
        "count the logins of an application",
        "count the users with a field",
    ):
        walk.absent(name, "the SDK has no such call")

    token = walk.step("make a user's token", lambda: users.refresh_token(alice))
    assert token["token"]
    state = walk.step("check a user's login status", lambda: users.check_login_status(alice))
    assert "isLogin" in state["data"]
    equal(walk.step("log users off", lambda: users.kick([alice])), True)
    equal(users.check_login_status(alice)["data"]["isLogin"], False)
    equal(walk.step("log a user off", lambda: users.logout(alice))["code"], 200)
    page = walk.step("list user actions", lambda: users.list_user_actions())
    assert "totalCount" in page
    page = walk.step("list archived users", lambda: users.list_archived_users())
    equal(page["totalCount"], 0)
    walk.absent("let a user leave", "the SDK has no such call")
    walk.absent("let many users leave", "the SDK has no such call")
    equal(walk.step("delete a user", lambda: users.delete(alice))["code"], 200)
    response = walk.step("delete many users", lambda: users.delete_many([bob, carol, dave["id"]]))
    equal(response["code"], 200)
    equal(users.list()["totalCount"], 0)


def rights(walk, client, alice):
    """What a user may do, by policies."""
    users = client.users
    client.policies.create("readers", [{"resource": "books:*", "actions": ["books:read"]}])
    walk.step("add policies", lambda: users.add_policies(alice, ["readers"]))
    page = walk.step("list policies", lambda: users.list_policies(alice))
    equal([one["code"] for one in page["list"]], ["readers"])
    page = walk.step(
        "list authorized resources",
        lambda: users.list_authorized_resources(alice, "default", "DATA"),
    )
    equal(page["totalCount"], 0)
    found = walk.step(
        "check rights on many resources",
        lambda: users.check_resource_permission_batch(alice, "default", ["books:1", "films:1"]),
    )
    equal([one["code"] for one in found], ["books:1"])
    walk.step(
        "list rights on a kind of resource",
        lambda: users.list_authorized_resources_of_resource_kind(alice, "default", "books"),
    )
    walk.step("remove policies", lambda: users.remove_policies(alice, ["readers"]))
    equal(users.list_policies(alice)["totalCount"], 0)


def is_data(data):
    joined = data.pop("joined")
    if joined.tzinfo is None:
        joined = joined.replace(tzinfo=datetime.timezone.utc)
    equal(joined, JOINED)
    equal(data, {key: value for key, value in DATA.items() if key != "joined"})
