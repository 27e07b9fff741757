"""Images up and down, beside Debian's docker-registry: by docker, by plain HTTP; and the memory it takes."""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import time

from measure import ACCOUNT, REGION, Table, neargate
from registry_peers import Registry, create_repository, digest_of, docker_registry

LARGE = 200 << 20
SMALL = 20_000
LAYERS = 50
PULLS = 8
AT_ONCE = 5  # layers that docker sends at a time


def timed(act, *words):
    begun = time.perf_counter()
    act(*words)
    return time.perf_counter() - begun


def quiet(*words, **options):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def in_order(registries, number):
    return list(registries) if number % 2 == 0 else list(reversed(registries))


class Figures:
    """What was measured: {row: {contestant: [seconds]}}."""

    def __init__(self, registries):
        self.registries, self.rows = registries, {}

    def round(self, number, row, act):
        """`act(registry, name)` once for each contestant, in the order of this round."""
        figures = self.rows.setdefault(row, {name: [] for name in self.registries})
        for name in in_order(self.registries, number):
            figures[name].append(timed(act, self.registries[name], name))

    def into(self, table):
        for row, figures in self.rows.items():
            table.add(row, figures)


def pull_at_once(registry, digest):
    running = [subprocess.Popen(registry.curl(digest)) for _ in range(PULLS)]
    assert [one.wait() for one in running] == [0] * PULLS


def push_layers(registry, tag, config, layers):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda blob: registry.upload(blob, digest_of(blob)), layers))
    registry.upload(config, digest_of(config))
    registry.put_manifest(tag, config, layers)


def push_again(registry, tag, config, layers):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda blob: registry.has(digest_of(blob)), (*layers, config)))
    registry.put_manifest(tag, config, layers)


def by_http(registries, rounds):
    figures = Figures(registries)
    for number in range(rounds):
        blob = os.urandom(LARGE)
        digest = digest_of(blob)
        figures.round(number, "push 1 layer of 200 MiB", lambda to, _: to.upload(blob, digest))
        figures.round(number, "pull it", lambda to, _: to.download(digest))
        figures.round(number, f"pull it {PULLS} times at once", lambda to, _: pull_at_once(to, digest))
        layers = [os.urandom(SMALL) for _ in range(LAYERS)]
        config = b'{"round":%d}' % number
        image = (f"r{number}", config, layers)
        figures.round(number, f"push {LAYERS} layers of 20 kB", lambda to, _: push_layers(to, *image))
        figures.round(number, "push them again, all there", lambda to, _: push_again(to, *image))
    return figures


def build(folder, name, sizes, environment):
    lines = ["FROM scratch"]
    for number, size in enumerate(sizes):
        with open(f"{folder}/layer{number}", "wb") as file:
            file.write(os.urandom(size))
        lines.append(f"COPY layer{number} /")
    with open(f"{folder}/Dockerfile", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    quiet("docker", "build", "--tag", name, folder, env=environment)


def by_docker(registries, rounds, logins):
    environment = {**os.environ, "DOCKER_CONFIG": logins, "DOCKER_BUILDKIT": "0"}

    def docker(*words):
        quiet("docker", *words, env=environment)

    figures = Figures(registries)
    for number in range(rounds):
        for kind, sizes in (("1 layer of 200 MiB", [LARGE]), (f"{LAYERS} layers of 20 kB", [SMALL] * LAYERS)):
            tag = f"d{number}-{len(sizes)}"
            uris = {name: f"{one.host}/{one.prefix}bench:{tag}" for name, one in registries.items()}
            first, *others = uris.values()
            with tempfile.TemporaryDirectory() as folder:
                build(folder, first, sizes, environment)
            for other in others:
                docker("tag", first, other)
            figures.round(number, f"push {kind}", lambda _, name: docker("push", uris[name]))
            figures.round(number, f"push {kind} again", lambda _, name: docker("push", uris[name]))
            for uri in uris.values():  # all names go first: docker would find the layers under another one
                docker("rmi", uri)

            def pull(_, name):
                docker("pull", uris[name])

            for name in in_order(registries, number):
                row = figures.rows.setdefault(f"pull {kind}", {one: [] for one in registries})
                row[name].append(timed(pull, None, name))
                docker("rmi", uris[name])
    return figures


def status_mb(peer, field):
    status = pathlib.Path(f"/proc/{peer.process.pid}/status").read_text()
    return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) / 1024


def gigabyte(registry):
    """The most memory that the server held while 1 GiB went in and out again."""
    block = os.urandom(1 << 20)
    hashed = hashlib.sha256()
    for _ in range(1024):
        hashed.update(block)
    digest = "sha256:" + hashed.hexdigest()
    pathlib.Path(f"/proc/{registry.peer.process.pid}/clear_refs").write_text("5")  # VmHWM begins anew
    registry.upload((block for _ in range(1024)), digest)
    registry.download(digest)
    return status_mb(registry.peer, "VmHWM")


def memory(registries):
    table = Table("Memory of the registries", "MiB of resident memory", False)
    table.add("after all of the above", {name: [one.peer.rss_mb()] for name, one in registries.items()})
    table.add("at most, while 1 GiB passes", {name: [gigabyte(one)] for name, one in registries.items()})
    return table


def measure(rounds):
    with neargate() as ours, docker_registry() as theirs, tempfile.TemporaryDirectory() as logins:
        password = create_repository(ours.port)
        registries = {
            "neargate": Registry(ours, f"{ACCOUNT}/{REGION}/", password),
            "docker-registry": Registry(theirs),
        }
        login = ("docker", "login", "-u", "AWS", "-p", password, registries["neargate"].host)
        quiet(*login, env={**os.environ, "DOCKER_CONFIG": logins})
        tables = []
        for how, figures in (
            ("plain HTTP", by_http(registries, rounds)),
            ("docker", by_docker(registries, rounds, logins)),
        ):
            table = Table(f"Images by {how}", "seconds; aim: at most 0.8 times", False)
            figures.into(table)
            tables.append(table)
        return [*tables, memory(registries)]
