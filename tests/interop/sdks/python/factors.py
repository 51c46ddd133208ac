"""Second factors: somebody who binds them and responds with them."""

import base64
import hashlib
import hmac
import json
import struct
import time
import urllib.request

from authing.v2.common.utils import encrypt

from walk import PASSWORD, end_user, equal

PHONE = "13900000002"
EMAIL = "mia@example.com"
PHOTOS = ("https://example.com/1.jpg", "https://example.com/2.jpg")
QR = "the SDK has no QR codes"
IDENTITIES = "the SDK has no linked identities"


def one_time_password(secret, at):
    """RFC 6238, from nothing but the standard library."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6)


def walk_area(walk, emulator):
    mia = walk.user("mia")
    client = end_user(emulator)
    client.login_by_username("mia", PASSWORD)

    def challenge():
        # The SDK throws away what comes with an error, so the token is asked for without it.
        query = "mutation l($i: LoginByUsernameInput!) { loginByUsername(input: $i) { id } }"
        password = encrypt(PASSWORD, emulator["publicKey"])
        body = {"query": query, "variables": {"i": {"username": "mia", "password": password}}}
        request = urllib.request.Request(
            emulator["url"] + "/graphql/v2",
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json", "x-authing-app-id": emulator["appId"]},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["errors"][0]["message"]["data"]["mfaToken"]

    listed = walk.step("list my authenticators", client.get_mfa_authenticators)
    equal(listed["data"], [])
    made = walk.step("begin to bind an authenticator", client.assosicate_mfa_authenticator)["data"]
    assert made["qrcode_data_url"].startswith("data:image/png;base64,")
    bound = walk.step(
        "bind the authenticator",
        lambda: client.confirm_assosicate_mfa_authenticator(
            one_time_password(made["secret"], time.time())
        ),
    )
    equal(bound["code"], 200)
    token = challenge()
    user = walk.step(
        "respond with a one-time password",
        lambda: client.verify_totp_mfa(one_time_password(made["secret"], time.time()), token),
    )
    equal(user["data"]["id"], mia)
    token = challenge()
    user = walk.step(
        "respond with the recovery code",
        lambda: client.verify_totp_recovery_code(made["recovery_code"], token),
    )
    assert user["data"]["token"]
    taken = walk.step("take the authenticator away", client.delete_mfa_authenticator)
    equal(taken["code"], 200)

    walk.configure({"mfaFactors": ["SMS", "EMAIL", "FACE"]})
    token = challenge()
    bindable = walk.step(
        "ask whether a phone can be bound",
        lambda: client.phone_or_email_bindable(token, phone=PHONE),
    )
    equal(bindable["data"], True)
    client.send_sms_code(PHONE)
    user = walk.step(
        "respond with a code by SMS",
        lambda: client.verify_app_sms_mfa(PHONE, walk.code(PHONE), token),
    )
    equal(user["data"]["phone"], PHONE)
    token = challenge()
    client.send_email(EMAIL, "MFA_VERIFY")
    user = walk.step(
        "respond with a code by email",
        lambda: client.verify_app_email_mfa(EMAIL, walk.code(EMAIL), token),
    )
    equal(user["data"]["email"], EMAIL)
    token = challenge()
    user = walk.step(
        "bind a face by addresses", lambda: client.associate_face_by_url(*PHOTOS, token)
    )
    equal(user["data"]["id"], mia)
    token = challenge()
    # The SDK sends the photo to the endpoint that binds faces, which wants two.
    refused = walk.step("respond with a face", lambda: client.verify_face_mfa(PHOTOS[1], token))
    equal(refused["code"], 1700)

    walk.absent("bind a face by photos", "the SDK uploads nothing")
    walk.absent("bind a face by a photo that is picked", "the SDK uploads nothing")
    for step in (
        "make a QR code",
        "watch a QR code",
        "ask for the QR code's state",
        "exchange the ticket",
        "make a QR code for a mini program",
        "make a QR code for an official account",
    ):
        walk.absent(step, QR)
    for step in ("list my identities", "take an identity away"):
        walk.absent(step, IDENTITIES)
