"""A registry client of plain HTTP, which sends what it is told and hides nothing."""

import base64
import hashlib
import http.client
import json
import os
import re
import urllib.parse

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_EMPTY = "application/vnd.oci.empty.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCTETS = {"Content-Type": "application/octet-stream"}


def digest_of(data, algorithm="sha256"):
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def random_bytes(size=1000):
    return os.urandom(size)


def descriptor(kind, blob, algorithm="sha256", **more):
    return {"mediaType": kind, "digest": digest_of(blob, algorithm), "size": len(blob), **more}


def document(kind, **members):
    return json.dumps({"schemaVersion": 2, "mediaType": kind, **members}).encode()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getitem__(self, name):
        return self.headers.get(name)

    def json(self):
        return json.loads(self.body)

    def error(self):
        """The code of the first error, whose form is that of the specification."""
        errors = self.json()["errors"]
        assert errors and re.fullmatch("[A-Z_]+", errors[0]["code"]), self.body
        return errors[0]["code"]

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:500]!r}"


class Registry:
    """One repository of a registry; paths are below /v2/NAME/ unless they begin with a slash."""

    def __init__(self, port, name, password=None):
        self.port, self.name, self.password = port, name, password

    def sibling(self, name):
        return Registry(self.port, name, self.password)

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def path(self, path):
        return path if path.startswith("/") else f"/v2/{self.name}/{path}"

    def headers(self, more=None):
        if self.password is None:
            return dict(more or {})
        basic = base64.b64encode(f"AWS:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {basic}", **(more or {})}

    def send(self, method, path, body=None, headers=None):
        """`body` may be a generator: it then goes out chunked."""
        connection = self.connect()
        try:
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(
                method, self.path(path), body, self.headers(headers), encode_chunked=chunked
            )
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.send("GET", path, headers={name.replace("_", "-"): is_ for name, is_ in headers.items()})

    def begin(self, query=""):
        answer = self.send("POST", f"blobs/uploads/{query}", headers={"Content-Length": "0"})
        assert answer.status == 202, answer
        return answer["Location"]

    def push(self, data, algorithm="sha256"):
        """POST, then PUT; answers the digest."""
        digest = digest_of(data, algorithm)
        answer = self.send("PUT", with_digest(self.begin(), digest), data, OCTETS)
        assert answer.status == 201, answer
        return digest

    def put_manifest(self, reference, body, kind=OCI_MANIFEST):
        return self.send("PUT", f"manifests/{reference}", body, {"Content-Type": kind})

    def image(self, layers=(b"layer",), config=b"{}", kind=OCI_MANIFEST, algorithm="sha256", **more):
        """Pushes the blobs of an image and answers its manifest."""
        for blob in (config, *layers):
            self.push(blob, algorithm)
        return document(
            kind,
            config=descriptor(OCI_CONFIG, config, algorithm),
            layers=[descriptor(OCI_LAYER, layer, algorithm) for layer in layers],
            **more,
        )


def enable_blob_mounting(server):
    """By plain HTTP, since older boto3 do not know the operation. False: this server does not serve it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    scope = "test/20260101/us-east-1/ecr/aws4_request"
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AmazonEC2ContainerRegistry_V20150921.PutAccountSetting",
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature={'0' * 64}",
    }
    connection.request("POST", "/", json.dumps({"name": "BLOB_MOUNTING", "value": "ENABLED"}), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status in (200, 501), answer.status
    return answer.status == 200


def with_digest(location, digest):
    return f"{location}{'&' if '?' in location else '?'}digest={urllib.parse.quote(digest)}"
