"""What the clients do besides the areas: what they hold, how they speak, whatever else is asked."""

from walk import PASSWORD, administrator, end_user, equal

EMAIL = "nina@example.com"


def walk_area(walk, emulator):
    admin = administrator(emulator)
    nina = walk.user("nina")
    administration(walk, emulator, admin, nina)
    session(walk, emulator, nina)
    walk.absent("sign a request", "the SDK has no such call")


def administration(walk, emulator, admin, nina):
    token = walk.step(
        "get the administrator's token",
        lambda: administrator(emulator).tokenProvider.getAccessToken(),
    )
    walk.step("send an email", lambda: admin.send_email(EMAIL, "RESET_PASSWORD"))
    user = end_user(emulator).login_by_username("nina", PASSWORD)
    status = walk.step("check a token", lambda: admin.check_login_status(user["token"]))
    equal((status["status"], status["data"]["id"]), (True, nina))
    query = "query ($code: String!) { group(code: $code) { code } }"
    data = walk.step(
        "ask by GraphQL", lambda: admin.graphqlClient.request(query, {"code": "none"}, token)
    )
    equal(data["group"], None)
    response = walk.step(
        "ask by REST",
        lambda: admin.restClient.request("GET", emulator["url"] + "/api/v2/env", token),
    )
    equal(response["data"], [])
    english = administrator(emulator, lang="en-US")
    english.users.list_org(nina)
    walk.step("speak English", lambda: english.users.list_org(nina))


def session(walk, emulator, nina):
    client = end_user(emulator)
    token = end_user(emulator).login_by_username("nina", PASSWORD)["token"]

    def hold():
        client.set_token(token)
        return client.get_security_level()

    walk.step("hold a token", hold)

    client.set_token(token)
    equal(walk.step("ask who is logged in", client.check_logged_in)["id"], nina)
    data = walk.step(
        "ask by GraphQL as a user",
        lambda: client.graphqlClient.request("query { user { id } }", {}, token),
    )
    equal(data["user"]["id"], nina)
    url = emulator["appHost"] + "/api/v2/users/me/orgs"
    response = walk.step(
        "ask by REST as a user", lambda: client.restClient.request("GET", url, token)
    )
    equal(response["data"], [])
    walk.absent("ask for what is not JSON", "the SDK reads every response as JSON")
    english = end_user(emulator, lang="en-US")
    english.set_token(token)
    walk.step("be another program that speaks English", english.get_security_level)

    def hold_user():
        client.set_current_user({"id": "u1", "token": "t1"})
        return [client._user["id"], client.get_token()]

    walk.value("hold a user", hold_user)

    def hold_another():
        client.set_token("t2")
        return client.get_token()

    walk.value("hold another token", hold_another)

    def forget():
        client.clear_current_user()
        return [client._user, client.get_token()]

    walk.value("forget who it is", forget)
