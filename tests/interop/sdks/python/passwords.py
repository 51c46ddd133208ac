"""Passwords that are judged, and those that have to be replaced."""

import re

import requests
from authing.v2.common.utils import encrypt

from walk import PASSWORD, administrator, end_user, equal

PHONE = "13900000021"
SECOND, THIRD, FOURTH = "passw0rd-2", "passw0rd-3", "passw0rd-4"
MONTH = 31 * 24 * 3600


def walk_area(walk, emulator):
    admin = administrator(emulator)
    client = end_user(emulator)

    def rate(password):
        # The SDK's pattern is none: it holds `[^]`, which JavaScript knows and Python does not.
        try:
            client.compute_password_security_level(password)
        except re.error:
            return
        raise AssertionError("the SDK's pattern can be read")

    for password in ("short", "passw0rd", "passw0rD-long"):
        walk.value("rate the password " + password, lambda: rate(password))
    verdicts = walk.step(
        "ask whether a password will do", lambda: admin.is_password_valid(PASSWORD)
    )["data"]
    assert all(verdict["valid"] for verdict in verdicts)

    lena = walk.user("lena")
    walk.step(
        "send the email of a first login",
        lambda: admin.users.send_first_login_verify_email(emulator["appId"], lena),
    )

    def refused(password):
        # The SDK throws away what comes with an error.
        response = requests.post(
            emulator["url"] + "/graphql/v2",
            headers={"x-authing-app-id": emulator["appId"]},
            json={
                "query": "mutation ($input: LoginByUsernameInput!)"
                " { loginByUsername(input: $input) { id } }",
                "variables": {
                    "input": {
                        "username": "lena",
                        "password": encrypt(password, emulator["publicKey"]),
                    }
                },
            },
        )
        return response.json()["errors"][0]["message"]["data"]["token"]

    token = refused(PASSWORD)
    done = walk.step(
        "set the password of a first login",
        lambda: client.reset_password_by_first_token(token, SECOND),
    )
    equal(done["code"], 200)
    client.login_by_username("lena", SECOND)

    client.send_sms_code(PHONE)
    code = walk.code(PHONE)
    done = walk.step(
        "reset the password by phone code",
        lambda: client.reset_password_by_phone_code(PHONE, code, THIRD),
    )
    equal(done["code"], 200)
    client.login_by_username("lena", THIRD)

    admin.userPool.update({"passwordUpdatePolicy": {"enabled": True, "forcedCycle": 30}})
    walk.control("POST", "clock", {"advanceSeconds": MONTH})
    token = refused(THIRD)
    done = walk.step(
        "replace a password that has expired",
        lambda: end_user(emulator).reset_password_with_force_reset(token, THIRD, FOURTH),
    )
    equal(done["code"], 200)
    assert client.login_by_username("lena", FOURTH)["token"]
