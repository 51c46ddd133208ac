"""The applications of a pool."""

from walk import administrator, equal

# The root of the organisation that the seed has put there.
NODE = "6a0000000000000000000001"
CALLBACK = "https://shop.acme.com/callback"


def walk_area(walk, emulator):
    client = administrator(emulator)
    applications = client.applications
    bob = walk.user("bob")
    node = NODE

    app = walk.step(
        "create an application",
        lambda: applications.create("Shop", "acme-shop", [CALLBACK], "https://l/1.png"),
    )
    equal(app["identifier"], "acme-shop")
    app = app["id"]
    walk.name("<shop>", app)
    page = walk.step("list applications", lambda: applications.list())
    equal((page["totalCount"], page["list"][0]["id"]), (2, app))
    found = walk.step("find an application", lambda: applications.find_by_id(app))
    equal((found["name"], len(found["secret"])), ("Shop", 32))
    walk.absent("change an application", "it changes nothing but the default strategy")

    def done(step, call):
        equal(walk.step(step, call)["code"], 200)

    acl = client.acl
    done(
        "let a user in", lambda: acl.allow_access_application(app, "USER", [bob], app, None)
    )
    done(
        "keep a group out",
        lambda: acl.deny_access_application(app, "GROUP", ["staff"], app, None),
    )
    done(
        "let a department in",
        lambda: acl.allow_access_application(app, "ORG", [node], app, True),
    )
    page = walk.step("list access policies", lambda: applications.get_access_policies(app))
    equal(page["totalCount"], 3)
    equal(
        {entry["targetType"]: entry["policy"]["statements"][0]["effect"] for entry in page["list"]},
        {"USER": "ALLOW", "GROUP": "DENY", "ORG": "ALLOW"},
    )
    done(
        "disable an access policy",
        lambda: acl.disable_application_access_policies(app, "USER", [bob], app, None),
    )
    done(
        "enable an access policy",
        lambda: acl.enable_application_access_policies(app, "USER", [bob], app, None),
    )
    done(
        "delete an access policy",
        lambda: acl.delete_application_access_policies(app, "USER", [bob], app, None),
    )
    equal(applications.get_access_policies(app)["totalCount"], 2)
    done(
        "refuse everybody else",
        lambda: acl.update_default_application_access_policy(app, "DENY_ALL"),
    )
    strategy = applications.find_by_id(app)["permissionStrategy"]
    equal((strategy["enabled"], strategy["defaultStrategy"]), (True, "DENY_ALL"))

    for name in (
        "let a user in by permission",
        "list permissions to log in",
        "disable a permission to log in",
        "enable a permission to log in",
        "delete a permission to log in",
        "keep a user out by permission",
        "let everybody else in",
    ):
        walk.absent(name, "the SDK has these calls once, which the steps before make")

    one = walk.step("create an agreement", lambda: applications.create_agreement(app, "one"))
    one = one["data"]["id"]
    two = walk.step(
        "create an agreement in English",
        lambda: applications.create_agreement(app, "two", False, "en-US"),
    )["data"]["id"]
    listed = walk.step("list agreements", lambda: applications.list_agreement(app))["data"]
    equal([entry["id"] for entry in listed["list"]], [one, two])
    changed = walk.step(
        "change an agreement",
        lambda: applications.modify_agreement(app, one, "1", False, "zh-CN"),
    )["data"]
    equal((changed["title"], changed["required"]), ("1", False))
    done("sort agreements", lambda: applications.sort_agreement(app, [two, one]))
    listed = applications.list_agreement(app)["data"]["list"]
    equal([entry["id"] for entry in listed], [two, one])
    done("delete an agreement", lambda: applications.delete_agreement(app, two))

    roles = client.roles
    role = walk.step(
        "create a role in an application",
        lambda: roles.create("cashier", "takes money", namespace=app),
    )
    equal(role["namespace"], app)
    equal(walk.step("list the roles", lambda: roles.list(namespace=app))["totalCount"], 1)
    role = walk.step("find a role", lambda: roles.detail("cashier", namespace=app))
    equal(role["code"], "cashier")
    role = walk.step(
        "change a role", lambda: roles.update("cashier", "counts money", namespace=app)
    )
    equal(role["description"], "counts money")
    done("add users to a role", lambda: roles.add_users("cashier", [bob], namespace=app))
    holders = walk.step(
        "list the users of a role", lambda: roles.list_users("cashier", namespace=app)
    )
    equal([user["id"] for user in holders["list"]], [bob])
    rights = walk.step(
        "list the rights of a role", lambda: roles.list_authorized_resources("cashier", app)
    )
    equal(rights["totalCount"], 0)
    done("remove users from a role", lambda: roles.remove_users("cashier", [bob], namespace=app))
    done("delete a role", lambda: roles.delete("cashier", namespace=app))
    roles.create("a", namespace=app)
    roles.create("b", namespace=app)
    done("delete roles", lambda: roles.delete_many(["a", "b"], namespace=app))

    active = walk.step("list active users", lambda: applications.active_users(app))["data"]
    equal(active["totalCount"], 0)
    secret = found["secret"]
    done("refresh a secret", lambda: applications.refresh_application_secret(app))
    assert applications.find_by_id(app)["secret"] != secret
    walk.absent("change the type", "it has no such call")
    walk.absent("list the tenants of an application", "it has no such call")
    equal(walk.step("delete an application", lambda: applications.delete(app)), True)
    equal(applications.list()["totalCount"], 1)
