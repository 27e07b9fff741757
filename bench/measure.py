"""What every measurement needs: peers as processes, turns taken fairly, medians, and a table."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = ROOT / "build/release/neargate"
BARE_BEAST = ROOT / "build/release/bench/bare_beast"
ACCOUNT, REGION = "123456789012", "us-east-1"

for name in list(os.environ):
    if name.startswith("AWS_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
        del os.environ[name]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def authorization(service):
    return (
        f"AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/{service}/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
    )


def ecs_headers(operation):
    return {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"AmazonEC2ContainerServiceV20141113.{operation}",
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": authorization("ecs"),
    }


def ecs_call(port, operation, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/", json.dumps(body).encode(), ecs_headers(operation)
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


class Peer:
    """A server process on a free port with a folder of its own, ready when it answers `ready`."""

    def __init__(self, name, command, ready, environment=None):
        self.name, self.command, self.ready = name, command, ready
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="neargate-bench.")
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in self.command(self.port, self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=self.environment,
            start_new_session=True,
        )
        while not self._answers():
            if self.process.poll() is not None or time.perf_counter() - self.begun > 60:
                with open(self.log.name, errors="replace") as log:
                    raise RuntimeError(f"{self.name} does not start:\n{log.read()}")
            time.sleep(0.0005)
        self.started_in_ms = (time.perf_counter() - self.begun) * 1000
        return self

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.2):
                pass
            return self.ready(self.port)
        except OSError:
            return False

    def rss_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def answers_ecs(port):
    return "clusterArns" in ecs_call(port, "ListClusters", {})


def answers_http(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/", timeout=5) as answer:
        return answer.status == 200


def neargate(runtime="simulated", **environment):
    return Peer(
        "neargate",
        lambda port, folder: [BINARY, "serve", "--listen", f"127.0.0.1:{port}", "--data", f"{folder}/data"]
        + ["--runtime", runtime, "--on-exit", "stop", "--log-level", "warn"],
        answers_ecs,
        environment,
    )


def moto():
    """moto_server, past a version manager's shim, which would be charged to it."""
    found = shutil.which("moto_server")
    if found and "shims" in found:
        asked = subprocess.run(["pyenv", "which", "moto_server"], stdout=subprocess.PIPE, text=True)
        found = asked.stdout.strip() or found
    if not found:
        return None
    return Peer("moto_server", lambda port, _: [found, "-H", "127.0.0.1", "-p", port], answers_ecs)


def bare_beast():
    return Peer("bare Beast", lambda port, _: [BARE_BEAST, port], lambda _: True)


def in_turns(contestants, rounds, measure):
    """A B A B …, each round in the other order: {name: [figure per round]}."""
    figures = {name: [] for name in contestants}
    for number in range(rounds):
        names = list(contestants) if number % 2 == 0 else list(reversed(contestants))
        for name in names:
            figures[name].append(measure(name, contestants[name]))
    return figures


class Table:
    """One measurement: a row per contestant, the first one being neargate."""

    def __init__(self, title, unit, more_is_better):
        self.title, self.unit, self.more_is_better = title, unit, more_is_better
        self.rows = []

    def add(self, what, figures):
        """`figures` per contestant, neargate first; ratios are of medians, neargate to peer."""
        medians = {name: statistics.median(values) for name, values in figures.items()}
        ours = next(iter(medians.values()))
        for name, values in figures.items():
            ratio = "" if name == next(iter(figures)) else ratio_of(ours, medians[name])
            self.rows.append((what, name, medians[name], min(values), max(values), len(values), ratio))
            what = ""

    def markdown(self):
        better = "more is better" if self.more_is_better else "less is better"
        lines = [
            f"### {self.title}",
            "",
            f"{self.unit}; {better}.",
            "",
            "| what | who | median | min | max | runs | neargate / peer |",
            "|---|---|---:|---:|---:|---:|---:|",
        ]
        lines += [
            f"| {what} | {who} | {shown(mid)} | {shown(low)} | {shown(high)} | {runs} | {ratio} |"
            for what, who, mid, low, high, runs, ratio in self.rows
        ]
        return "\n".join(lines) + "\n"


def ratio_of(ours, theirs):
    ratio = ours / theirs
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def shown(figure):
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"
