"""What the walks through the official Python SDK share."""

import json
import urllib.request

from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

PASSWORD = "passw0rd-1"


def administrator(emulator):
    """The client of the user pool's administrator."""
    return ManagementClient(
        ManagementClientOptions(
            user_pool_id=emulator["userPoolId"],
            secret=emulator["userPoolSecret"],
            host=emulator["url"],
            enc_public_key=emulator["publicKey"],
        )
    )


def end_user(emulator):
    """The client of somebody who uses the application."""
    return AuthenticationClient(
        AuthenticationClientOptions(
            app_id=emulator["appId"],
            app_host=emulator["appHost"],
            enc_public_key=emulator["publicKey"],
        )
    )


def equal(left, right):
    assert left == right, "%r is not %r" % (left, right)


class Walk:
    """Runs steps and writes down what each of them put on the wire."""

    def __init__(self, emulator, log):
        self.url = emulator["url"]
        self.app_id = emulator["appId"]
        self.log = log
        for name in ("userPoolId", "appId"):
            self.name("<%s>" % name, emulator[name])

    def step(self, name, call):
        self.control("DELETE", "requests")
        result = call()
        self.write({"step": name, "requests": self.control("GET", "requests")["requests"]})
        print("python: " + name)
        return result

    def absent(self, name, reason):
        """A step the SDK has no call for."""
        self.write({"step": name, "absent": reason})
        print("python: %s: none, %s" % (name, reason))

    def name(self, name, value):
        """What the value is called in the comparison, being another one in every walk."""
        self.write({"name": name, "value": value})

    def code(self, to):
        """The code most recently sent to an address."""
        messages = self.control("GET", "messages")["messages"]
        return [message["code"] for message in messages if message["to"] == to][-1]

    def configure(self, settings):
        """Changes the settings of the application."""
        self.control("PATCH", "applications/" + self.app_id, settings)

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        url = "%s/_emulator/%s" % (self.url, path)
        request = urllib.request.Request(url, data=data, method=method)
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def write(self, line):
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()
