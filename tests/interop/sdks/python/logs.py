"""The logs of users and administrators."""

from walk import administrator, equal


def walk_area(walk, emulator):
    client = administrator(emulator)
    bob = client.users.create({"username": "bob"})["id"]
    walk.name("<bob>", bob)
    for name in ("list user actions", "list user actions by the older call"):
        walk.absent(name, "the SDK has it among the calls of users")
    page = walk.step("list audit logs", lambda: client.auditLog.list_audit_logs())["data"]
    assert page["totalCount"] > 0
    of_app = walk.step(
        "list audit logs of an application",
        lambda: client.auditLog.list_audit_logs(app_ids=[emulator["appId"]]),
    )["data"]
    equal(of_app["totalCount"], page["totalCount"])
