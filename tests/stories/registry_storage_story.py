"""What the registry promises of its storage: nothing half-visible, nothing left behind, nothing in memory."""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import resource
import socket
import subprocess
import tempfile
import unittest

import harness
from harness import Server, Story, eventually, run
from raw_registry import OCTETS, Registry, digest_of, random_bytes, with_digest

MIB = 1 << 20


def pieces(total, block):
    for _ in range(total // len(block)):
        yield block


def files_below(server, folder):
    below = pathlib.Path(server.data, "registry", folder).rglob("*")
    return sorted(path.name for path in below if path.is_file())


class StorageStory(Story):
    runtime = "simulated"
    options = ("--registry-profile", "oci")

    def setUp(self):
        super().setUp()
        self.registry = Registry(self.server.port, "storage/app")

    def send_half(self, where, half, announced):
        """The head of a PATCH and the first half of its body, on a connection that is still open."""
        more = {"Host": f"127.0.0.1:{self.server.port}", "Content-Length": announced}
        headers = self.registry.headers(more)
        lines = [f"PATCH {where} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        raw = socket.create_connection(("127.0.0.1", self.server.port))
        raw.sendall("\r\n".join(lines).encode() + half)
        return raw

    def received(self, where):
        answer = self.registry.get(where)
        return answer.status == 204 and int(answer["Range"].split("-")[1]) + 1

    def test_a_dropped_connection_leaves_what_came_and_the_upload_goes_on_from_there(self):
        data = random_bytes(3 * MIB)
        where = self.registry.begin()
        raw = self.send_half(where, data[:MIB], len(data))
        eventually(lambda: self.received(where) >= MIB // 2, "much of the first half has come")
        raw.close()

        def goes_on():
            stands = self.received(where)
            self.assertGreaterEqual(stands, MIB // 2)
            headers = {**OCTETS, "Content-Range": f"{stands}-{len(data) - 1}"}
            return self.registry.send("PATCH", where, data[stands:], headers).status == 202

        eventually(goes_on, "the server saw the connection go")
        done = self.registry.send("PUT", with_digest(where, digest_of(data)), b"")
        self.assertEqual(done.status, 201)
        self.assertEqual(self.registry.get(f"blobs/{digest_of(data)}").body, data)

    def test_kill_9_leaves_whole_blobs_and_no_halves(self):
        kept, cut = random_bytes(MIB), random_bytes(2 * MIB)
        self.registry.push(kept)
        where = self.registry.begin()
        raw = self.send_half(where, cut[:MIB], len(cut))
        eventually(lambda: self.received(where) >= MIB // 2, "much of the first half has come")
        self.server.kill()
        raw.close()
        self.server.restart()
        self.assertEqual(files_below(self.server, "uploads"), [])
        self.assertEqual(files_below(self.server, "blobs"), [hashlib.sha256(kept).hexdigest()])
        self.assertEqual(self.registry.get(f"blobs/{digest_of(kept)}").body, kept)
        self.assertEqual(self.registry.get(where).error(), "BLOB_UPLOAD_UNKNOWN")
        self.assertEqual(self.registry.get(f"blobs/{self.registry.push(cut)}").body, cut)

    def test_a_wrong_digest_and_a_cancel_leave_no_file(self):
        where = self.registry.begin()
        self.registry.send("PUT", with_digest(where, digest_of(b"other")), random_bytes())
        where = self.registry.begin()
        self.registry.send("PATCH", where, random_bytes())
        self.registry.send("DELETE", where)
        self.assertEqual((files_below(self.server, "uploads"), files_below(self.server, "blobs")), ([], []))

    def test_eight_clients_push_the_same_blob_and_their_own_at_once(self):
        shared = random_bytes(4 * MIB)

        def client(number):
            own = random_bytes(MIB // 4)
            manifest = self.registry.image(layers=(shared, own), config=b'{"n":%d}' % number)
            status = self.registry.put_manifest(f"client-{number}", manifest).status
            pulled = [self.registry.get(f"blobs/{digest_of(blob)}").body for blob in (shared, own)]
            return status == 201 and pulled == [shared, own]

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(client, range(8))), [True] * 8)
        self.assertEqual(len(self.registry.get("tags/list").json()["tags"]), 8)
        self.assertEqual(len(files_below(self.server, "blobs")), 1 + 8 + 8)
        self.assertEqual(files_below(self.server, "uploads"), [])

    def test_a_tag_that_moved_leaves_its_image_to_those_who_know_the_digest(self):
        first = self.registry.image(layers=(random_bytes(),))
        second = self.registry.image(layers=(random_bytes(),))
        for manifest in (first, second):
            self.registry.put_manifest("moving", manifest)
        self.assertEqual(self.registry.get("manifests/moving").body, second)
        self.assertEqual(self.registry.get(f"manifests/{digest_of(first)}").body, first)

    def resident(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024

    def test_memory_stays_flat_while_a_layer_of_a_gigabyte_passes(self):
        block, total = random_bytes(MIB), 1024 * MIB
        hashed = hashlib.sha256()
        for _ in range(total // MIB):
            hashed.update(block)
        digest = f"sha256:{hashed.hexdigest()}"
        self.registry.push(random_bytes(MIB))
        before, most = self.resident(), 0

        def watched():
            nonlocal most
            for number, piece in enumerate(pieces(total, block)):
                if number % 64 == 0:
                    most = max(most, self.resident())
                yield piece

        answer = self.registry.send("PATCH", self.registry.begin(), watched())
        self.assertEqual(answer.status, 202)
        where = with_digest(answer["Location"], digest)
        self.assertEqual(self.registry.send("PUT", where, b"").status, 201)

        connection = self.registry.connect()
        self.addCleanup(connection.close)
        connection.request("GET", self.registry.path(f"blobs/{digest}"), headers=self.registry.headers())
        got, size = connection.getresponse(), 0
        while piece := got.read(MIB):
            size += len(piece)
            if size % (64 * MIB) == 0:
                most = max(most, self.resident())
        self.assertEqual(size, total)
        # A layer that went through memory would show as hundreds; sanitizers keep some of what was freed.
        self.assertLess(most - before, 128 * MIB)


class FullDiskStory(unittest.TestCase):
    """A disk that is full answers an error, keeps nothing of the upload, and serves what was there."""

    def full(self, server):
        registry = Registry(server.port, "full/app")
        small = registry.image(layers=(random_bytes(MIB),))
        self.assertEqual(registry.put_manifest("small", small).status, 201)
        before = files_below(server, "blobs")
        large = random_bytes(MIB)
        where = registry.begin()
        try:
            answer = registry.send("PATCH", where, pieces(64 * MIB, large))
            self.assertEqual((answer.status, answer.error()), (507, "UNKNOWN"))
        except (BrokenPipeError, ConnectionResetError):
            pass  # http.client saw the connection go before it read the answer
        eventually(lambda: files_below(server, "uploads") == [], "nothing is left of the upload")
        self.assertEqual(registry.get(where).error(), "BLOB_UPLOAD_UNKNOWN")
        self.assertEqual(files_below(server, "blobs"), before)
        self.assertEqual(registry.get("manifests/small").body, small)
        data = random_bytes(MIB)
        self.assertEqual(registry.get(f"blobs/{registry.push(data)}").body, data)

    def start(self, data=None):
        server = Server("simulated", data, ("--registry-profile", "oci"))
        self.addCleanup(self.end, server)
        return server.start()

    def end(self, server):
        self.assertEqual(server.stop(), 0)
        server.remove()

    def test_a_file_at_its_limit(self):
        server = self.start()
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (16 * MIB, 16 * MIB))
        self.full(server)

    def test_a_file_system_without_space(self):
        folder = tempfile.mkdtemp(prefix="neargate-story.")
        mounted = os.geteuid() == 0 and run(
            "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder, check=False
        )
        if not mounted or mounted.returncode != 0:
            os.rmdir(folder)
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(lambda: subprocess.run(["umount", folder], check=True) and os.rmdir(folder))
        self.full(self.start(folder + "/data"))


if __name__ == "__main__":
    harness.main(needs_docker=False)
