"""Serves both CAS servers on the loopback address until its standard input ends.

Proxy-granting tickets are delivered by TLS only, and the service under test speaks plain HTTP: a
second port takes the TLS off and hands the bytes on to the port that the service has written to
the file `service-port`.
"""

import json
import os
import pathlib
import socket
import ssl
import sys
import threading

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

WORK = pathlib.Path(os.environ["INTEROP_WORK"])
PASSWORD = "correct horse battery staple"
# The last one is what an attacker would register where a server lets him.
NAMES = ["ann", "o'neil & <söhne>", "mallory\nann"]


def main():
    fill_database()
    application = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    application.set_app(get_wsgi_application())
    threading.Thread(target=application.serve_forever, daemon=True).start()
    callback = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=take_off_tls, args=[callback], daemon=True).start()
    started = {
        "servers": f"http://127.0.0.1:{application.server_port}",
        "callback": f"https://127.0.0.1:{callback.getsockname()[1]}",
        "password": PASSWORD,
        "names": NAMES,
    }
    print(json.dumps(started), flush=True)
    sys.stdin.read()


def fill_database():
    from cas_server.models import ReplaceAttributName, ServicePattern

    call_command("migrate", verbosity=0)
    for name in NAMES:
        get_user_model().objects.create_user(name, "ann@example.com", PASSWORD)
    loopback = ServicePattern.objects.create(
        name="loopback",
        pattern=r"^https?://127\.0\.0\.1:\d+/",
        proxy=True,
        proxy_callback=True,
        single_log_out=True,
    )
    # All attributes, by their own names.
    ReplaceAttributName.objects.create(name="*", service_pattern=loopback)


def take_off_tls(listener):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(WORK / "callback.pem", WORK / "callback.key")
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=hand_on, args=[context, connection], daemon=True).start()


def hand_on(context, connection):
    port = int((WORK / "service-port").read_text())
    with (
        context.wrap_socket(connection, server_side=True) as outside,
        socket.create_connection(("127.0.0.1", port)) as inside,
    ):
        # One request and one answer: the service closes the connection behind it.
        inside.sendall(outside.recv(65536))
        while data := inside.recv(65536):
            outside.sendall(data)


main()
