"""ECR's standing orders as boto3 sees them: lifecycle policies, replication, and a pull-through cache whose
upstream is another registry on this machine."""

import base64
import hashlib
import http.server
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

import harness
from botocore.exceptions import ClientError
from harness import ACCOUNT, REGION, Story, eventually

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
KEEP_ONE = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1},
            "action": {"type": "expire"},
        }
    ]
}


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def call(method, url, body=None, headers=None):
    """Status, headers and body; an HTTP error is an answer, too."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    if body is not None and not request.has_header("Content-type"):  # else urllib calls it a form
        request.add_header("Content-Type", "application/octet-stream")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Client:
    """A registry client as small as can be."""

    def __init__(self, base, password=None):
        self.base = base
        self.headers = {}
        if password:
            self.headers["Authorization"] = "Basic " + base64.b64encode(f"AWS:{password}".encode()).decode()

    def __call__(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return call(method, self.base + path, body, {**self.headers, **named})

    def push_blob(self, name, content):
        status, headers, _ = self("POST", f"/v2/{name}/blobs/uploads/")
        assert status == 202, status
        place = headers["Location"]
        place = place if place.startswith("http") else self.base + place
        place += ("&" if "?" in place else "?") + "digest=" + digest(content)
        status, _, answer = call("PUT", place, content, self.headers)
        assert status == 201, (status, answer)

    def push(self, name, tag, layer):
        """An image of one layer; answers its manifest."""
        config = json.dumps({"layer": layer.decode()}).encode()
        for content in (config, layer):
            self.push_blob(name, content)
        manifest = {
            "schemaVersion": 2,
            "mediaType": DOCKER_MANIFEST,
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "size": len(config),
                "digest": digest(config),
            },
            "layers": [
                {
                    "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "size": len(layer),
                    "digest": digest(layer),
                }
            ],
        }
        return self.put(name, tag, json.dumps(manifest).encode(), DOCKER_MANIFEST)

    def push_index(self, name, tag, *parts):
        listed = [{"mediaType": DOCKER_MANIFEST, "size": len(part), "digest": digest(part)} for part in parts]
        index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": listed}
        return self.put(name, tag, json.dumps(index).encode(), OCI_INDEX)

    def put(self, name, tag, manifest, media_type):
        status, _, answer = self("PUT", f"/v2/{name}/manifests/{tag}", manifest, Content_Type=media_type)
        assert status == 201, (status, answer)
        return manifest


class RulesStory(Story):
    runtime = "simulated"

    def setUp(self):
        super().setUp()
        self.ecr = self.server.client("ecr")
        self.registry = self.client_of(self.server)

    def client_of(self, server, region=REGION, key="test"):
        granted = server.client("ecr", region, key).get_authorization_token()["authorizationData"][0]
        password = base64.b64decode(granted["authorizationToken"]).decode().partition(":")[2]
        return Client(server.endpoint, password)

    def own_page(self, path, body):
        status, _, answer = call("POST", self.server.endpoint + path, json.dumps(body).encode())
        self.assertEqual(status, 200, answer)
        return json.loads(answer)

    def tags(self, name, ecr=None):
        ids = (ecr or self.ecr).list_images(repositoryName=name)["imageIds"]
        return [one.get("imageTag") for one in ids]


class LifecycleStory(RulesStory):
    def test_a_preview_is_waited_for_and_a_policy_expires(self):
        self.ecr.create_repository(repositoryName="team/app")
        path = f"{ACCOUNT}/{REGION}/team/app"
        for tag in ("v1", "v2", "v3"):
            self.registry.push(path, tag, tag.encode())
        text = json.dumps(KEEP_ONE)
        self.ecr.start_lifecycle_policy_preview(repositoryName="team/app", lifecyclePolicyText=text)
        self.ecr.get_waiter("lifecycle_policy_preview_complete").wait(
            repositoryName="team/app", WaiterConfig={"Delay": 1}
        )
        preview = self.ecr.get_lifecycle_policy_preview(repositoryName="team/app")
        self.assertEqual(preview["summary"]["expiringImageTotalCount"], 2)
        self.assertEqual([one["imageTags"] for one in preview["previewResults"]], [["v1"], ["v2"]])
        self.assertEqual(self.tags("team/app"), ["v1", "v2", "v3"])

        self.ecr.put_lifecycle_policy(repositoryName="team/app", lifecyclePolicyText=text)
        eventually(lambda: self.tags("team/app") == ["v3"], "the policy has expired v1 and v2")
        self.registry.push(path, "v4", b"v4")
        done = self.own_page("/_neargate/lifecycle/run", {"account": ACCOUNT, "repository": "team/app"})
        (outcome,) = done["repositories"]
        self.assertEqual(outcome["repositoryName"], "team/app")
        self.assertEqual([one["action"] for one in outcome["images"]], ["EXPIRE"])
        self.assertEqual(self.tags("team/app"), ["v4"])
        with self.assertRaises(ClientError) as refused:
            self.ecr.put_lifecycle_policy(repositoryName="team/app", lifecyclePolicyText="x" * 100)
        self.assertEqual(refused.exception.response["Error"]["Code"], "InvalidParameterException")


class ReplicationStory(RulesStory):
    def replicate_to(self, region, account=ACCOUNT):
        rule = {"destinations": [{"region": region, "registryId": account}]}
        self.ecr.put_replication_configuration(replicationConfiguration={"rules": [rule]})

    def status(self, name, tag):
        told = self.ecr.describe_image_replication_status(repositoryName=name, imageId={"imageTag": tag})
        return [(one["region"], one["status"], one.get("failureCode")) for one in told["replicationStatuses"]]

    def test_a_push_arrives_in_the_other_region_and_can_be_pulled_there(self):
        self.replicate_to("eu-central-1")
        self.ecr.create_repository(repositoryName="app")
        manifest = self.registry.push(f"{ACCOUNT}/{REGION}/app", "v1", b"layer")
        complete = [("eu-central-1", "COMPLETE", None)]
        eventually(lambda: self.status("app", "v1") == complete, "it is replicated")
        there = self.client_of(self.server, "eu-central-1")
        _, _, copy = there("GET", f"/v2/{ACCOUNT}/eu-central-1/app/manifests/v1")
        self.assertEqual(copy, manifest)
        _, _, layer = there("GET", f"/v2/{ACCOUNT}/eu-central-1/app/blobs/{digest(b'layer')}")
        self.assertEqual(layer, b"layer")

    def test_another_account_must_let_it_in(self):
        self.replicate_to(REGION, "222222222222")
        self.ecr.create_repository(repositoryName="app")
        self.registry.push(f"{ACCOUNT}/{REGION}/app", "v1", b"layer")
        eventually(lambda: self.status("app", "v1") == [(REGION, "FAILED", "AccessDenied")], "it is refused")


class Tokens(http.server.BaseHTTPRequestHandler):
    """In front of a registry: it wants a Bearer token, which is given for user and password."""

    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        if self.path.startswith("/token"):
            wanted = "Basic " + base64.b64encode(b"reader:secret").decode()
            known = self.headers.get("Authorization") == wanted
            return self.answer(200 if known else 401, {}, json.dumps({"token": "t0k"}).encode())
        if self.headers.get("Authorization") != "Bearer t0k":
            realm = f'Bearer realm="http://127.0.0.1:{server.server_port}/token",service="here"'
            return self.answer(401, {"WWW-Authenticate": realm}, b"")
        accept = {"Accept": self.headers.get("Accept", "*/*")}
        status, headers, body = call(self.command, server.upstream + self.path, None, accept)
        kept = ("Content-Type", "Docker-Content-Digest")
        self.answer(status, {name: headers[name] for name in kept if headers[name]}, body)

    do_HEAD = do_GET

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *words):
        pass


def free_port():
    with http.server.HTTPServer(("127.0.0.1", 0), None) as server:
        return server.server_port


@unittest.skipUnless(shutil.which("docker-registry"), "Debian's docker-registry is not installed")
class PullThroughStory(RulesStory):
    def setUp(self):
        self.start_upstream()
        self.tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
        self.tokens.upstream, self.tokens.asked = self.upstream.base, []
        threading.Thread(target=self.tokens.serve_forever, daemon=True).start()
        self.addCleanup(self.tokens.server_close)
        self.addCleanup(self.tokens.shutdown)
        self.options = [
            "--upstream",
            f"quay.io={self.upstream.base}",
            "--upstream",
            f"registry-1.docker.io=http://reader:secret@127.0.0.1:{self.tokens.server_port}",
            "--upstream",
            f"ghcr.io=http://reader:wrong@127.0.0.1:{self.tokens.server_port}",
        ]
        super().setUp()
        self.ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="quay", upstreamRegistryUrl="quay.io")

    def start_upstream(self):
        folder = tempfile.mkdtemp(prefix="neargate-upstream.")
        self.addCleanup(shutil.rmtree, folder)
        port = free_port()
        config = pathlib.Path(folder, "config.yml")
        config.write_text(
            "version: 0.1\nlog: {level: error}\n"
            f"storage: {{filesystem: {{rootdirectory: {folder}/data}}}}\nhttp: {{addr: '127.0.0.1:{port}'}}\n"
        )
        self.process = subprocess.Popen(
            ["docker-registry", "serve", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.upstream = Client(f"http://127.0.0.1:{port}")
        eventually(lambda: harness.fetch(f"{self.upstream.base}/v2/"), "the upstream registry answers")

    def secret(self):
        return f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:ecr-pullthroughcache/hub-AbCdEf"

    def pull(self, name, reference, method="GET"):
        return self.registry(method, f"/v2/{ACCOUNT}/{REGION}/{name}/manifests/{reference}")

    def test_a_pull_fills_the_cache_and_goes_on_without_upstream(self):
        manifest = self.upstream.push("org/app", "v1", b"one")
        status, headers, body = self.pull("quay/org/app", "v1")
        self.assertEqual((status, body), (200, manifest))
        self.assertEqual(headers["Content-Type"], DOCKER_MANIFEST)
        _, _, layer = self.registry("GET", f"/v2/{ACCOUNT}/{REGION}/quay/org/app/blobs/{digest(b'one')}")
        self.assertEqual(layer, b"one")
        self.assertEqual(self.tags("quay/org/app"), ["v1"])
        self.upstream.push("org/app", "v1", b"two")  # within a day nobody looks
        self.process.kill()
        self.process.wait()
        self.assertEqual(self.pull("quay/org/app", "v1")[2], manifest)
        self.assertEqual(self.pull("quay/org/app", digest(manifest), "HEAD")[0], 200)
        status, _, answer = self.pull("quay/org/app", "v2")
        self.assertEqual(status, 500, answer)

    def test_an_index_comes_with_its_images(self):
        parts = [self.upstream.push("org/multi", tag, tag.encode()) for tag in ("amd64", "arm64")]
        index = self.upstream.push_index("org/multi", "latest", *parts)
        self.assertEqual(self.pull("quay/org/multi", "latest")[2], index)
        for part in parts:
            self.assertEqual(self.pull("quay/org/multi", digest(part))[2], part)

    def test_what_upstream_does_not_have_leaves_nothing_behind(self):
        status, _, answer = self.pull("quay/org/absent", "v1")
        self.assertEqual(status, 404)
        self.assertEqual(json.loads(answer)["errors"][0]["code"], "MANIFEST_UNKNOWN")
        with self.assertRaises(self.ecr.exceptions.RepositoryNotFoundException):
            self.tags("quay/org/absent")

    def test_a_token_is_fetched_with_the_credentials(self):
        for prefix, url in (("docker-hub", "registry-1.docker.io"), ("github", "ghcr.io")):
            self.ecr.create_pull_through_cache_rule(
                ecrRepositoryPrefix=prefix, upstreamRegistryUrl=url, credentialArn=self.secret()
            )
        manifest = self.upstream.push("library/busybox", "latest", b"box")
        self.assertEqual(self.pull("docker-hub/library/busybox", "latest")[2], manifest)
        asked = [path for path in self.tokens.asked if path.startswith("/token")]
        self.assertIn("scope=repository%3Alibrary%2Fbusybox%3Apull", asked[0])
        status, _, answer = self.pull("github/library/busybox", "latest")
        self.assertEqual(status, 403)
        self.assertEqual(json.loads(answer)["errors"][0]["code"], "DENIED")

    def test_many_pulls_at_once_fetch_once(self):
        self.ecr.create_pull_through_cache_rule(
            ecrRepositoryPrefix="docker-hub",
            upstreamRegistryUrl="registry-1.docker.io",
            credentialArn=self.secret(),
        )
        manifest = self.upstream.push("org/app", "v1", b"x" * 1_000_000)
        seen = []

        def pull():
            seen.append(self.pull("docker-hub/org/app", "v1")[2])

        threads = [threading.Thread(target=pull) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(seen, [manifest] * 8)
        blobs = [path for path in self.tokens.asked if path.endswith(digest(b"x" * 1_000_000))]
        self.assertEqual(len(blobs), 1)


if __name__ == "__main__":
    harness.main(needs_docker=False)
