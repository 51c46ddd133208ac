"""The fields a pool defines for its users, and their values."""

from walk import administrator, equal


def walk_area(walk, emulator):
    client = administrator(emulator)
    fields = client.udf
    equal(walk.step("list fields", lambda: fields.list("USER")), [])
    age = walk.step("define a field", lambda: fields.set("USER", "age", "NUMBER", "Age"))
    equal((age["key"], age["dataType"]), ("age", "NUMBER"))
    changed = walk.step("change a field", lambda: fields.set("USER", "age", "NUMBER", "Years"))
    equal(changed["label"], "Years")
    bob = walk.user("bob")
    values = [{"key": "age", "value": "30"}]
    walk.step("set values", lambda: fields.set_udf_value_batch("USER", bob, values))
    values = walk.step("list values", lambda: fields.list_udf_value("USER", bob))
    equal([(one["key"], one["value"]) for one in values], [("age", "30")])
    walk.step("remove a field", lambda: fields.remove("USER", "age"))
    equal(fields.list("USER"), [])
