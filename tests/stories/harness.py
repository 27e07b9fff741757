"""What every story stands on: a server of its own, clients for it, Docker seen from outside, and waiting.

A story never sleeps for a fixed time: it waits for a condition with `eventually`, and fails at a deadline
with what it saw last. What a story makes in Docker it removes, and it checks that the server did the same.
"""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("NEARGATE_BINARY", str(ROOT / "build/dev/neargate"))
ACCOUNT = "123456789012"
REGION = "us-east-1"
SKIPPED = 77
PATIENCE = float(os.environ.get("NEARGATE_TEST_PATIENCE", "1"))

AWSVPC = {"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"], "assignPublicIp": "ENABLED"}}
FARGATE = {"launchType": "FARGATE", "networkConfiguration": AWSVPC}

for name in list(os.environ):  # nobody's profile, proxy or region may leak into a story
    if name.startswith("AWS_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
        del os.environ[name]
os.environ.update(
    AWS_CONFIG_FILE="/dev/null",
    AWS_SHARED_CREDENTIALS_FILE="/dev/null",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_PAGER="",
)


def eventually(condition, what, seconds=30):
    """Asks until `condition()` is truthy and returns that; an AssertionError counts as "not yet"."""
    deadline = time.monotonic() + seconds * PATIENCE
    while True:
        try:
            seen = condition()
            if seen:
                return seen
        except AssertionError as not_yet:
            seen = not_yet
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}; last seen: {seen!r}")
        time.sleep(0.05)


def run(*command, check=True, **options):
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    if check and done.returncode != 0:
        raise AssertionError(
            f"{' '.join(map(str, command))}\nexit status {done.returncode}\n" f"{done.stdout}{done.stderr}"
        )
    return done


def fetch(url, seconds=5):
    """The body of a page, or None when nothing answers (yet)."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:
            return answer.read().decode()
    except OSError:
        return None


class Server:
    """One neargate process with its data directory; it can be killed and started again."""

    def __init__(self, runtime="docker", data=None, options=()):
        self.data = data or tempfile.mkdtemp(prefix="neargate-story.")
        self.runtime = runtime
        self.options = list(options)
        self.log_path = pathlib.Path(self.data + ".log")
        self.process = None
        self.endpoint = None
        self.instance = None

    def start(self, port=0):
        with open(self.log_path, "ab") as log:
            written = log.tell()
            self.process = subprocess.Popen(
                [
                    BINARY,
                    "serve",
                    "--listen",
                    f"127.0.0.1:{port}",
                    "--data",
                    self.data,
                    "--runtime",
                    self.runtime,
                    *self.options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.endpoint = eventually(lambda: self._listening_on(written), "the server says where it listens")
        health = eventually(lambda: fetch(self.endpoint + "/_neargate/health"), "the health page answers")
        self.instance = json.loads(health)["instance"]
        return self

    def _listening_on(self, written):
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log()}")
        said = re.search(
            r"listening on (http://[0-9.]+:\d+)", self.log_path.read_bytes()[written:].decode()
        )
        return said and said.group(1)

    @property
    def port(self):
        return int(self.endpoint.rsplit(":", 1)[1])

    def log(self, lines=60):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def kill(self):
        """kill -9: no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self):
        """On the same port, as a user would: repository URIs name it."""
        return self.start(port=self.port)

    def stop(self, seconds=60):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(seconds * PATIENCE)
        return self.process and self.process.returncode

    def remove(self):
        """What a stopped server leaves on the disk."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.log_path.unlink()

    def health(self):
        return json.loads(fetch(self.endpoint + "/_neargate/health"))

    def client(self, service, region=REGION, key="test"):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=key,
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 0}, connect_timeout=10, read_timeout=60),
        )

    def environment(self, **more):
        return {
            **os.environ,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            **more,
        }


def password_of(token):
    """The registry password inside GetAuthorizationToken's authorizationToken."""
    return base64.b64decode(token).decode().split(":", 1)[1]


class Story(unittest.TestCase):
    """A test case with a server (per test), whose log is shown when the test fails."""

    runtime = "docker"
    options = ()

    def setUp(self):
        self.server = self.new_server(options=self.options)

    def new_server(self, data=None, options=()):
        server = Server(self.runtime, data, options)
        self.addCleanup(self._end, server)
        return server.start()

    def _end(self, server):
        outcome = getattr(self, "_outcome", None)
        failed = outcome and not outcome.success
        if failed:
            print(f"--- log of the server on {server.data}:\n{server.log()}", file=sys.stderr)
        status = server.stop()
        if self.runtime == "docker":
            run(BINARY, "clean", "--data", server.data, check=False)
            left = docker_ids("container", server.instance) + docker_ids("network", server.instance)
            for container in docker_ids("container", server.instance):
                docker("rm", "--force", container, check=False)
            remove_images_of(server)
        server.remove()
        if not failed:
            self.assertIn(status, (0, -signal.SIGKILL), "the server ends in order (no sanitizer complains)")
            if self.runtime == "docker":
                self.assertEqual(left, [], "neargate clean leaves nothing of a dead instance")

    def wait_for_task(self, ecs, task, status="RUNNING", cluster="default", seconds=60):
        def described():
            seen = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]
            if seen["lastStatus"] == "STOPPED" != status:
                raise RuntimeError(f"the task stopped: {seen.get('stoppedReason')} {seen['containers']}")
            self.assertEqual(seen["lastStatus"], status)
            return seen

        return eventually(described, f"task {task} is {status}", seconds)


def fargate_definition(family, *containers, **more):
    """For register_task_definition; a container is the essential `app` unless it says otherwise."""
    return {
        "family": family,
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [
            {"name": "app", "image": "web:1", "essential": True, **one} for one in containers or [{}]
        ],
        **more,
    }


def docker(*words, **options):
    return run("docker", *words, **options).stdout.strip()


def docker_runs():
    return shutil.which("docker") is not None and run("docker", "info", check=False).returncode == 0


def docker_ids(kind, instance, *filters):
    """Ids of the containers or networks that carry an instance's label."""
    every = ("--all",) if kind == "container" else ()
    listed = docker(
        kind,
        "ls",
        *every,
        "--no-trunc",
        "--quiet",
        "--filter",
        f"label=neargate.instance={instance}",
        *[word for one in filters for word in ("--filter", one)],
    )
    return listed.split()


def remove_images_of(server):
    """Names under the server's own address: what was pushed to it or pulled from it."""
    listed = docker("images", "--digests", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}").splitlines()
    for name, tag, digest in (line.split() for line in listed):
        if name.startswith(f"127.0.0.1:{server.port}/"):
            docker("rmi", f"{name}@{digest}" if tag == "<none>" else f"{name}:{tag}", check=False)


def inspect(*ids):
    """What Docker knows of these; one that went away in the meantime is left out."""
    return json.loads(docker("inspect", *ids, check=False) or "[]") if ids else []


def containers_of(task_arn):
    """ECS container name -> what Docker knows of it, for one task."""
    ids = docker(
        "ps", "--all", "--quiet", "--no-trunc", "--filter", f"label=com.amazonaws.ecs.task-arn={task_arn}"
    ).split()
    return {one["Config"]["Labels"]["com.amazonaws.ecs.container-name"]: one for one in inspect(*ids)}


class Image:
    """A small image FROM scratch: busybox with a shell, under a name of this process; removed by `remove`."""

    def __init__(self, name, *lines):
        self.name = f"neargate-story-{os.getpid()}/{name}"
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(shutil.which("busybox"), os.path.join(folder, "busybox"))
            text = "\n".join(
                (
                    "FROM scratch",
                    "COPY busybox /bin/busybox",
                    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
                    *lines,
                    "",
                )
            )
            pathlib.Path(folder, "Dockerfile").write_text(text)
            buildx = run("docker", "buildx", "version", check=False).returncode == 0
            run(
                "docker",
                "build",
                "--tag",
                self.name,
                folder,
                env={**os.environ, **({} if buildx else {"DOCKER_BUILDKIT": "0"})},
            )

    def serving(self, words):
        """A container of WEB with these words on its page."""
        return {
            "image": self.name,
            "portMappings": [{"containerPort": 80}],
            "environment": [{"name": "WORDS", "value": words}],
        }

    def remove(self):
        docker("rmi", self.name, check=False)


# Serves WORDS as its page on PORT, and ends at once when asked to.
WEB = (
    "RUN mkdir /www",
    "ENV PORT=80 WORDS=hello",
    "CMD trap 'exit 0' TERM; echo $WORDS >/www/index.html; httpd -f -p $PORT -h /www & wait",
)


def main(needs_docker):
    if needs_docker and not docker_runs():
        print("skipped: Docker Engine does not run here")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
