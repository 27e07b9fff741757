"""The registry as its clients see it: docker and skopeo, and ECR's own account of what they brought."""

import json
import os
import re
import subprocess
import tempfile

import harness
from harness import ACCOUNT, REGION, WEB, Image, Story, docker, run


def setUpModule():
    global image
    image = Image("web", *WEB)


def tearDownModule():
    image.remove()


class RegistryStory(Story):
    def setUp(self):
        super().setUp()
        self.ecr = self.server.client("ecr")
        self.logins = tempfile.TemporaryDirectory()
        self.addCleanup(self.logins.cleanup)

    def repository(self, name, **more):
        uri = self.ecr.create_repository(repositoryName=name, **more)["repository"]["repositoryUri"]
        self.assertEqual(uri, f"127.0.0.1:{self.server.port}/{ACCOUNT}/{REGION}/{name}")
        return uri

    def docker(self, *words, check=True, **options):
        return run(
            "docker", *words, check=check, env={**os.environ, "DOCKER_CONFIG": self.logins.name}, **options
        )

    def password(self):
        return run(
            "aws",
            "--endpoint-url",
            self.server.endpoint,
            "ecr",
            "get-login-password",
            env=self.server.environment(),
        ).stdout.strip()

    def login(self):
        done = self.docker(
            "login",
            "--username",
            "AWS",
            "--password-stdin",
            f"127.0.0.1:{self.server.port}",
            input=self.password(),
        )
        self.assertIn("Login Succeeded", done.stdout)

    def push(self, uri, tag="latest"):
        name = f"{uri}:{tag}"
        docker("tag", image.name, name)
        self.addCleanup(lambda: docker("rmi", name, check=False))
        return self.docker("push", name, check=False)

    def pushed(self, uri, tag="latest"):
        done = self.push(uri, tag)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return re.search(r"digest: (sha256:[0-9a-f]{64}) size: (\d+)", done.stdout).groups()

    def test_docker_pushes_and_pulls_and_ecr_tells_the_same_digest_and_size(self):
        uri = self.repository("team/hello-repository")
        self.login()
        digest, manifest_size = self.pushed(uri)
        told = self.ecr.describe_images(repositoryName="team/hello-repository")["imageDetails"]
        self.assertEqual([(one["imageDigest"], one["imageTags"]) for one in told], [(digest, ["latest"])])
        got = self.ecr.batch_get_image(
            repositoryName="team/hello-repository", imageIds=[{"imageTag": "latest"}]
        )
        manifest = got["images"][0]["imageManifest"]
        self.assertEqual(len(manifest), int(manifest_size))
        parts = json.loads(manifest)
        self.assertEqual(
            told[0]["imageSizeInBytes"], sum(part["size"] for part in (parts["config"], *parts["layers"]))
        )

        before = json.loads(docker("inspect", image.name))[0]["Id"]
        docker("rmi", uri)
        pulled = self.docker("pull", f"{uri}@{digest}")
        self.assertIn(f"Digest: {digest}", pulled.stdout)
        self.assertEqual(json.loads(docker("inspect", f"{uri}@{digest}"))[0]["Id"], before)
        docker("rmi", f"{uri}@{digest}")

    def test_layers_already_there_are_not_sent_again(self):
        self.login()
        first = self.repository("first")
        self.pushed(first, "one")
        again = self.push(first, "two")
        self.assertIn("Layer already exists", again.stdout)
        tags = self.ecr.describe_images(repositoryName="first")["imageDetails"][0]["imageTags"]
        self.assertEqual(sorted(tags), ["one", "two"])

    def test_skopeo_copies_in_and_out(self):
        source, target = self.repository("source"), self.repository("target")
        self.login()
        digest, _ = self.pushed(source)
        secret = f"AWS:{self.password()}"
        run(
            "skopeo",
            "copy",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "--src-creds",
            secret,
            "--dest-creds",
            secret,
            f"docker://{source}:latest",
            f"docker://{target}:copied",
        )
        told = self.ecr.describe_images(repositoryName="target")["imageDetails"][0]
        self.assertEqual((told["imageDigest"], told["imageTags"]), (digest, ["copied"]))
        with tempfile.TemporaryDirectory() as folder:
            run(
                "skopeo",
                "copy",
                "--src-tls-verify=false",
                "--src-creds",
                secret,
                f"docker://{target}:copied",
                f"oci:{folder}/image:copied",
            )
            run(
                "skopeo",
                "copy",
                "--dest-tls-verify=false",
                "--dest-creds",
                secret,
                f"oci:{folder}/image:copied",
                f"docker://{target}:oci",
            )
        types = {
            one["imageManifestMediaType"]
            for one in self.ecr.describe_images(repositoryName="target")["imageDetails"]
        }
        self.assertEqual(
            types,
            {
                "application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.oci.image.manifest.v1+json",
            },
        )

    def test_a_repository_must_exist(self):
        self.login()
        done = self.push(f"127.0.0.1:{self.server.port}/{ACCOUNT}/{REGION}/nothing")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(
            f"The repository with name 'nothing' does not exist in the registry with id '{ACCOUNT}'",
            done.stderr,
        )

    def test_a_wrong_password_opens_nothing(self):
        uri = self.repository("closed")
        done = self.docker(
            "login",
            "--username",
            "AWS",
            "--password-stdin",
            f"127.0.0.1:{self.server.port}",
            input="guessed",
            check=False,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertNotEqual(self.push(uri).returncode, 0)
        self.assertEqual(self.ecr.describe_images(repositoryName="closed")["imageDetails"], [])

    def test_an_immutable_tag_stays(self):
        uri = self.repository("immutable", imageTagMutability="IMMUTABLE")
        self.login()
        self.pushed(uri)
        other = Image("other", *WEB, "LABEL other=yes")
        self.addCleanup(other.remove)
        docker("tag", other.name, f"{uri}:latest")
        done = self.docker("push", f"{uri}:latest", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(
            "The image tag 'latest' already exists in the 'immutable' repository and cannot be overwritten "
            "because the tag is immutable.",
            done.stderr,
        )

    def test_an_image_survives_kill_9_right_after_the_push(self):
        uri = self.repository("kept")
        self.login()
        digest, _ = self.pushed(uri)
        self.server.kill()
        self.server.restart()
        docker("rmi", uri)
        self.login()
        pulled = self.docker("pull", uri)
        self.assertIn(digest, pulled.stdout)

    def test_a_push_cut_off_by_kill_9_can_be_tried_again(self):
        uri = self.repository("cut")
        self.login()
        docker("tag", image.name, uri)
        self.addCleanup(lambda: docker("rmi", uri, check=False))
        pushing = subprocess.Popen(
            ["docker", "push", uri],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DOCKER_CONFIG": self.logins.name},
        )
        harness.eventually(
            lambda: "/v2/" in self.server.log() or pushing.poll() is not None, "the push has begun"
        )
        self.server.kill()
        self.server.restart()
        pushing.wait(120)
        self.login()
        digest, _ = self.pushed(uri)
        told = self.ecr.describe_images(repositoryName="cut")["imageDetails"]
        self.assertEqual([one["imageDigest"] for one in told], [digest])


if __name__ == "__main__":
    harness.main(needs_docker=True)
