"""Somebody who logs in by other means than a name, and minds what belongs to the account."""

from walk import PASSWORD, administrator, end_user, equal

PHONE, NEW_PHONE = "13900000011", "13900000012"
EMAIL, NEW_EMAIL = "heidi@example.com", "h@example.com"
NO_CALL = "the SDK has no such call"


def walk_area(walk, emulator):
    admin = administrator(emulator)
    client = end_user(
        emulator, user_pool_id=emulator["userPoolId"], websocket_host=emulator["url"]
    )

    def keep_token(call):
        # A response without a token makes the SDK forget the one it has.
        token = client.get_token()
        try:
            return call()
        finally:
            if not client.get_token():
                client._set_token(token)

    walk.absent("register by email code", NO_CALL)
    walk.absent("log in by email code", NO_CALL)
    user = walk.step("log in by LDAP", lambda: client.login_by_ldap("ivan", PASSWORD))
    ldap_token = user["token"]
    assert ldap_token
    user = walk.step("log in by AD", lambda: client.login_by_ad("ivan", PASSWORD))
    assert user["token"]
    user = walk.step(
        "log in by sub-account", lambda: client.login_by_sub_account("clerk", PASSWORD)
    )
    equal(user["username"], "clerk")
    code = walk.control("POST", "wechat-codes", {"openid": "open-1", "nickname": "Judy"})["code"]
    response = walk.step("log in by WeChat's mobile code", lambda: client.wechat_login(code))
    equal(response["data"]["nickname"], "Judy")
    walk.absent("log in with credentials", NO_CALL)

    user = client.login_by_username("heidi", PASSWORD)
    walk.name("<heidi>", user["id"])
    admin.users.add_roles(user["id"], ["editor"])

    def text(phone):
        client.send_sms_code(phone)
        return walk.code(phone)

    def mail(email):
        client.send_email(email, "CHANGE_EMAIL")
        return walk.code(email)

    code = text(PHONE)
    user = walk.step("bind a phone number", lambda: keep_token(lambda: client.bind_phone(PHONE, code)))
    equal(user["phone"], PHONE)
    old_code, new_code = text(PHONE), text(NEW_PHONE)
    user = walk.step(
        "change the phone number",
        lambda: keep_token(lambda: client.update_phone(NEW_PHONE, new_code, PHONE, old_code)),
    )
    equal(user["phone"], NEW_PHONE)
    user = walk.step("unbind the phone number", lambda: keep_token(client.unbind_phone))
    equal(user["phone"], None)
    mailed = mail(EMAIL)
    user = walk.step("bind an email address", lambda: keep_token(lambda: client.bind_email(EMAIL, mailed)))
    equal(user["email"], EMAIL)
    walk.control("POST", "clock", {"advanceSeconds": 61})
    old_mailed, new_mailed = mail(EMAIL), mail(NEW_EMAIL)
    user = walk.step(
        "change the email address",
        lambda: keep_token(lambda: client.update_email(NEW_EMAIL, new_mailed, EMAIL, old_mailed)),
    )
    equal(user["email"], NEW_EMAIL)
    user = walk.step("unbind the email address", lambda: keep_token(client.unbind_email))
    equal(user["email"], None)

    orgs = walk.step("list my organisations", lambda: keep_token(client.list_orgs))
    equal(orgs, [])
    walk.step("list my departments", lambda: keep_token(client.list_departments))
    roles = walk.step("list my roles", lambda: keep_token(client.list_roles))
    equal(roles["list"][0]["code"], "editor")
    has = walk.step("ask whether I have a role", lambda: keep_token(lambda: client.has_role("editor")))
    equal(has, True)
    applications = walk.step("list my applications", lambda: keep_token(client.list_applications))
    equal(applications["list"][0]["id"], emulator["appId"])
    walk.step(
        "list my resources", lambda: keep_token(lambda: client.list_authorized_resources("default"))
    )
    level = walk.step("get my security level", lambda: keep_token(client.get_security_level))
    equal(level["password"], True)

    token = client.get_token()
    walk.step("link an account", lambda: keep_token(lambda: client.link_account(token, ldap_token)))
    walk.step("unlink an identity", lambda: keep_token(lambda: client.unlink_account(token, "ldap")))
    for name in (
        "make an address to link an identity at",
        "send a visitor to a social provider",
        "send a visitor to an enterprise provider",
        "upload a picture of me",
        "upload another picture of me",
        "get my real name",
        "authenticate my real name",
        "list my devices",
        "log out of a device",
        "unbind a device",
        "log out of this device",
    ):
        walk.absent(name, NO_CALL)
