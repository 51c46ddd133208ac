"""Namespaces, resources, permissions on them, and accounts of machines."""

from walk import administrator, equal

READ = [{"name": "read", "description": "Read"}]


def walk_area(walk, emulator):
    client = administrator(emulator)
    namespaces(walk, client.acl, emulator)
    resources(walk, client.acl)
    resources_of_an_application(walk, client.applications, emulator["appId"])
    permissions(walk, client)
    accounts(walk, client.acl, emulator["appId"])


def namespaces(walk, acl, emulator):
    shop = walk.step(
        "create a namespace", lambda: acl.create_namespace("shop", "Shop", "What is sold")
    )
    equal((shop["code"], shop["status"]), ("shop", 1))
    page = walk.step("list namespaces", lambda: acl.list_namespaces())
    codes = [one["code"] for one in page["list"]]
    equal((page["total"], codes), (4, ["default", "system", emulator["appId"], "shop"]))
    store = walk.step("update a namespace by id", lambda: acl.update_namespace(shop["id"], "Store"))
    equal((store["id"], store["name"]), (shop["id"], "Store"))
    walk.absent("update a namespace by code", "the SDK knows namespaces by id")
    spare = acl.create_namespace("spare", "Spare")["id"]
    equal(walk.step("delete a namespace by id", lambda: acl.delete_namespace(spare)), True)
    walk.absent("delete a namespace by code", "the SDK knows namespaces by id")


def resources(walk, acl):
    books = walk.step(
        "create a resource", lambda: acl.create_resource("shop", "books", "DATA", READ, "Books")
    )
    equal([action["name"] for action in books["actions"]], ["books:read"])
    walk.name("<books>", books["id"])
    api = walk.step(
        "create an API",
        lambda: acl.create_resource(
            "shop", "orders", "API", READ, api_identifier="https://api.example.com/orders"
        ),
    )
    equal(api["apiIdentifier"], "https://api.example.com/orders")
    walk.absent("create several resources", "the SDK creates them one by one")
    for code in ("menu", "button"):
        acl.create_resource("shop", code, code.upper(), READ)
    page = walk.step("list resources", lambda: acl.list_resources("shop"))
    equal(page["totalCount"], 4)
    page = walk.step(
        "list resources of a type", lambda: acl.list_resources("shop", "API", page=1, limit=5)
    )
    equal([one["code"] for one in page["list"]], ["orders"])
    walk.absent("list resources by the older call", "the SDK has one such call only")
    found = walk.step("get a resource by id", lambda: acl.get_resource_by_id(books["id"]))
    equal(found["data"]["code"], "books")
    found = walk.step("get a resource by code", lambda: acl.get_resource_by_code("shop", "books"))
    equal(found["data"]["id"], books["id"])
    changed = walk.step(
        "update a resource",
        lambda: acl.update_resource("shop", "books", actions=READ, description="All books"),
    )
    equal(changed["description"], "All books")
    equal(walk.step("delete a resource", lambda: acl.delete_resource("shop", "orders")), True)


def resources_of_an_application(walk, applications, app_id):
    made = walk.step(
        "create a resource of an application",
        lambda: applications.create_resource(app_id, "films", "DATA", READ),
    )
    equal(made["namespace"], app_id)
    page = walk.step(
        "list resources of an application", lambda: applications.list_resources(app_id)
    )
    equal([one["code"] for one in page["list"]], ["films"])
    changed = walk.step(
        "update a resource of an application",
        lambda: applications.update_resource(app_id, "films", "DATA", description="Films"),
    )
    equal(changed["description"], "Films")
    walk.step(
        "delete a resource of an application", lambda: applications.delete_resource(app_id, "films")
    )


def permissions(walk, client):
    acl = client.acl
    bob = walk.user("bob")
    client.roles.create("editor", namespace="shop")

    walk.step("allow a user", lambda: acl.allow("books:1", "books:read", "shop", user_id=bob))
    walk.step("allow a role", lambda: acl.allow("books:*", "books:*", "shop", role="editor"))
    allowed = walk.step(
        "ask what a user may do", lambda: acl.is_allowed(bob, "books:read", "books:1", "shop")
    )
    equal(allowed, True)
    walk.absent("ask what a user may do in a tenant", "the SDK does not know tenants")
    equal(acl.is_allowed(bob, "books:read", "books:2", "shop"), False)
    walk.step(
        "authorize targets",
        lambda: acl.authorize_resource(
            "shop",
            "books:2",
            [
                {"targetType": "USER", "targetIdentifier": bob, "actions": ["books:read"]},
                {"targetType": "GROUP", "targetIdentifier": "g1", "actions": ["books:*"]},
            ],
        ),
    )
    walk.absent("authorize several resources", "the SDK does it one by one")
    page = walk.step(
        "list authorized resources",
        lambda: acl.list_authorized_resources("shop", "USER", bob, "DATA"),
    )
    equal([one["code"] for one in page["list"]], ["books:1", "books:2"])
    walk.absent("list authorized resources of several", "the SDK does it one by one")
    page = walk.step(
        "list authorized targets",
        lambda: acl.get_authorized_targets(
            "shop", "DATA", "books:2", {"op": "AND", "list": ["books:read", "books:edit"]}, "GROUP"
        ),
    )
    equal([one["targetIdentifier"] for one in page["list"]], ["g1"])
    walk.step(
        "revoke a resource",
        lambda: acl.revoke_resource(
            "shop", "books", [{"targetType": "USER", "targetIdentifier": bob}]
        ),
    )
    equal(acl.is_allowed(bob, "books:read", "books:1", "shop"), False)
    walk.absent("revoke several resources", "the SDK does it one by one")
    walk.absent("list a policy's targets of a type", "the SDK lists all assignments only")


def accounts(walk, acl, app_id):
    made = walk.step(
        "create an account", lambda: acl.create_programmatic_access_account(app_id)
    )["data"]
    equal((made["tokenLifetime"], made["enabled"], len(made["secret"])), (600, True, 32))
    account = made["id"]
    walk.name("<account>", account)
    walk.step(
        "create an account with remarks",
        lambda: acl.create_programmatic_access_account(app_id, "Nightly", 60),
    )
    page = walk.step("list accounts", lambda: acl.programmatic_access_account_list(app_id))["data"]
    equal([one["tokenLifetime"] for one in page["list"]], [60, 600])
    off = walk.step(
        "disable an account", lambda: acl.disable_programmatic_access_account(account)
    )["data"]
    equal(off["enabled"], False)
    on = walk.step("enable an account", lambda: acl.enable_programmatic_access_account(account))
    equal(on["data"]["enabled"], True)
    renewed = walk.step(
        "refresh an account's secret",
        lambda: acl.refresh_programmatic_access_account_secret(account),
    )["data"]
    assert len(renewed["secret"]) == 32 and renewed["secret"] != made["secret"]
    walk.step("delete an account", lambda: acl.delete_programmatic_access_account(account))
    equal(acl.programmatic_access_account_list(app_id)["data"]["totalCount"], 1)
