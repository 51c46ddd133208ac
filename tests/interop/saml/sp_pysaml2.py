"""pysaml2 as a service provider that logs people in at the emulator.

    sp_pysaml2.py EXAMPLE KEYS    EXAMPLE is the program `saml-login`, which brings an emulator
"""

import base64
import html
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import Config
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY = "http://localhost:9/saml"
ACS = "http://localhost:9/saml/acs"


class Browser:
    """Cookies, pages and forms; whatever a form posts to another site is handed out."""

    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )

    def open(self, url, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        with self.opener.open(urllib.request.Request(url, data), timeout=20) as answer:
            return answer.url, answer.read().decode()

    def log_in(self, url, fields=None):
        here, page = self.open(url, fields)
        if 'name="password"' in page:
            form = form_of(page) | {"account": "bob", "password": "passw0rd"}
            here, page = self.open(here, form)
        return form_of(page)


def form_of(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def find_idp(home):
    """Where the example sends people to log in."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
    try:
        opener.open(f"{home}/login", timeout=20)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"].split("?")[0]
    raise SystemExit("the example does not redirect")


def configure(sso, settings):
    host, app = sso.split("/api/v2/saml-idp/")
    request = urllib.request.Request(
        f"{host}/_emulator/applications/{app}",
        json.dumps({"saml": settings}).encode(),
        {"content-type": "application/json"},
        method="PATCH",
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=20).read()


def client(keys, metadata, response_signed):
    config = {
        "entityid": ENTITY,
        "key_file": f"{keys}/sp.key",
        "cert_file": f"{keys}/sp.crt",
        "xmlsec_binary": shutil.which("xmlsec1"),
        "allow_unknown_attributes": True,
        "signing_algorithm": SIG_RSA_SHA256,
        "digest_algorithm": DIGEST_SHA256,
        "metadata": {"inline": [metadata]},
        "service": {
            "sp": {
                "endpoints": {"assertion_consumer_service": [(ACS, BINDING_HTTP_POST)]},
                "authn_requests_signed": True,
                "want_assertions_signed": not response_signed,
                "want_response_signed": response_signed,
                "allow_unsolicited": False,
            }
        },
    }
    loaded = Config()
    loaded.load(config)
    return Saml2Client(loaded)


def log_in(sp, binding, sign=True):
    request, info = sp.prepare_for_authenticate(
        relay_state="/orders?a=b&c", binding=binding, response_binding=BINDING_HTTP_POST,
        sign=sign,
    )
    browser = Browser()
    if binding == BINDING_HTTP_REDIRECT:
        form = browser.log_in(dict(info["headers"])["Location"])
    else:
        form = browser.log_in(info["url"], form_of(info["data"].replace("'", '"')))
    return request, form


def check(sp, request, form):
    response = sp.parse_authn_request_response(
        form["SAMLResponse"], BINDING_HTTP_POST, outstanding={request: "/"}
    )
    assert response.ava == {"uid": ["bob"]}, response.ava
    assert form["RelayState"] == "/orders?a=b&c", form["RelayState"]
    return response


def main(example, keys):
    server = subprocess.Popen(
        [example], env=os.environ | {"PORT": "0"}, stdout=subprocess.PIPE, text=True
    )
    try:
        home = re.search(r"http://localhost:\d+", server.stdout.readline()).group()
        sso = find_idp(home)
        with open(f"{keys}/sp.crt", encoding="utf-8") as file:
            certificate = file.read()
        for signed in ("assertion", "response"):
            configure(sso, {
                "audience": ENTITY,
                "mappings": {"username": "uid"},
                "signResponse": signed == "response",
                "samlRequestSigningCert": certificate,
            })
            _, metadata = Browser().open(f"{sso}/metadata")
            sp = client(keys, metadata, signed == "response")
            for binding in (BINDING_HTTP_REDIRECT, BINDING_HTTP_POST):
                request, form = log_in(sp, binding)
                check(sp, request, form)
                altered = base64.b64decode(form["SAMLResponse"]).replace(b">bob<", b">eve<")
                refused(sp, request, form | {"SAMLResponse": base64.b64encode(altered).decode()})
                print(f"pysaml2 accepts a signed {signed} for a request by {binding}")
        _, form = log_in(sp, BINDING_HTTP_REDIRECT, sign=False)
        assert "SAMLResponse" not in form, "an unsigned request is answered"
    finally:
        server.kill()


def refused(sp, request, form):
    try:
        check(sp, request, form)
    except AssertionError:
        raise
    except Exception:
        return
    raise AssertionError("an altered response is accepted")


if __name__ == "__main__":
    main(*sys.argv[1:])
