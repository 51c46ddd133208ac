"""A service with nothing but the standard library: it shows people who they are, and keeps a list of those
who have registered, by webhook."""

import hmac
import json
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def serve(env):
    registered = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/registered":
                return self.respond(200, registered)
            request = urllib.request.Request(env["AUTHING_APP_HOST"] + "/api/v2/users/me")
            request.add_header("authorization", self.headers.get("authorization", ""))
            request.add_header("x-authing-app-id", env["AUTHING_APP_ID"])
            with urllib.request.urlopen(request) as response:
                told = json.load(response)
            if told["code"] != 200:
                return self.respond(401, {"error": "log in first"})
            self.respond(200, {"name": told["data"]["username"]})

        def do_POST(self):
            secret = self.headers.get("x-authing-webhook-secret", "")
            if not hmac.compare_digest(secret, env["WEBHOOK_SECRET"]):
                return self.respond(401, {})
            told = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if told["eventName"] == "user:created":
                registered.append(told["data"]["username"])
            self.respond(200, {})

        def respond(self, status, body):
            body = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)
