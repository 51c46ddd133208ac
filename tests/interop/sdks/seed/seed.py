"""The official Python SDK finds what a seed has put there: no code sets anything up."""

import os

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
ann = app.login_by_username("ann", "passw0rd")
assert ann["nickname"] == "Ann", ann
assert ann["email"] == "ann@example.com", ann
groups = management.users.list_groups(ann["id"])
assert [group["code"] for group in groups["list"]] == ["staff"], groups
holders = management.roles.list_users("manager", namespace="shop")
assert [user["id"] for user in holders["list"]] == [ann["id"]], holders
for action, resource, expected in [
    ("books:write", "books:1", True),
    ("books:write", "books:2", False),
    ("books:read", "books:2", True),
]:
    allowed = management.acl.is_allowed(ann["id"], action=action, resource=resource, namespace="shop")
    assert allowed is expected, (action, resource, allowed)
data = management.users.get_udf_value(ann["id"])
assert data["shelf"] == "poetry", data
try:
    app.login_by_username("eve", "passw0rd")
except Exception:
    pass
else:
    raise AssertionError("whoever is blocked is kept out")
