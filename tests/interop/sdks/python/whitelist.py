"""Who may register."""

from walk import administrator, equal


def walk_area(walk, emulator):
    lists = administrator(emulator).whiteList
    walk.step("enable a whitelist", lambda: lists.enable_white_list("USERNAME"))
    added = walk.step("add to a whitelist", lambda: lists.add("USERNAME", ["ann", "bob"]))
    equal([one["value"] for one in added], ["ann", "bob"])
    found = walk.step("list a whitelist", lambda: lists.list("USERNAME"))
    equal([one["value"] for one in found], ["ann", "bob"])
    walk.step("remove from a whitelist", lambda: lists.remove("USERNAME", ["ann"]))
    equal([one["value"] for one in lists.list("USERNAME")], ["bob"])
    walk.step("disable a whitelist", lambda: lists.disable_white_list("USERNAME"))
