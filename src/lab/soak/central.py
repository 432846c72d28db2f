#!/usr/bin/env python3
"""central.py FOLDER: Maven Central's publisher API, as far as an upload that nobody publishes goes, on a free port of 127.0.0.1.

Leaves FOLDER/port, FOLDER/bundle.zip and FOLDER/requests, a line for each request. Source: central.sonatype.org/publish/publish-portal-api.
"""
import email.parser
import email.policy
import http.server
import json
import pathlib
import sys
import urllib.parse

FOLDER = pathlib.Path(sys.argv[1])


class Central(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(FOLDER / "requests", "a", encoding="utf-8") as log:
            print(url.path, query.get("publishingType"), self.headers.get("Authorization"), file=log)
        if url.path == "/api/v1/publisher/upload":
            self.take(body)
            self.answer(201, "text/plain", "deployment-1")
        elif url.path == "/api/v1/publisher/status":
            state = {"deploymentId": query["id"][0], "deploymentName": "it", "deploymentState": "VALIDATED", "purls": []}
            self.answer(200, "application/json", json.dumps(state))
        else:
            self.answer(404, "text/plain", "no such thing")

    def take(self, body):
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        for part in message.iter_parts():
            if part.get_param("name", header="Content-Disposition") == "bundle":
                (FOLDER / "bundle.zip").write_bytes(part.get_payload(decode=True))

    def answer(self, status, kind, text):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Central)
(FOLDER / "port.new").write_text(str(server.server_address[1]))
(FOLDER / "port.new").rename(FOLDER / "port")
server.serve_forever()
