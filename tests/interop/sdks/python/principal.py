"""The real names behind accounts."""

from walk import administrator, equal


def walk_area(walk, emulator):
    client = administrator(emulator)
    principal = client.principalAuth
    bob = client.users.create({"username": "bob"})["id"]
    walk.name("<bob>", bob)
    found = walk.step("get the name of nobody", lambda: principal.detail(bob))
    equal(found["data"], None)
    walk.absent("bind a person", "the SDK puts the name into the address, where servers log it")
    walk.absent("bind a company", "the SDK puts the name into the address, where servers log it")
    walk.absent("get a name", "there is none without these")
