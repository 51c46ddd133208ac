"""The logs of users and administrators."""

from walk import administrator


def walk_area(walk, emulator):
    client = administrator(emulator)
    bob = client.users.create({"username": "bob"})["id"]
    walk.name("<bob>", bob)
    walk.absent("list user actions", "the SDK has it among the calls of users")
    page = walk.step("list audit logs", lambda: client.auditLog.list_audit_logs())["data"]
    assert page["totalCount"] > 0
    walk.absent("list audit logs of an application", "the SDK puts the page where the event goes")
