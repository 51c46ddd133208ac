"""Policies, and what they are assigned to."""

from walk import administrator, equal

READ = [{"resource": "books:*", "actions": ["books:read"], "effect": "ALLOW"}]
NO_DRAFTS = [{"resource": "books:draft", "actions": ["books:*"], "effect": "DENY"}]


def walk_area(walk, emulator):
    client = administrator(emulator)
    policies = client.policies
    page = walk.step("list policies", lambda: policies.list())
    equal([one["code"] for one in page["list"]], ["AdministratorAccess"])
    made = walk.step("create a policy", lambda: policies.create("readers", READ, "Who read"))
    equal((made["code"], made["isDefault"]), ("readers", False))
    found = walk.step("get a policy", lambda: policies.detail("readers"))
    equal(found["description"], "Who read")
    changed = walk.step(
        "update a policy", lambda: policies.update("readers", READ + NO_DRAFTS, "Who may read")
    )
    equal([one["effect"] for one in changed["statements"]], ["ALLOW", "DENY"])

    bob = walk.user("bob")

    def may():
        return client.acl.is_allowed(bob, "books:read", "books:1", "default")

    walk.step("assign policies", lambda: policies.add_assignments(["readers"], "USER", [bob]))
    page = walk.step("list assignments", lambda: policies.list_assignments("readers"))
    equal([one["targetIdentifier"] for one in page["list"]], [bob])
    equal(may(), True)
    walk.step("disable an assignment", lambda: policies.disable_assignment("readers", "USER", bob))
    equal(may(), False)
    walk.step("enable an assignment", lambda: policies.enable_assignment("readers", "USER", bob))
    equal(may(), True)
    walk.step("revoke policies", lambda: policies.remove_assignments(["readers"], "USER", [bob]))
    equal(may(), False)
    for code in ("a", "b"):
        policies.create(code, READ)
    walk.step("delete a policy", lambda: policies.delete("readers"))
    walk.step("delete many policies", lambda: policies.delete_many(["a", "b"]))
    equal(policies.list()["totalCount"], 1)
