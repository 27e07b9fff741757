"""Images made byte by byte and loaded into Docker: any number of layers of any size, without building."""

import hashlib
import io
import json
import os
import tarfile
import tempfile

from harness import docker


def layer(name, content):
    """A layer with one file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


class MadeImage:
    def __init__(self, name, layers):
        self.name = f"neargate-story-{os.getpid()}/{name}"
        config = {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Labels": {"made": name}},
            "rootfs": {
                "type": "layers",
                "diff_ids": [f"sha256:{hashlib.sha256(one).hexdigest()}" for one in layers],
            },
        }
        files = [f"{number}.tar" for number in range(len(layers))]
        manifest = [{"Config": "config.json", "RepoTags": [f"{self.name}:latest"], "Layers": files}]
        parts = {
            "config.json": json.dumps(config).encode(),
            "manifest.json": json.dumps(manifest).encode(),
            **dict(zip(files, layers)),
        }
        with tempfile.NamedTemporaryFile(suffix=".tar") as archive:
            with tarfile.open(fileobj=archive, mode="w") as tar:
                for file, content in parts.items():
                    member = tarfile.TarInfo(file)
                    member.size = len(content)
                    tar.addfile(member, io.BytesIO(content))
            archive.flush()
            docker("load", "--quiet", "--input", archive.name)
        self.id = docker("inspect", "--format", "{{.Id}}", self.name)

    def remove(self):
        docker("rmi", self.name, check=False)
