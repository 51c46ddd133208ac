"""Groups, and who is in them."""

from walk import administrator, equal


def walk_area(walk, emulator):
    client = administrator(emulator)
    groups = client.groups
    equal(walk.step("list groups", lambda: groups.list())["totalCount"], 0)
    made = walk.step("create a group", lambda: groups.create("dev", "Developers", "Who develop"))
    equal((made["code"], made["name"]), ("dev", "Developers"))
    equal(walk.step("get a group", lambda: groups.detail("dev"))["description"], "Who develop")
    changed = walk.step("update a group", lambda: groups.update("dev", "engineers", "Engineers"))
    equal((changed["code"], changed["name"]), ("engineers", "Engineers"))

    bob = walk.user("bob")
    walk.step("add users", lambda: groups.add_users("engineers", [bob]))
    page = walk.step("list users", lambda: groups.list_users("engineers"))
    equal([one["id"] for one in page["list"]], [bob])
    page = walk.step(
        "list users with custom data", lambda: groups.list_users("engineers", with_custom_data=True)
    )
    equal(page["list"][0]["customData"]["age"], 30)
    grant = {"targetType": "GROUP", "targetIdentifier": "engineers", "actions": ["books:read"]}
    client.acl.authorize_resource("default", "books:1", [grant])
    page = walk.step(
        "list authorized resources",
        lambda: groups.list_authorized_resources("engineers", "default"),
    )
    equal([one["code"] for one in page["list"]], ["books:1"])
    walk.step("remove users", lambda: groups.remove_users("engineers", [bob]))
    equal(groups.list_users("engineers")["totalCount"], 0)
    for code in ("a", "b"):
        groups.create(code, code)
    walk.step("delete a group", lambda: groups.delete("engineers"))
    walk.step("delete many groups", lambda: groups.delete_many(["a", "b"]))
    equal(groups.list()["totalCount"], 0)
