"""Many tasks: reads beside 10,000, a thousand to steady state, an idle server, a hundred real containers."""

import concurrent.futures
import os
import re
import subprocess
import time
import urllib.request

from calls import per_second_of
from measure import Table, authorization, ecs_call, in_turns, moto, neargate
from tasks import DockerSocket, Engine, Neargate, build_image, drop_image

STORES = (10_000, 1_000, 10)
IDLE_S = 60
REAL = 100


def default_subnets(port):
    """One of them has room for 4,091 tasks only."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/",
        b"Action=DescribeSubnets&Version=2016-11-15",
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": authorization("ec2"),
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return re.findall(r"<subnetId>([^<]+)</subnetId>", answer.read().decode())


def create_service(port, name, count):
    network = {"subnets": default_subnets(port), "assignPublicIp": "ENABLED"}
    ecs_call(
        port,
        "CreateService",
        {
            "serviceName": name,
            "taskDefinition": "bench",
            "desiredCount": count,
            "launchType": "FARGATE",
            "networkConfiguration": {"awsvpcConfiguration": network},
        },
    )


def wait_for_steady(port, name, count):
    while True:
        service = ecs_call(port, "DescribeServices", {"services": [name]})["services"][0]
        if service["runningCount"] == count and len(service["deployments"]) == 1:
            if service["deployments"][0]["rolloutState"] == "COMPLETED":
                return
        time.sleep(0.02)


class Filled:
    """A simulated server with a small service of five tasks and a large one beside it."""

    def __init__(self, count):
        self.count = count

    def __enter__(self):
        self.server = neargate()
        self.server.__enter__()
        port = self.server.port
        Neargate.prepare(port)
        create_service(port, "small", 5)
        create_service(port, "large", self.count)
        wait_for_steady(port, "small", 5)
        wait_for_steady(port, "large", self.count)
        self.tasks = ecs_call(port, "ListTasks", {"serviceName": "small"})["taskArns"]
        return self

    def __exit__(self, *ended):
        self.server.__exit__(*ended)


def reads(rounds):
    table = Table(
        "Reads of a service of five tasks, by what else is in the store",
        "requests per second over one connection; the cost shall grow with the answer, not with the store",
        True,
    )
    filled = {f"{count:,} tasks beside": Filled(count) for count in STORES}
    try:
        for one in filled.values():
            one.__enter__()
        for operation, body in (
            ("DescribeServices", lambda _: {"services": ["small"]}),
            ("ListTasks", lambda _: {"serviceName": "small"}),
            ("DescribeTasks", lambda one: {"tasks": one.tasks}),
        ):
            figures = in_turns(
                filled,
                rounds,
                lambda _, one, operation=operation, body=body: per_second_of(
                    one.server.port, operation, body(one), 1
                ),
            )
            table.add(operation, figures)
    finally:
        for one in filled.values():
            one.__exit__()
    return table


def settling(rounds):
    def once(_, count):
        with neargate() as server:
            Neargate.prepare(server.port)
            begun = time.perf_counter()
            create_service(server.port, "many", count)
            wait_for_steady(server.port, "many", count)
            return (time.perf_counter() - begun) * 1000 / count

    table = Table("CreateService to steady state, simulated", "milliseconds a task", False)
    table.add("all of them", in_turns({"1,000 tasks": 1000, "100 tasks": 100}, rounds, once))
    return table


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idling():
    table = Table(f"CPU time of an idle server in {IDLE_S} s", "milliseconds", False)
    other = moto()
    with Filled(1000) as filled, neargate() as empty:
        servers = {"neargate, 1,000 tasks RUNNING": filled.server, "neargate, nothing": empty}
        if other:
            servers["moto_server, nothing"] = other.__enter__()
        try:
            time.sleep(2)  # what follows a steady state has ended
            before = {name: cpu_s(server.process.pid) for name, server in servers.items()}
            time.sleep(IDLE_S)
            figures = {
                name: [(cpu_s(server.process.pid) - before[name]) * 1000] for name, server in servers.items()
            }
        finally:
            if other:
                other.__exit__()
    # A tick of the kernel's clock is 10 ms: less than one reads as none.
    table.add("at rest", {name: [max(value, 10) for value in values] for name, values in figures.items()})
    return table


def real(rounds):
    """The Engine's best rate at any concurrency is the limit."""
    docker = DockerSocket()
    build_image()
    try:
        with neargate("docker") as server:
            ours = Neargate(server, docker)
            task = ours.start()
            body = Engine(docker, ours.containers(task)[0]["Id"]).body
            ours.end(task)
            # The Engine gives addresses by itself: those of one container cannot be had a hundred times.
            network = next(iter(body["NetworkingConfig"]["EndpointsConfig"]))
            body["NetworkingConfig"] = {"EndpointsConfig": {network: {}}}
            body["HostConfig"]["PortBindings"] = {}

            def scale(_, concurrency):
                return scale_ours(server.port) if concurrency == 0 else scale_engine(body, concurrency)

            contestants = {"neargate": 0, **{f"Engine API, {n} at once": n for n in (1, 2, 4, 8)}}
            figures = in_turns(contestants, max(1, rounds // 3), scale)
    finally:
        drop_image()
    table = Table(
        f"{REAL} containers started", "seconds; aim: at most 1.10 times the Engine API's best", False
    )
    table.add("service scaled from 0", figures)
    return table


def scale_ours(port):
    create_service(port, "real", 0)
    begun = time.perf_counter()
    ecs_call(port, "UpdateService", {"service": "real", "desiredCount": REAL})
    wait_for_steady(port, "real", REAL)
    took = time.perf_counter() - begun
    ecs_call(port, "DeleteService", {"service": "real", "force": True})
    while ecs_call(port, "DescribeServices", {"services": ["real"]})["services"][0]["status"] != "INACTIVE":
        time.sleep(0.1)
    return took


def scale_engine(body, concurrency):
    def start(_):
        docker = DockerSocket()
        made = docker.call("POST", "/containers/create", body)["Id"]
        docker.call("POST", f"/containers/{made}/start")
        return made

    with concurrent.futures.ThreadPoolExecutor(concurrency) as pool:
        begun = time.perf_counter()
        made = list(pool.map(start, range(REAL)))
        took = time.perf_counter() - begun
    subprocess.run(["docker", "rm", "-f", *made], stdout=subprocess.DEVNULL, check=True)
    return took


def measure(rounds):
    tables = [reads(rounds), settling(rounds), idling()]
    if subprocess.run(["docker", "info"], capture_output=True).returncode == 0:
        tables.append(real(rounds))
    return tables

