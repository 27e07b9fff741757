"""RunTask until RUNNING, beside create and start of the same container straight on the Engine API."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

from measure import Table, ecs_call, in_turns, neargate

IMAGE = f"neargate-bench-{os.getpid()}"
# How often RUNNING is looked for: every 2 ms takes CPU from runc (1.17 times, not 1.09, on two idle cores).
POLL_S = 0.01
AWSVPC = {"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"], "assignPublicIp": "ENABLED"}}


class DockerSocket(http.client.HTTPConnection):
    def __init__(self):
        super().__init__("localhost")

    def connect(self):
        host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(host.removeprefix("unix://"))

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        self.request(method, f"/v1.41{path}", json.dumps(body) if body is not None else None, headers)
        answer = self.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text) if text else None


def build_image():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(shutil.which("busybox"), f"{folder}/busybox")
        with open(f"{folder}/Dockerfile", "w", encoding="utf-8") as file:
            file.write("FROM scratch\nCOPY busybox /bin/busybox\n")
            file.write("""CMD ["/bin/busybox", "sh", "-c", "trap 'exit 0' TERM; while :; do """)
            file.write("""busybox sleep 60 & wait $!; done"]\n""")
        environment = dict(os.environ)
        if subprocess.run(["docker", "buildx", "version"], capture_output=True).returncode != 0:
            environment["DOCKER_BUILDKIT"] = "0"
        subprocess.run(
            ["docker", "build", "-q", "-t", IMAGE, folder],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def drop_image():
    subprocess.run(["docker", "rmi", IMAGE], stdout=subprocess.DEVNULL)


class Neargate:
    def __init__(self, server, docker):
        self.port, self.docker = server.port, docker
        self.prepare(self.port)

    @staticmethod
    def prepare(port):
        ecs_call(port, "CreateCluster", {"clusterName": "default"})
        container = {
            "name": "app",
            "image": IMAGE,
            "essential": True,
            "portMappings": [{"containerPort": 80}],
        }
        ecs_call(
            port,
            "RegisterTaskDefinition",
            {
                "family": "bench",
                "networkMode": "awsvpc",
                "requiresCompatibilities": ["FARGATE"],
                "cpu": "256",
                "memory": "512",
                "containerDefinitions": [container],
            },
        )

    def start(self):
        task = ecs_call(
            self.port,
            "RunTask",
            {"taskDefinition": "bench", "launchType": "FARGATE", "networkConfiguration": AWSVPC},
        )["tasks"][0]["taskArn"]
        self.wait(task, "RUNNING")
        return task

    def wait(self, task, status):
        while True:
            seen = ecs_call(self.port, "DescribeTasks", {"tasks": [task]})["tasks"][0]
            if seen["lastStatus"] == status:
                return
            if seen["lastStatus"] == "STOPPED":
                raise RuntimeError(f"the task stopped: {seen.get('stoppedReason')}")
            time.sleep(POLL_S)

    def end(self, task):
        """Ended for Docker too: its removal must not be charged to whoever is next."""
        ecs_call(self.port, "StopTask", {"task": task})
        self.wait(task, "STOPPED")
        while self.containers(task):
            time.sleep(0.01)

    def containers(self, task):
        label = json.dumps({"label": [f"com.amazonaws.ecs.task-arn={task}"]})
        return self.docker.call("GET", "/containers/json?all=1&filters=" + urllib.parse.quote(label))


class Engine:
    """The very container that neargate makes, made by hand: its settings are read from one of those."""

    def __init__(self, docker, container):
        made = docker.call("GET", f"/containers/{container}/json")
        labels = {k: v for k, v in made["Config"]["Labels"].items() if not k.startswith("neargate.")}
        network, endpoint = next(iter(made["NetworkSettings"]["Networks"].items()))
        self.docker = docker
        self.body = {
            **made["Config"],
            "Labels": labels,
            "HostConfig": made["HostConfig"],
            "NetworkingConfig": {
                "EndpointsConfig": {
                    network: {
                        "IPAMConfig": endpoint.get("IPAMConfig"),
                        "MacAddress": endpoint["MacAddress"],
                    }
                }
            },
        }

    def start(self):
        container = self.docker.call("POST", "/containers/create", self.body)["Id"]
        self.docker.call("POST", f"/containers/{container}/start")
        return container

    def end(self, container):
        self.docker.call("DELETE", f"/containers/{container}?force=1")


def measure(rounds):
    docker = DockerSocket()
    build_image()
    try:
        with neargate("docker") as server:
            ours = Neargate(server, docker)
            task = ours.start()
            engine = Engine(docker, ours.containers(task)[0]["Id"])
            ours.end(task)

            def once(_, who):
                begun = time.perf_counter()
                made = who.start()
                took = (time.perf_counter() - begun) * 1000
                who.end(made)
                return took

            once(None, ours), once(None, engine)
            figures = in_turns({"neargate": ours, "Engine API": engine}, rounds * 3, once)
    finally:
        drop_image()
    table = Table(
        "RunTask until RUNNING", "milliseconds, one task at a time; aim: at most 1.10 times", False
    )
    table.add("one container, awsvpc, public port", figures)
    return [table]
