"""What the walks through the official Python SDK share."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

from calls import Recorded, take_calls

PASSWORD = "passw0rd-1"


def administrator(emulator, **more):
    """The client of the user pool's administrator."""
    options = ManagementClientOptions(
        user_pool_id=emulator["userPoolId"],
        secret=emulator["userPoolSecret"],
        host=emulator["url"],
        enc_public_key=emulator["publicKey"],
        **more
    )
    return Recorded("management", ManagementClient(options))


def end_user(emulator, **more):
    """The client of somebody who uses the application."""
    options = AuthenticationClientOptions(
        app_id=emulator["appId"],
        app_host=emulator["appHost"],
        enc_public_key=emulator["publicKey"],
        **more
    )
    return Recorded("authentication", AuthenticationClient(options))


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
        take_calls()
        result = call()
        requests = self.control("GET", "requests")["requests"]
        self.write({"step": name, "requests": requests, "calls": take_calls()})
        print("python: " + name)
        return result

    def value(self, name, call):
        """A step that sends nothing: what it makes is compared."""
        take_calls()
        value = call()
        self.write({"step": name, "requests": [], "value": value, "calls": take_calls()})
        print("python: " + name)
        return value

    def absent(self, name, reason):
        """A step the SDK has no call for."""
        self.write({"step": name, "absent": reason})
        print("python: %s: none, %s" % (name, reason))

    def name(self, name, value):
        """What the value is called in the comparison, being another one in every walk."""
        self.write({"name": name, "value": value})

    def user(self, username):
        """The id of somebody that the seed has put there, by which the comparison knows them too."""
        found = self.control("GET", "users/" + username)["id"]
        self.name("<%s>" % username, found)
        return found

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


class Visitor:
    """The browser of somebody who logs in at the emulator's page and says yes to everything."""

    def __init__(self, account):
        self.answers = {"account": account, "password": PASSWORD, "action": "login"}
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, StayHere())

    def open(self, address, form=None):
        """Opens an address, and goes nowhere from there."""
        data = None if form is None else urllib.parse.urlencode(form).encode()
        try:
            return self.opener.open(address, data)
        except urllib.error.HTTPError as response:
            if response.code >= 400:
                raise
            return response

    def visit(self, address):
        """Goes on from an address until it leads away from the emulator, and says where to."""
        home, form = urllib.parse.urlsplit(address).netloc, None
        while urllib.parse.urlsplit(address).netloc == home:
            response = self.open(address, form)
            form = None
            if response.headers.get("location"):
                address = urllib.parse.urljoin(address, response.headers["location"])
                continue
            page = response.read().decode()
            form = re.findall('<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
            asked = self.answers if 'name="password"' in page else {"action": "allow"}
            form += list(asked.items())
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
