"""The registry under what people do with it: many layers, large ones, pushes at once, several platforms."""

import concurrent.futures
import json
import os
import re
import shutil
import tempfile

import harness
from harness import Story, docker, run
from made_image import MadeImage, layer
from raw_registry import enable_blob_mounting


def buildah_in(folder):
    """Its own store, without the machine's."""
    return ("buildah", "--root", f"{folder}/root", "--runroot", f"{folder}/run", "--storage-driver", "vfs")


class ClientsStory(Story):
    def setUp(self):
        super().setUp()
        self.ecr = self.server.client("ecr")
        logins = tempfile.TemporaryDirectory()
        self.addCleanup(logins.cleanup)
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        self.password = harness.password_of(token)
        self.environment = {**os.environ, "DOCKER_CONFIG": logins.name}
        self.docker("login", "-u", "AWS", "--password-stdin", self.host, input=self.password)

    @property
    def host(self):
        return f"127.0.0.1:{self.server.port}"

    def docker(self, *words, **options):
        return run("docker", *words, env=self.environment, **options).stdout

    def repository(self, name):
        return self.ecr.create_repository(repositoryName=name)["repository"]["repositoryUri"]

    def made(self, name, layers):
        image = MadeImage(name, layers)
        self.addCleanup(image.remove)
        return image

    def push(self, image, name):
        docker("tag", image.name, name)
        self.addCleanup(lambda: docker("rmi", name, check=False))
        return re.search("digest: (sha256:[0-9a-f]{64})", self.docker("push", name)).group(1)

    def comes_back(self, image, name):
        """Gone from the daemon and pulled again it is the same image."""
        docker("rmi", name)
        image.remove()
        self.docker("pull", name)
        self.assertEqual(docker("inspect", "--format", "{{.Id}}", name), image.id)

    def test_a_layer_of_200_megabytes(self):
        uri = self.repository("large")
        image = self.made("large", [layer("blob", os.urandom(200 << 20))])
        self.push(image, f"{uri}:v1")
        self.comes_back(image, f"{uri}:v1")

    def test_fifty_layers_and_again_with_everything_there(self):
        uri = self.repository("many")
        image = self.made("many", [layer(f"file-{number}", os.urandom(2000)) for number in range(50)])
        digest = self.push(image, f"{uri}:v1")
        again = self.docker("push", f"{uri}:v1")
        self.assertEqual(again.count("Layer already exists"), 50)
        self.assertIn(digest, again)
        self.comes_back(image, f"{uri}:v1")

    def test_eight_images_that_overlap_are_pushed_at_once(self):
        uri = self.repository("overlapping")
        shared = [layer(f"shared-{number}", os.urandom(300_000)) for number in range(4)]
        images = [
            self.made(f"overlapping-{number}", [*shared, layer("own", os.urandom(300_000))])
            for number in range(8)
        ]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            jobs = [pool.submit(self.push, image, f"{uri}:v{number}") for number, image in enumerate(images)]
            digests = {job.result() for job in jobs}
        told = self.ecr.describe_images(repositoryName="overlapping")["imageDetails"]
        self.assertEqual({one["imageDigest"] for one in told}, digests)
        self.assertEqual(len(digests), 8)
        for number, image in enumerate(images):
            self.comes_back(image, f"{uri}:v{number}")

    def test_a_pull_by_digest_after_the_tag_moved(self):
        uri = self.repository("moving")
        first = self.made("first", [layer("file", b"first")])
        second = self.made("second", [layer("file", b"second")])
        digest = self.push(first, f"{uri}:latest")
        self.assertNotEqual(self.push(second, f"{uri}:latest"), digest)
        first.remove()
        self.docker("pull", f"{uri}@{digest}")
        self.addCleanup(lambda: docker("rmi", f"{uri}@{digest}", check=False))
        self.assertEqual(docker("inspect", "--format", "{{.Id}}", f"{uri}@{digest}"), first.id)

    def test_the_second_repository_takes_layers_over_once_mounting_is_enabled(self):
        first, second = self.repository("mount/first"), self.repository("mount/second")
        image = self.made("mounted", [layer("file", os.urandom(100_000))])
        if not enable_blob_mounting(self.server):
            self.skipTest("PutAccountSetting is not served")
        self.push(image, f"{first}:v1")
        docker("tag", image.name, f"{second}:v1")
        self.addCleanup(lambda: docker("rmi", f"{second}:v1", check=False))
        self.assertIn("Mounted from", self.docker("push", f"{second}:v1"))
        self.comes_back(image, f"{second}:v1")

    def skopeo(self, *words):
        if not shutil.which("skopeo"):
            self.skipTest("there is no skopeo here")
        return run("skopeo", *words).stdout

    def test_skopeo_looks_lists_and_deletes(self):
        uri = self.repository("looked-at")
        digest = self.push(self.made("looked-at", [layer("file", b"x")]), f"{uri}:one")
        come_in = ("--tls-verify=false", "--creds", f"AWS:{self.password}")
        seen = json.loads(self.skopeo("inspect", *come_in, f"docker://{uri}:one"))
        self.assertEqual((seen["Digest"], seen["RepoTags"]), (digest, ["one"]))
        self.skopeo("delete", *come_in, f"docker://{uri}:one")
        self.assertEqual(self.ecr.describe_images(repositoryName="looked-at")["imageDetails"], [])

    def test_an_image_of_two_platforms_travels_whole(self):
        if not shutil.which("buildah"):
            self.skipTest("there is no buildah here")
        source, target = self.repository("platforms"), self.repository("copied")
        with tempfile.TemporaryDirectory() as folder:
            buildah = buildah_in(folder)
            run(*buildah, "manifest", "create", "both")
            for architecture in ("amd64", "arm64"):
                made = run(*buildah, "from", "--arch", architecture, "scratch").stdout.strip()
                run(*buildah, "config", "--arch", architecture, "--label", f"for={architecture}", made)
                run(*buildah, "commit", "--manifest", "both", made)
            secret = f"AWS:{self.password}"
            push = ("manifest", "push", "--all", "--tls-verify=false", "--creds", secret)
            run(*buildah, *push, "both", f"docker://{source}:v1")
        self.skopeo(
            *("copy", "--all", "--src-tls-verify=false", "--dest-tls-verify=false"),
            *("--src-creds", secret, "--dest-creds", secret),
            *(f"docker://{source}:v1", f"docker://{target}:v1"),
        )
        for name in ("platforms", "copied"):
            got = self.ecr.batch_get_image(repositoryName=name, imageIds=[{"imageTag": "v1"}])["images"][0]
            index = json.loads(got["imageManifest"])
            platforms = {one["platform"]["architecture"] for one in index["manifests"]}
            self.assertEqual(platforms, {"amd64", "arm64"})
        told = self.ecr.describe_images(repositoryName="copied")["imageDetails"]
        self.assertEqual(len(told), 3)
        # Docker takes the one that fits this machine.
        self.docker("pull", f"{target}:v1")
        self.addCleanup(lambda: docker("rmi", f"{target}:v1", check=False))
        label = docker("inspect", "--format", '{{index .Config.Labels "for"}}', f"{target}:v1")
        self.assertIn(label, ("amd64", "arm64"))

    def test_buildah_pushes_and_pulls(self):
        if not shutil.which("buildah"):
            self.skipTest("there is no buildah here")
        uri = self.repository("buildah")
        with tempfile.TemporaryDirectory() as folder:
            buildah = buildah_in(folder)
            come_in = ("--tls-verify=false", "--creds", f"AWS:{self.password}")
            made = run(*buildah, "from", "scratch").stdout.strip()
            run(*buildah, "add", made, __file__, "/story.py")
            run(*buildah, "commit", made, "here:v1")
            for form in ("oci", "v2s2"):
                run(*buildah, "push", *come_in, "--format", form, "here:v1", f"docker://{uri}:{form}")
            run(*buildah, "rmi", "--all", "--force")
            for form in ("oci", "v2s2"):
                self.assertRegex(run(*buildah, "pull", *come_in, f"{uri}:{form}").stdout, "^[0-9a-f]{64}")
        kinds = {
            one["imageManifestMediaType"]
            for one in self.ecr.describe_images(repositoryName="buildah")["imageDetails"]
        }
        self.assertEqual(len(kinds), 2)


if __name__ == "__main__":
    harness.main(needs_docker=True)
