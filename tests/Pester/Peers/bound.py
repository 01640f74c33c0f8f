"""Runs an https server that accepts Kerberos tickets only on the TLS connection they are bound to (RFC 5929, tls-server-end-point)."""
import base64
import hashlib
import http.server
import ssl
import sys

import gssapi
import gssapi.raw

port, certificate, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
der = ssl.PEM_cert_to_DER_cert(open(certificate).read())
binding = gssapi.raw.ChannelBindings(application_data=b"tls-server-end-point:" + hashlib.sha256(der).digest())
other = gssapi.raw.ChannelBindings(application_data=b"tls-server-end-point:" + hashlib.sha256(b"other").digest())
gssapi.SecurityContext.__DEFER_STEP_ERRORS__ = False


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        authorization = self.headers.get("Authorization", "")
        status, user, token = 401, "", ""
        if authorization.startswith("Negotiate "):
            try:
                context = gssapi.SecurityContext(usage="accept", channel_bindings=other if self.path == "/other" else binding)
                output = context.step(base64.b64decode(authorization[10:]))
                status, user = 200, str(context.initiator_name)
                token = base64.b64encode(output or b"").decode()
                if self.path == "/silent":
                    token = ""
                if self.path == "/invalid":
                    token = base64.b64encode(b"nonsense").decode()
            except gssapi.exceptions.GSSError as error:
                user = str(error)[:200].replace("\n", " ")
        self.send_response(status)
        self.send_header("X-User", user)
        self.send_header("WWW-Authenticate", ("Negotiate " + token).strip()) if status == 401 or token else None
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
