"""The official Python SDK with what its environment says: see the emulator's README."""

import os
import sys

from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

key = os.environ["AUTHING_PUBLIC_KEY"]
pem = f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n"
management = ManagementClient(
    ManagementClientOptions(
        user_pool_id=os.environ["AUTHING_USERPOOL_ID"],
        secret=os.environ["AUTHING_USERPOOL_SECRET"],
        host=os.environ["AUTHING_HOST"],
        enc_public_key=pem,
    )
)
app = AuthenticationClient(
    AuthenticationClientOptions(
        app_id=os.environ["AUTHING_APP_ID"],
        app_host=os.environ["AUTHING_APP_HOST"],
        enc_public_key=pem,
    )
)
username = sys.argv[1]
created = management.users.create({"username": username, "password": "passw0rd"})
logged_in = app.login_by_username(username, "passw0rd")
assert logged_in["id"] == created["id"]
