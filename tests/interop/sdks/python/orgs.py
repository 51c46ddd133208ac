"""The organisations of a pool."""

import json

from authing.v2.exceptions import AuthingException

from walk import administrator, equal

TREE = {
    "name": "Imported",
    "code": "imported",
    "children": [
        {"code": "ops", "name": "Ops", "description": "operations"},
        {"code": "dev", "name": "Dev", "children": [{"code": "api", "name": "Api"}]},
    ],
}


def walk_area(walk, emulator):
    client = administrator(emulator)
    orgs = client.org
    alice = walk.user("alice")

    org = walk.step("create an organisation", lambda: orgs.create("Acme", "acme", "the company"))
    org_id, root = org["id"], org["rootNode"]["id"]
    walk.name("<org>", org_id)
    walk.name("<root>", root)
    walk.absent("create an organisation of a tenant", "the SDK does not pass the tenant on")
    page = walk.step("list organisations", lambda: orgs.list())
    equal([one["id"] for one in page["list"]], [org_id])
    walk.absent("list organisations without nodes", "the SDK has no such call")
    equal(walk.step("get an organisation", lambda: orgs.find_by_id(org_id))["id"], org_id)

    dev = walk.step("add a node", lambda: orgs.create_node("Dev", org_id, root, "dev"))["id"]
    walk.name("<dev>", dev)
    web = orgs.create_node("Web", org_id, dev)["id"]
    walk.name("<web>", web)
    org = walk.step(
        "add a node with everything",
        lambda: orgs.add_node(org_id, "Ops", root, "ops", "d", 2, "n", "di"),
    )
    ops = [node for node in org["nodes"] if node["name"] == "Ops"][0]
    # The SDK misspells both variables, so they are lost.
    equal((ops["order"], ops["nameI18n"], ops["descriptionI18n"]), (2, None, None))
    ops = ops["id"]
    walk.name("<ops>", ops)
    equal(walk.step("get a node", lambda: orgs.get_node_by_id(web))["path"], [root, dev, web])
    walk.absent("get a node by code", "the SDK has no such call")
    node = walk.step("update a node", lambda: orgs.update_node(web, "Www", "www", "the web"))
    equal((node["name"], node["code"], node["description"]), ("Www", "www", "the web"))
    equal(walk.step("is a root", lambda: orgs.is_root_node(org_id, root)), True)
    equal(walk.step("get the root", lambda: orgs.root_node(org_id))["id"], root)
    children = walk.step("list children", lambda: orgs.list_children(root))
    equal([node["id"] for node in children], [dev, ops])
    equal([n["id"] for n in walk.step("search nodes", lambda: orgs.search_nodes("ww"))], [web])
    org = walk.step("move a node", lambda: orgs.move_node(org_id, web, ops))
    equal([node["path"] for node in org["nodes"] if node["id"] == web], [[root, ops, web]])

    node = walk.step("add members", lambda: orgs.add_members(web, [alice]))
    equal([user["id"] for user in node["users"]["list"]], [alice])
    node = walk.step("list members", lambda: orgs.list_members(ops, 1, 10, True))
    equal([user["id"] for user in node["users"]["list"]], [alice])
    response = walk.step("set a main department", lambda: orgs.set_main_department(alice, web))
    equal(response["code"], 200)
    departments = client.users.list_department(alice)["departments"]
    equal([one["isMainDepartment"] for one in departments["list"]], [True])
    path = client.users.list_org(alice)[0]
    equal([entry["type"] for entry in path], ["org", "node", "node", "node"])
    response = walk.step("move members", lambda: orgs.move_members([alice], dev, web))
    equal(response["code"], 200)
    equal(orgs.list_members(web)["users"]["totalCount"], 0)
    node = walk.step("remove members", lambda: orgs.delete_members(dev, [alice]))
    equal(node["users"]["list"], [])

    equal(walk.step("add roles", lambda: orgs.add_roles(ops, ["editor"]))["code"], 200)
    page = walk.step("list roles", lambda: orgs.list_roles(web))
    equal([role["code"] for role in page["list"]], ["editor"])
    equal(walk.step("remove roles", lambda: orgs.remove_roles(ops, ["editor"]))["code"], 200)
    equal(orgs.list_roles(web)["totalCount"], 0)
    grant = {"targetType": "ORG", "targetIdentifier": ops, "actions": ["books:read"]}
    client.acl.authorize_resource("default", "books:1", [grant])
    page = walk.step(
        "list authorized resources",
        lambda: orgs.list_authorized_resources(web, "default", "DATA"),
    )
    equal(page["totalCount"], 1)
    equal([one["code"] for one in orgs.list_authorized_resources(web)["list"]], ["books:1"])
    page = walk.step(
        "list authorized resources by code",
        lambda: orgs.list_authorized_resources_by_code(org_id, "ops", "default"),
    )
    equal([resource["code"] for resource in page["list"]], ["books:1"])

    response = walk.step("import a tree", lambda: orgs.import_by_json(json.dumps(TREE)))
    imported = response["data"]["id"]
    walk.name("<imported>", imported)
    tree = walk.step("export a tree", lambda: orgs.export_by_org_id(imported))["data"]
    equal([node["name"] for node in tree["children"]], ["Ops", "Dev"])
    equal(tree["children"][1]["children"][0]["code"], "api")
    equal(len(walk.step("export all", lambda: orgs.export_all())["data"]), 2)
    walk.absent("get the organisation of a tenant", "the SDK has no such call")

    equal(
        walk.step("synchronise with DingTalk", lambda: orgs.start_sync("dingtalk"))["message"],
        "你还没有配置钉钉通讯录",
    )
    walk.step("synchronise with WeChat Work", lambda: orgs.start_sync("wechatwork"))
    walk.step("synchronise with an AD", lambda: orgs.start_sync("ad"))

    equal(walk.step("delete a node", lambda: orgs.delete_node(org_id, ops))["code"], 200)
    try:
        orgs.root_node(web)
        raise AssertionError("there is no such organisation")
    except AuthingException:
        pass
    equal(orgs.get_node_by_id(web), None)
    response = walk.step("delete an organisation", lambda: orgs.delete_by_id(org_id))
    equal(response["code"], 200)
    equal(orgs.list()["totalCount"], 1)
    org = walk.step("create an organisation by the older call", lambda: orgs.create_org("Spare"))
    equal(org["rootNode"]["name"], "Spare")
