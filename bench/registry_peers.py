"""neargate's registry and Debian's docker-registry as one kind of thing: it takes and gives blobs."""

import base64
import hashlib
import http.client
import json
import urllib.parse
import urllib.request

from measure import Peer, answers_http, authorization

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = """
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: {folder}/blobs}}}}
http: {{addr: "127.0.0.1:{port}"}}
"""


def docker_registry():
    def command(port, folder):
        with open(f"{folder}/config.yml", "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder=folder, port=port))
        return ["docker-registry", "serve", f"{folder}/config.yml"]

    return Peer("docker-registry", command, answers_http)


def digest_of(blob):
    return "sha256:" + hashlib.sha256(blob).hexdigest()


class Registry:
    """One registry under test: where repositories live in its URLs, and how to come in. As docker does, each
    request has a connection of its own."""

    def __init__(self, peer, prefix="", password=None):
        self.peer, self.prefix = peer, prefix
        self.host = f"127.0.0.1:{peer.port}"
        self.base = f"/v2/{prefix}bench/"
        self.headers = {"Connection": "close"}
        if password:
            token = base64.b64encode(f"AWS:{password}".encode()).decode()
            self.headers["Authorization"] = f"Basic {token}"

    def send(self, method, path, status, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.port)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**self.headers, **more}, encode_chunked=is_stream(body))
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == status, (method, path, answer.status, text)
        connection.close()
        return answer

    def upload(self, blob, digest):
        """docker's way: POST, PATCH, PUT, HEAD. `blob` may be a generator."""
        where = local(self.send("POST", self.base + "blobs/uploads/", 202, Content_Length="0"))
        where = local(self.send("PATCH", where, 202, blob, Content_Type="application/octet-stream"))
        both = "&" if "?" in where else "?"
        self.send("PUT", f"{where}{both}digest={digest}", 201, Content_Length="0")
        self.send("HEAD", f"{self.base}blobs/{digest}", 200)

    def download(self, digest):
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.port)
        connection.request("GET", f"{self.base}blobs/{digest}", headers=self.headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        got = 0
        while chunk := answer.read(1 << 20):
            got += len(chunk)
        return got

    def has(self, digest):
        self.send("HEAD", f"{self.base}blobs/{digest}", 200)

    def put_manifest(self, tag, config, layers):
        blobs = (config, *layers)
        parts = [{"mediaType": "x/y", "size": len(blob), "digest": digest_of(blob)} for blob in blobs]
        document = {"schemaVersion": 2, "mediaType": MANIFEST, "config": parts[0], "layers": parts[1:]}
        body = json.dumps(document).encode()
        self.send("PUT", f"{self.base}manifests/{tag}", 201, body, Content_Type=MANIFEST)

    def curl(self, digest):
        """The command that pulls a blob without the client being the slower one."""
        headers = [word for name, value in self.headers.items() for word in ("-H", f"{name}: {value}")]
        return ["curl", "-sf", "-o", "/dev/null", *headers, f"http://{self.host}{self.base}blobs/{digest}"]


def is_stream(body):
    return body is not None and not isinstance(body, bytes)


def local(answer):
    parts = urllib.parse.urlsplit(answer.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def create_repository(port):
    """Answers a password of neargate's registry."""

    def call(operation, body):
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Date": "20260101T000000Z",
            "X-Amz-Target": f"AmazonEC2ContainerRegistry_V20150921.{operation}",
            "Authorization": authorization("ecr"),
        }
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    call("CreateRepository", {"repositoryName": "bench"})
    token = call("GetAuthorizationToken", {})["authorizationData"][0]["authorizationToken"]
    return base64.b64decode(token).decode().split(":", 1)[1]
