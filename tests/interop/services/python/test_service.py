import json
import threading
import unittest
import urllib.error
import urllib.request

from emulator_server import Emulator
from service import serve

SECRET = "s3cret"


class ServiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        env = {"WEBHOOK_SECRET": SECRET}
        cls.server = serve(env)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.url = f"http://127.0.0.1:{cls.server.server_port}"
        cls.emulator = Emulator("--webhook", f"{cls.url}/authing,secret={SECRET}")
        env.update(cls.emulator.env)

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        assert cls.emulator.stop() == 0, "the emulator ends well"

    def ask(self, token):
        request = urllib.request.Request(self.url + "/me")
        request.add_header("authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def test_a_user_is_greeted_and_the_service_was_told_of_them(self):
        phone = "13800000000"
        app = {"x-authing-app-id": self.emulator.env["AUTHING_APP_ID"]}
        self.emulator.send("POST", "/api/v2/sms/send", {"phone": phone}, app)
        code = self.emulator.control("GET", "/messages")["messages"][-1]["code"]
        query = "mutation($i: RegisterByPhoneCodeInput!) { registerByPhoneCode(input: $i) { id token } }"
        register = {"phone": phone, "code": code, "forceLogin": True, "profile": {"username": "ann"}}
        sent = {"query": query, "variables": {"i": register}}
        user = self.emulator.send("POST", "/graphql/v2", sent, app)["data"]["registerByPhoneCode"]
        self.assertEqual(self.ask(user["token"]), (200, {"name": "ann"}))
        self.assertEqual(self.ask("x.y.z")[0], 401)

        # A token that no login made, and one that has expired.
        minted = self.emulator.control("POST", "/tokens", {"userId": user["id"], "kind": "login"})
        self.assertEqual(self.ask(minted["token"])[0], 200)
        self.emulator.control("POST", "/clock", {"advanceSeconds": 3600 * 24 * 365})
        self.assertEqual(self.ask(minted["token"])[0], 401)

        self.emulator.webhooks_idle()
        with urllib.request.urlopen(self.url + "/registered") as response:
            self.assertEqual(json.load(response), ["ann"])


if __name__ == "__main__":
    unittest.main()
