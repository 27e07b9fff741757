"""Requests per second, beside moto and beside Beast answering a constant (the limit of one thread)."""

import json
import os
import re
import subprocess
import tempfile

from measure import Table, bare_beast, ecs_call, ecs_headers, in_turns, moto, neargate

SECONDS = 2
OPERATIONS = {
    "DescribeClusters": {"clusters": ["bench"]},
    "RegisterTaskDefinition": {
        "family": "bench",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [
            {"name": "app", "image": "hello", "essential": True, "portMappings": [{"containerPort": 80}]}
        ],
    },
}
SCRIPT = """
wrk.method = "POST"
wrk.body = %s
%s
done = function(summary)
  io.write(string.format("figures %%d %%d %%d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


def lua(text):
    return json.dumps(text).replace("\\/", "/")


def per_second(port, operation, connections):
    return per_second_of(port, operation, OPERATIONS[operation], connections)


def per_second_of(port, operation, body, connections):
    headers = "\n".join(f"wrk.headers[{lua(k)}] = {lua(v)}" for k, v in ecs_headers(operation).items())
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(SCRIPT % (lua(json.dumps(body)), headers))
    try:
        done = subprocess.run(
            ["wrk", "-t", "1", "-c", str(connections), "-d", f"{SECONDS}s", "-s", script.name]
            + [f"http://127.0.0.1:{port}/"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        os.unlink(script.name)
    requests, microseconds, errors = map(int, re.search(r"figures (\d+) (\d+) (\d+)", done.stdout).groups())
    if errors:
        raise RuntimeError(f"{operation}: {errors} of {requests} requests failed")
    return requests / (microseconds / 1e6)


def measure(rounds):
    peers = [peer for peer in (neargate(), moto(), bare_beast()) if peer]
    table = Table("Requests per second", "requests per second over kept connections", True)
    for operation in OPERATIONS:
        for connections in (1, 16):
            # New servers for each row: a moto full of revisions must not slow its next row down.
            running = {peer.name: peer.__enter__() for peer in peers}
            try:
                for peer in running.values():
                    if peer.name != "bare Beast":
                        ecs_call(peer.port, "CreateCluster", {"clusterName": "bench"})
                figures = in_turns(
                    running, rounds, lambda _, peer: per_second(peer.port, operation, connections)
                )
            finally:
                for peer in running.values():
                    peer.__exit__()
            durable = ", durable" if operation.startswith("Register") else ""
            table.add(f"{operation}{durable}, {connections} connection{'s' * (connections > 1)}", figures)
    return [table]
