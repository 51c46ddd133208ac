"""The real names behind accounts."""

from walk import administrator, equal


def walk_area(walk, emulator):
    client = administrator(emulator)
    principal = client.principalAuth
    bob = walk.user("bob")
    found = walk.step("get the name of nobody", lambda: principal.detail(bob))
    equal(found["data"], None)

    def bind(step, *identity):
        # The SDK puts all of it into the address, where the server does not look for it.
        response = walk.step(step, lambda: principal.authenticate(bob, *identity))
        assert response["code"] != 200

    bind("bind a person", "P", "Bob", "1101", "6222")
    bind("bind a company", "E", "Acme", "9133", "Bob")
    equal(walk.step("get a name", lambda: principal.detail(bob))["data"], None)
