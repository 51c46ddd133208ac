"""The user pool itself."""

from walk import administrator, equal


def walk_area(walk, emulator):
    pool = administrator(emulator).userPool
    found = walk.step("get the pool", lambda: pool.detail())["data"]
    equal(found["id"], emulator["userPoolId"])
    changes = {"name": "Shop", "emailVerifiedDefault": True}
    changed = walk.step("update the pool", lambda: pool.update(changes))
    equal((changed["name"], changed["emailVerifiedDefault"]), ("Shop", True))
    walk.step("add a variable", lambda: pool.add_env("COLOUR", "red"))
    listed = walk.step("list variables", lambda: pool.list_env())["data"]
    equal([(one["key"], one["value"]) for one in listed], [("COLOUR", "red")])
    walk.step("remove a variable", lambda: pool.remove_env("COLOUR"))
    equal(pool.list_env()["data"], [])
