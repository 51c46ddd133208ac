"""Somebody who registers, logs in and minds their account."""

from walk import PASSWORD, end_user, equal

NEW_PASSWORD = "passw0rd-2"
RESET_PASSWORD = "passw0rd-3"


def walk_area(walk, emulator):
    client = end_user(emulator)

    def keep_token(call):
        # A response without a token makes the SDK forget the one it has.
        token = client.get_token()
        try:
            return call()
        finally:
            if not client.get_token():
                client._set_token(token)

    walk.absent("fetch the key for passwords", "the SDK has its key built in")
    verdict = walk.step(
        "check a password's strength", lambda: client.check_password_strength(PASSWORD)
    )
    equal(verdict["valid"], True)
    user = walk.step(
        "register by email", lambda: client.register_by_email("erin@example.com", PASSWORD)
    )
    equal(user["email"], "erin@example.com")
    walk.name("<erin>", user["id"])
    user = walk.step(
        "register by username",
        lambda: client.register_by_username("frank", PASSWORD, profile={"nickname": "Frank"}),
    )
    equal((user["username"], user["nickname"]), ("frank", "Frank"))
    frank = user["id"]
    walk.name("<frank>", frank)
    walk.step("send a code by SMS", lambda: client.send_sms_code("13900000001"))
    user = walk.step(
        "register by phone code",
        lambda: client.register_by_phone_code("13900000001", walk.code("13900000001"), PASSWORD),
    )
    equal(user["phone"], "13900000001")
    walk.name("<grace>", user["id"])

    user = walk.step("log in by email", lambda: client.login_by_email("erin@example.com", PASSWORD))
    assert user["token"]
    user = walk.step(
        "log in by phone and password",
        lambda: client.login_by_phone_password("13900000001", PASSWORD),
    )
    assert user["token"]
    client.send_sms_code("13900000001")
    user = walk.step(
        "log in by phone code",
        lambda: client.login_by_phone_code("13900000001", walk.code("13900000001")),
    )
    assert user["token"]
    user = walk.step("log in by username", lambda: client.login_by_username("frank", PASSWORD))
    equal(user["id"], frank)
    assert user["token"]

    user = walk.step("get the current user", lambda: keep_token(client.get_current_user))
    equal((user["id"], user["nickname"]), (frank, "Frank"))
    user = walk.step(
        "update the profile",
        lambda: keep_token(lambda: client.update_profile({"nickname": "Francis"})),
    )
    equal(user["nickname"], "Francis")
    exists = walk.step("ask whether a user exists", lambda: client.is_user_exists("frank"))
    equal(exists, True)
    walk.step(
        "set my custom data",
        lambda: keep_token(lambda: client.set_udf_value({"age": 18, "school": "HUST"})),
    )
    data = walk.step("get my custom data", lambda: keep_token(client.get_udf_value))
    equal((data["age"], data["school"]), (18, "HUST"))
    walk.step("set one of my fields", lambda: client.set_udv("school", "PKU"))
    fields = walk.step("list my fields", client.list_udv)
    equal([field["value"] for field in fields if field["key"] == "school"], ["PKU"])
    walk.step("remove one of my fields", lambda: client.remove_udv("school"))
    walk.step("remove my custom data", lambda: keep_token(lambda: client.remove_udf_value("age")))
    assert not keep_token(client.get_udf_value).get("age")
    status = walk.step("check the login status", lambda: client.check_login_status())
    equal((status["status"], status["data"]["id"]), (True, frank))
    renewed = walk.step("refresh the token", lambda: client.refresh_token())
    assert renewed["token"]
    equal(keep_token(client.get_current_user)["id"], frank)
    user = walk.step(
        "update the password", lambda: client.update_password(NEW_PASSWORD, PASSWORD)
    )
    equal(user["id"], frank)
    user = walk.step(
        "log in with the new password", lambda: client.login_by_username("frank", NEW_PASSWORD)
    )
    token = user["token"]
    assert token
    walk.step("log out", lambda: keep_token(client.logout))
    equal(client.check_login_status(token)["status"], False)

    walk.step(
        "send a code by email", lambda: client.send_email("erin@example.com", "RESET_PASSWORD")
    )
    code = walk.code("erin@example.com")
    response = walk.step(
        "reset the password by email code",
        lambda: client.reset_password_by_email_code("erin@example.com", code, RESET_PASSWORD),
    )
    equal(response["code"], 200)
    user = walk.step(
        "log in with the reset password",
        lambda: client.login_by_email("erin@example.com", RESET_PASSWORD),
    )
    assert user["token"]
