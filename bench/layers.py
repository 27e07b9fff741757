"""A 64 MiB layer up and down, beside Debian's docker-registry: by docker, and by plain HTTP."""

import base64
import hashlib
import http.client
import os
import subprocess
import tempfile
import time
import urllib.parse

from measure import ACCOUNT, REGION, Peer, Table, answers_http, authorization, in_turns, neargate

SIZE = 64 << 20
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


class Registry:
    """One registry under test: where repositories live in its URLs, and how to come in."""

    def __init__(self, peer, prefix="", password=None):
        self.peer, self.prefix = peer, prefix
        self.host = f"127.0.0.1:{peer.port}"
        self.headers = {}
        if password:
            token = base64.b64encode(f"AWS:{password}".encode()).decode()
            self.headers = {"Authorization": f"Basic {token}"}

    def upload(self, blob, digest):
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.port)
        connection.request("POST", f"/v2/{self.prefix}bench/blobs/uploads/", headers=self.headers)
        where = self.expect(connection, 202).headers["Location"]
        kind = {"Content-Type": "application/octet-stream"}
        connection.request("PATCH", local(where), blob, {**self.headers, **kind})
        where = self.expect(connection, 202).headers["Location"]
        both = "&" if "?" in where else "?"
        connection.request(
            "PUT", local(where) + f"{both}digest={digest}", headers={**self.headers, "Content-Length": "0"}
        )
        self.expect(connection, 201)

    def download(self, digest):
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.port)
        connection.request("GET", f"/v2/{self.prefix}bench/blobs/{digest}", headers=self.headers)
        answer = connection.getresponse()
        got = 0
        while chunk := answer.read(1 << 20):
            got += len(chunk)
        assert answer.status == 200 and got == SIZE, (answer.status, got)

    @staticmethod
    def expect(connection, status):
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == status, (answer.status, text)
        return answer


def local(location):
    parts = urllib.parse.urlsplit(location)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def timed(act, *words):
    begun = time.perf_counter()
    act(*words)
    return time.perf_counter() - begun


def quiet(*words, **options):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def by_http(registries, rounds):
    up, down = {name: [] for name in registries}, {name: [] for name in registries}
    for number in range(rounds):
        blob = os.urandom(SIZE)
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        names = list(registries) if number % 2 == 0 else list(reversed(registries))
        for name in names:
            up[name].append(timed(registries[name].upload, blob, digest))
        for name in names:
            down[name].append(timed(registries[name].download, digest))
    return up, down


def by_docker(registries, rounds, logins):
    environment = {**os.environ, "DOCKER_CONFIG": logins, "DOCKER_BUILDKIT": "0"}
    up, down = {name: [] for name in registries}, {name: [] for name in registries}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/layer", "wb") as file:
                file.write(os.urandom(SIZE))
            with open(f"{folder}/Dockerfile", "w", encoding="utf-8") as file:
                file.write("FROM scratch\nCOPY layer /layer\n")
            names = list(registries) if number % 2 == 0 else list(reversed(registries))
            uris = {
                name: f"{registries[name].host}/{registries[name].prefix}bench:r{number}" for name in names
            }
            quiet("docker", "build", "-t", uris[names[0]], folder, env=environment)
            quiet("docker", "tag", uris[names[0]], uris[names[1]])
        for name in names:
            up[name].append(timed(lambda: quiet("docker", "push", uris[name], env=environment)))
        for name in names:  # both names go first: docker would find the layer under the other one
            quiet("docker", "rmi", uris[name])
        for name in names:
            down[name].append(timed(lambda: quiet("docker", "pull", uris[name], env=environment)))
            quiet("docker", "rmi", uris[name])
    return up, down


def create_repository(port):
    import json
    import urllib.request

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


def measure(rounds):
    with neargate() as ours, docker_registry() as theirs, tempfile.TemporaryDirectory() as logins:
        password = create_repository(ours.port)
        registries = {
            "neargate": Registry(ours, f"{ACCOUNT}/{REGION}/", password),
            "docker-registry": Registry(theirs),
        }
        quiet(
            "docker",
            "login",
            "-u",
            "AWS",
            "-p",
            password,
            registries["neargate"].host,
            env={**os.environ, "DOCKER_CONFIG": logins},
        )
        table = Table("A layer of 64 MiB", "seconds; aim: at most 1.0 times", False)
        for how, (up, down) in (
            ("by plain HTTP", by_http(registries, rounds)),
            ("by docker", by_docker(registries, rounds, logins)),
        ):
            table.add(f"push {how}", up)
            table.add(f"pull {how}", down)
    return [table]
