"""An identity provider of pysaml2's: writes responses and logout messages, reads ours.

    idp_pysaml2.py fixtures KEYS OUT        the documents that the tests hold, with a fixed clock
    idp_pysaml2.py respond KEYS MODE ID     one response, now, as base64
    idp_pysaml2.py consume KEYS METADATA    reads our metadata, then requests from standard input
    idp_pysaml2.py logout KEYS              a LogoutRequest as a signed query, now

KEYS is the folder with idp.key, idp.crt, sp.crt. MODE: assertion, response, both, encrypted,
encrypted-signed, sha1, failed.
"""

import base64
import calendar
import functools
import json
import shutil
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

IDP = "https://idp.example.com/metadata"
SSO = "https://idp.example.com/sso"
SLO = "https://idp.example.com/slo"
SP = "https://sp.example.com/saml"
ACS = "https://sp.example.com/saml/acs"
SP_SLO = "https://sp.example.com/saml/logout"
REQUEST = "_request"
# 1 January 2026, where the tests' clock stands.
FIXED = 1767225600
AES256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
USER = {
    "uid": ["alice"],
    "mail": ["alice@example.com"],
    "givenName": ["Alice"],
    "eduPersonAffiliation": ["staff", "member"],
}


def main():
    command, keys = sys.argv[1], Path(sys.argv[2])
    if command == "fixtures":
        stop_clock()
        write_fixtures(keys, Path(sys.argv[3]))
    elif command == "respond":
        xml = respond(server(keys), sys.argv[3], sys.argv[4])
        print(base64.b64encode(xml.encode()).decode())
    elif command == "consume":
        consume(keys, Path(sys.argv[3]))
    elif command == "logout":
        print(logout_query(server(keys)))
    else:
        sys.exit(__doc__)


def stop_clock():
    """Makes everything that asks for the time get the fixed one."""
    import saml2.time_util

    gmtime = time.gmtime
    time.gmtime = lambda seconds=None: gmtime(FIXED if seconds is None else seconds)

    class Fixed(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(FIXED, tz or timezone.utc)

        @classmethod
        def utcnow(cls):
            return datetime.fromtimestamp(FIXED, timezone.utc).replace(tzinfo=None)

    saml2.time_util.datetime = Fixed


def server(keys, metadata=None):
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT
    from saml2.server import Server

    both = [BINDING_HTTP_REDIRECT, BINDING_HTTP_POST]
    config = {
        "entityid": IDP,
        "key_file": str(keys / "idp.key"),
        "cert_file": str(keys / "idp.crt"),
        "xmlsec_binary": shutil.which("xmlsec1"),
        "service": {
            "idp": {
                "endpoints": {
                    "single_sign_on_service": [(SSO, binding) for binding in both],
                    "single_logout_service": [(SLO, binding) for binding in both],
                },
                "want_authn_requests_signed": True,
                "policy": {"default": {"lifetime": {"minutes": 15}, "attribute_restrictions": None}},
                "name_id_format": [NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT],
            }
        },
        "metadata": {"inline": [metadata or sp_metadata(keys)]},
    }
    return Server(config=IdPConfig().load(config))


def sp_metadata(keys):
    certificate = "".join((keys / "sp.crt").read_text().split("\n")[1:-2])
    key = (
        '<md:KeyDescriptor use="%s"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f"<ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo></md:KeyDescriptor>"
    )
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{SP}">'
        '<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f'{key % "signing"}{key % "encryption"}'
        '<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
        f' Location="{SP_SLO}"/>'
        '<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
        f' Location="{SP_SLO}"/>'
        '<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
        f' Location="{ACS}" index="0" isDefault="true"/>'
        "</md:SPSSODescriptor></md:EntityDescriptor>"
    )


def respond(idp, mode, request_id):
    import saml2.entity
    import saml2.sigver
    from saml2 import xmldsig
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID

    if mode == "failed":
        from saml2.samlp import STATUS_AUTHN_FAILED

        refusal = (STATUS_AUTHN_FAILED, "not today")
        return str(idp.create_error_response(request_id, ACS, refusal, sign=False))
    encrypted = mode.startswith("encrypted")
    if encrypted:
        # pysaml2 offers 3DES only, which nobody should accept.
        saml2.entity.pre_encryption_part = functools.partial(
            saml2.sigver.pre_encryption_part, msg_enc=AES256_GCM
        )
        saml2.sigver.SecurityContext.encrypt_assertion.__defaults__ = ("aes-256", None)
    sha1 = mode == "sha1"
    return str(
        idp.create_authn_response(
            USER,
            in_response_to=request_id,
            destination=ACS,
            sp_entity_id=SP,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="alice-7f3a"),
            authn={
                "class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
                "authn_instant": calendar.timegm(time.gmtime()),
            },
            sign_response=mode in ("response", "both", "encrypted-signed"),
            sign_assertion=mode in ("assertion", "both", "encrypted", "sha1"),
            encrypt_assertion=encrypted,
            encrypt_assertion_self_contained=True,
            sign_alg=xmldsig.SIG_RSA_SHA1 if sha1 else xmldsig.SIG_RSA_SHA256,
            digest_alg=xmldsig.DIGEST_SHA1 if sha1 else xmldsig.DIGEST_SHA256,
        )
    )


def logout_query(idp):
    from urllib.parse import urlsplit

    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID

    _, request = idp.create_logout_request(
        SP_SLO,
        IDP,
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="alice-7f3a"),
        session_indexes=["session-1"],
        sign=False,
    )
    info = idp.apply_binding(
        BINDING_HTTP_REDIRECT, str(request), SP_SLO, "state-1", sign=True,
        sigalg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    )
    return urlsplit(dict(info["headers"])["Location"]).query


def logout_form(idp):
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID

    _, request = idp.create_logout_request(
        SP_SLO,
        IDP,
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="alice-7f3a"),
        session_indexes=["session-1"],
        sign=True,
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    return str(request)


def write_fixtures(keys, out):
    from saml2.metadata import entity_descriptor

    idp = server(keys)
    for mode in ("assertion", "response", "both", "encrypted", "encrypted-signed", "sha1", "failed"):
        (out / f"pysaml2-{mode}.xml").write_text(respond(idp, mode, REQUEST))
    (out / "pysaml2-logout.query").write_text(logout_query(idp))
    (out / "pysaml2-logout.xml").write_text(logout_form(idp))
    (out / "pysaml2-metadata.xml").write_text(str(entity_descriptor(idp.config)))


def consume(keys, metadata):
    """Reads our messages from standard input, one JSON object a line, and says what it found."""
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT

    idp = server(keys, metadata.read_text())
    for line in sys.stdin:
        message = json.loads(line)
        if message["binding"] == "redirect":
            arguments = {
                "binding": BINDING_HTTP_REDIRECT,
                "relay_state": message.get("RelayState"),
                "sigalg": message.get("SigAlg"),
                "signature": message.get("Signature"),
            }
        else:
            arguments = {"binding": BINDING_HTTP_POST}
        parse = {
            "authn": idp.parse_authn_request,
            "logout": idp.parse_logout_request,
        }[message["kind"]]
        request = parse(message["SAMLRequest"], **arguments)
        assert request is not None, "refused"
        assert request.message.issuer.text == SP, request.message.issuer
        print(json.dumps({"id": request.message.id, "kind": message["kind"]}), flush=True)


main()
