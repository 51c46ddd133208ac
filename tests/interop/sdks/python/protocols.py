"""Logins by OpenID Connect, OAuth 2.0, CAS and SAML, and what their tokens are used for."""

from walk import Visitor, end_user, equal

CALLBACK = "http://localhost:3000/callback"
GOODBYE = "http://localhost:3000/goodbye"
ACCOUNT = {"id": "60e3f5a6c3d5f4a7b1c2d3e4", "secret": "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3"}
SCOPE = "openid profile offline_access"


def walk_area(walk, emulator):
    bob = walk.user("bob")
    for method in ("client_secret_basic", "none", "client_secret_post"):
        grants(walk, emulator, method)
    tokens(walk, emulator, bob)
    oauth(walk, emulator, bob)
    cas(walk, emulator)
    saml(walk, emulator)


def client(emulator, method="client_secret_post", **options):
    return end_user(
        emulator,
        secret=emulator["appSecret"],
        redirect_uri=CALLBACK,
        token_endpoint_auth_method=method,
        introspection_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        **options
    )


def stumbles(call):
    """The SDK reads every response as JSON, and fails over one that is not, once it is there."""
    try:
        call()
    except ValueError:
        return
    raise AssertionError("the response is JSON after all")


def grants(walk, emulator, method):
    """The ways in which an application proves to the endpoints that it is itself."""
    walk.configure(
        {
            "tokenEndpointAuthMethod": method,
            "introspectionEndpointAuthMethod": method,
            "revocationEndpointAuthMethod": method,
        }
    )
    app = client(emulator, method)
    verifier = app.generate_code_challenge()
    challenge = app.generate_code_challenge_digest(verifier)
    url = app.build_authorize_url(
        scope=SCOPE, code_challenge=challenge, code_challenge_method="S256"
    )
    code = Visitor("bob").visit(url)["code"]

    def step(name, call):
        return walk.step("%s (%s)" % (name, method), call)

    got = step("change a code for tokens", lambda: app.get_access_token_by_code(code, verifier))
    assert got["id_token"]
    new = step(
        "refresh the tokens",
        lambda: app.get_new_access_token_by_refresh_token(got["refresh_token"]),
    )
    token = new["access_token"]
    equal(step("introspect a token", lambda: app.introspect_token(token))["active"], True)
    step("revoke a token", lambda: stumbles(lambda: app.revoke_token(token)))
    equal(app.introspect_token(token)["active"], False)


def tokens(walk, emulator, bob):
    app = client(emulator)
    visitor = Visitor("bob")

    def begin():
        verifier = app.generate_code_challenge()
        challenge = app.generate_code_challenge_digest(verifier)
        url = app.build_authorize_url(
            scope=SCOPE, code_challenge=challenge, code_challenge_method="S256"
        )
        visitor.open(url)
        return verifier, url

    verifier, url = walk.step("send a visitor to log in", begin)
    got = app.get_access_token_by_code(visitor.visit(url)["code"], verifier)
    access_token, id_token = got["access_token"], got["id_token"]
    user = walk.step(
        "ask who the user is", lambda: app.get_user_info_by_access_token(access_token)
    )
    equal(user["sub"], bob)
    for name in ("by the query", "by a form"):
        walk.absent("ask who the user is, " + name, "the SDK puts the token into the header only")
    claims = walk.step("have an id_token checked", lambda: app.validate_token(id_token=id_token))
    equal(claims["sub"], bob)
    claims = walk.step(
        "have an access token checked", lambda: app.validate_token(access_token=access_token)
    )
    equal(claims["sub"], bob)
    walk.absent("change an id_token for another token", "the SDK has no such call")
    walk.step(
        "send a visitor to log out",
        lambda: visitor.open(
            app.build_logout_url(expert=True, id_token=id_token, redirect_uri=GOODBYE)
        ),
    )
    walk.step(
        "send a visitor to log out simply",
        lambda: visitor.open(app.build_logout_url(redirect_uri=GOODBYE)),
    )
    walk.configure({"idTokenAlgorithm": "RS256"})
    machine = walk.step(
        "get a token for a machine",
        lambda: app.get_access_token_by_client_credentials(
            "books:read", ACCOUNT["id"], ACCOUNT["secret"]
        ),
    )
    equal(machine["rejected_scope"], "books:read")


def oauth(walk, emulator, bob):
    app = client(emulator, protocol="oauth")
    visitor = Visitor("bob")
    walk.step(
        "send a visitor to log in by OAuth", lambda: visitor.open(app.build_authorize_url())
    )
    code = visitor.visit(app.build_authorize_url())["code"]
    got = walk.step("change a code by OAuth", lambda: app.get_access_token_by_code(code))
    new = walk.step(
        "refresh by OAuth",
        lambda: app.get_new_access_token_by_refresh_token(got["refresh_token"]),
    )
    token = new["access_token"]
    user = walk.step(
        "ask who the user is by OAuth", lambda: app.get_user_info_by_access_token(token)
    )
    equal(user["sub"], bob)
    equal(walk.step("introspect by OAuth", lambda: app.introspect_token(token))["active"], True)
    walk.step("revoke by OAuth", lambda: stumbles(lambda: app.revoke_token(token)))


def cas(walk, emulator):
    app = client(emulator, protocol="cas")
    visitor = Visitor("bob")
    url = app.build_authorize_url(service=CALLBACK)
    walk.step(
        "send a visitor to log in by CAS",
        lambda: visitor.open(app.build_authorize_url(service=CALLBACK)),
    )
    first, second = visitor.visit(url)["ticket"], visitor.visit(url)["ticket"]
    walk.step(
        "check a ticket by CAS 1.0",
        lambda: stumbles(lambda: app.validate_ticket_v1(first, CALLBACK)),
    )
    found = walk.step(
        "check a ticket by CAS 2.0", lambda: app.validate_ticket_v2(second, CALLBACK, "JSON")
    )
    equal(found["serviceResponse"]["authenticationSuccess"]["user"], "bob")
    found = walk.step("ask whether there is a session", app.track_session)
    equal(found, {"session": None})
    walk.step(
        "send a visitor to log out by CAS",
        lambda: visitor.open(app.build_logout_url(redirect_uri=GOODBYE)),
    )


def saml(walk, emulator):
    app = client(emulator, protocol="saml")
    walk.step(
        "send a visitor to log in by SAML",
        lambda: Visitor("bob").open(app.build_authorize_url()),
    )
