"""Roles: who has them, what they may do, what is noted about them."""

from walk import administrator, equal

READ = [{"resource": "books:*", "actions": ["books:read"]}]


def walk_area(walk, emulator):
    client = administrator(emulator)
    roles = client.roles
    page = walk.step("list roles", lambda: roles.list())
    equal(page["totalCount"], 0)
    editor = walk.step("create a role", lambda: roles.create("editor", "Edits"))
    walk.name("<editor>", editor["id"])
    intern = walk.step("create a role with a parent", lambda: roles.create("intern", None, "editor"))
    walk.name("<intern>", intern["id"])
    equal(walk.step("get a role", lambda: roles.detail("editor"))["description"], "Edits")
    same = walk.step("get a role by the older call", lambda: roles.find_by_code("editor"))
    equal(same["id"], editor["id"])
    changed = walk.step("update a role", lambda: roles.update("editor", "Edits books", "author"))
    equal((changed["code"], changed["id"]), ("author", editor["id"]))
    custom_data(walk, client, editor["id"], intern["id"])
    users(walk, client)
    permissions(walk, client)
    walk.step("delete a role", lambda: roles.delete("author"))
    walk.step("delete many roles", lambda: roles.delete_many(["intern"]))
    equal(roles.list()["totalCount"], 0)


def custom_data(walk, client, author, intern):
    roles = client.roles
    walk.step(
        "set custom data", lambda: roles.set_udf_value(author, {"color": "red", "level": 3})
    )
    data = walk.step("get custom data", lambda: roles.get_udf_value(author))
    equal((data["level"], data["color"]), (3, "red"))
    equal(walk.step("get one field", lambda: roles.get_specific_udf_value(author, "level")), 3)
    walk.step(
        "set custom data of many roles",
        lambda: roles.set_udf_value_batch({author: {"level": 4}, intern: {"level": 1}}),
    )
    many = walk.step(
        "get custom data of many roles", lambda: roles.get_udf_value_batch([author, intern])
    )
    equal((many[author]["level"], many[intern]["level"]), (4, 1))
    walk.step("remove one field", lambda: roles.remove_udf_value(author, "color"))
    assert not roles.get_udf_value(author).get("color")


def users(walk, client):
    roles = client.roles
    bob = walk.user("bob")
    walk.step("add users", lambda: roles.add_users("author", [bob]))
    page = walk.step("list users", lambda: roles.list_users("author"))
    equal([one["id"] for one in page["list"]], [bob])
    page = walk.step(
        "list users with custom data", lambda: roles.list_users("author", with_custom_data=True)
    )
    equal(page["list"][0]["customData"]["age"], 30)
    walk.absent("find users", "the SDK cannot search them")
    walk.step("remove users", lambda: roles.remove_users("author", [bob]))
    equal(roles.list_users("author")["totalCount"], 0)


def permissions(walk, client):
    roles = client.roles
    client.policies.create("readers", READ)
    walk.step("add policies", lambda: roles.add_policies("author", ["readers"]))
    page = walk.step("list policies", lambda: roles.list_policies("author"))
    equal([one["code"] for one in page["list"]], ["readers"])
    page = walk.step(
        "list authorized resources", lambda: roles.list_authorized_resources("author", "default")
    )
    equal([one["code"] for one in page["list"]], ["books:*"])
    walk.step("remove policies", lambda: roles.remove_policies("author", ["readers"]))
    equal(roles.list_policies("author")["totalCount"], 0)
