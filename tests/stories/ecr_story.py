"""ECR's API from beginning to end by boto3: every operation that is served, every waiter and paginator."""

import base64
import hashlib
import json
import os
import pathlib
import shutil
import tempfile
import urllib.error
import urllib.request

import harness
from botocore.exceptions import ClientError
from harness import ACCOUNT, REGION, Story

DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
OCI = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
REPORT = {
    "Results": [
        {
            "Vulnerabilities": [
                {
                    "VulnerabilityID": f"CVE-2026-{number}",
                    "PkgName": "libc",
                    "InstalledVersion": "2.36",
                    "Severity": severity,
                    "Title": "bad",
                }
                for number, severity in enumerate(["LOW", "CRITICAL", "HIGH"])
            ]
        }
    ]
}
PULL = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "pull", "Effect": "Allow", "Principal": {"AWS": [ACCOUNT]}, "Action": ["ecr:BatchGetImage"]}
    ],
}


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class EcrBase(Story):
    runtime = "simulated"

    def setUp(self):
        super().setUp()
        self.ecr = self.server.client("ecr")

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        self.assertEqual(refusal.exception.response["Error"]["Code"], code)
        return refusal.exception.response

    def upload(self, content, name="app", part=5 * 1024 * 1024):
        begun = self.ecr.initiate_layer_upload(repositoryName=name)
        for first in range(0, len(content), part):
            piece = content[first : first + part]
            answer = self.ecr.upload_layer_part(
                repositoryName=name,
                uploadId=begun["uploadId"],
                partFirstByte=first,
                partLastByte=first + len(piece) - 1,
                layerPartBlob=piece,
            )
            self.assertEqual(answer["lastByteReceived"], first + len(piece) - 1)
        done = self.ecr.complete_layer_upload(
            repositoryName=name, uploadId=begun["uploadId"], layerDigests=[digest(content)]
        )
        self.assertEqual(done["layerDigest"], digest(content))
        return digest(content)

    def push(self, layer, tag, name="app", **more):
        config = json.dumps({"architecture": "amd64", "os": "linux", "of": layer.decode()[:20]}).encode()
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": DOCKER,
                "config": {
                    "mediaType": CONFIG,
                    "size": len(config),
                    "digest": self.upload(config, name),
                },
                "layers": [{"mediaType": LAYER, "size": len(layer), "digest": self.upload(layer, name)}],
            }
        )
        image = self.ecr.put_image(repositoryName=name, imageManifest=manifest, imageTag=tag, **more)["image"]
        self.assertEqual(image["imageId"], {"imageDigest": digest(manifest.encode()), "imageTag": tag})
        return image["imageId"]["imageDigest"]

    def pages(self, operation, key, **arguments):
        paginator = self.ecr.get_paginator(operation)
        return [one for page in paginator.paginate(**arguments) for one in page[key]]


class EcrStory(EcrBase):
    def test_repositories_their_policies_and_settings(self):
        for number in range(3):
            tags = [{"Key": "n", "Value": str(number)}]
            self.ecr.create_repository(repositoryName=f"team/{number}", tags=tags)
        found = self.pages("describe_repositories", "repositories", PaginationConfig={"PageSize": 2})
        self.assertEqual([one["repositoryName"] for one in found], ["team/0", "team/1", "team/2"])
        arn = found[0]["repositoryArn"]
        self.ecr.tag_resource(resourceArn=arn, tags=[{"Key": "a", "Value": "b"}])
        self.ecr.untag_resource(resourceArn=arn, tagKeys=["n"])
        tags = self.ecr.list_tags_for_resource(resourceArn=arn)["tags"]
        self.assertEqual(tags, [{"Key": "a", "Value": "b"}])

        kept = self.ecr.set_repository_policy(repositoryName="team/0", policyText=json.dumps(PULL))
        text = kept["policyText"]
        self.assertTrue(text.startswith('{\n  "Version" : "2012-10-17",\n  "Statement" : [ {\n'), text)
        self.assertEqual(self.ecr.get_repository_policy(repositoryName="team/0")["policyText"], text)
        self.assertEqual(self.ecr.delete_repository_policy(repositoryName="team/0")["policyText"], text)
        self.refused(
            "RepositoryPolicyNotFoundException", self.ecr.get_repository_policy, repositoryName="team/0"
        )

        filters = [{"filterType": "WILDCARD", "filter": "dev*"}]
        changed = self.ecr.put_image_tag_mutability(
            repositoryName="team/0",
            imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters=filters,
        )
        self.assertEqual(changed["imageTagMutabilityExclusionFilters"], filters)
        self.ecr.put_image_scanning_configuration(
            repositoryName="team/0", imageScanningConfiguration={"scanOnPush": True}
        )
        scanning = self.ecr.batch_get_repository_scanning_configuration(repositoryNames=["team/0", "none"])
        self.assertEqual(scanning["scanningConfigurations"][0]["scanFrequency"], "SCAN_ON_PUSH")
        self.assertEqual(scanning["failures"][0]["failureCode"], "REPOSITORY_NOT_FOUND")
        self.ecr.delete_repository(repositoryName="team/0")
        gone = {"repositoryNames": ["team/0"]}
        self.refused("RepositoryNotFoundException", self.ecr.describe_repositories, **gone)

    def test_the_registrys_own_settings(self):
        self.refused("RegistryPolicyNotFoundException", self.ecr.get_registry_policy)
        text = self.ecr.put_registry_policy(policyText=json.dumps(PULL))["policyText"]
        self.assertEqual(self.ecr.get_registry_policy()["policyText"], text)
        self.assertEqual(self.ecr.delete_registry_policy()["policyText"], text)

        self.assertEqual(self.ecr.get_account_setting(name="BLOB_MOUNTING")["value"], "DISABLED")
        self.ecr.put_account_setting(name="BLOB_MOUNTING", value="ENABLED")
        self.assertEqual(self.ecr.get_account_setting(name="BLOB_MOUNTING")["value"], "ENABLED")

        rules = [
            {
                "scanFrequency": "SCAN_ON_PUSH",
                "repositoryFilters": [{"filter": "prod*", "filterType": "WILDCARD"}],
            }
        ]
        self.ecr.put_registry_scanning_configuration(scanType="BASIC", rules=rules)
        kept = self.ecr.get_registry_scanning_configuration()["scanningConfiguration"]
        self.assertEqual(kept, {"scanType": "BASIC", "rules": rules})

        self.refused("SigningConfigurationNotFoundException", self.ecr.get_signing_configuration)
        profile = f"arn:aws:signer:{REGION}:{ACCOUNT}:/signing-profiles/mine"
        configuration = {"rules": [{"signingProfileArn": profile}]}
        self.ecr.put_signing_configuration(signingConfiguration=configuration)
        self.assertEqual(self.ecr.get_signing_configuration()["signingConfiguration"], configuration)
        self.ecr.create_repository(repositoryName="app")
        self.push(b"layer", "v1")
        status = self.ecr.describe_image_signing_status(repositoryName="app", imageId={"imageTag": "v1"})
        self.assertEqual(status["signingStatuses"][0]["status"], "FAILED")
        self.ecr.delete_signing_configuration()

    def test_images_and_layers(self):
        self.ecr.create_repository(repositoryName="app")
        large = os.urandom(5 * 1024 * 1024).hex().encode()  # two parts
        layer = self.upload(large)
        available = self.ecr.batch_check_layer_availability(
            repositoryName="app", layerDigests=[layer, digest(b"none")]
        )["layers"]
        self.assertEqual([one["layerAvailability"] for one in available], ["AVAILABLE", "UNAVAILABLE"])
        self.refused(
            "LayerInaccessibleException",
            self.ecr.get_download_url_for_layer,
            repositoryName="app",
            layerDigest=layer,
        )
        begun = self.ecr.initiate_layer_upload(repositoryName="app")
        answer = self.refused(
            "InvalidLayerPartException",
            self.ecr.upload_layer_part,
            repositoryName="app",
            uploadId=begun["uploadId"],
            partFirstByte=3,
            partLastByte=5,
            layerPartBlob=b"abc",
        )
        self.assertEqual(answer["uploadId"], begun["uploadId"])

        digests = [self.push(f"layer {number}".encode(), f"v{number}") for number in range(3)]
        listed = self.pages("list_images", "imageIds", repositoryName="app", PaginationConfig={"PageSize": 2})
        self.assertEqual([one["imageDigest"] for one in listed], digests)
        described = self.pages(
            "describe_images", "imageDetails", repositoryName="app", PaginationConfig={"PageSize": 2}
        )
        self.assertEqual([one["imageTags"] for one in described], [["v0"], ["v1"], ["v2"]])

        converted = self.ecr.batch_get_image(
            repositoryName="app", imageIds=[{"imageTag": "v0"}], acceptedMediaTypes=[OCI]
        )["images"][0]
        self.assertEqual(json.loads(converted["imageManifest"])["mediaType"], OCI)

        url = self.ecr.get_download_url_for_layer(repositoryName="app", layerDigest=digest(b"layer 0"))[
            "downloadUrl"
        ]
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"layer 0")
        part = urllib.request.Request(url, headers={"Range": "bytes=2-4"})
        with urllib.request.urlopen(part) as answer:
            self.assertEqual((answer.status, answer.read()), (206, b"yer"))
        with self.assertRaises(urllib.error.HTTPError) as forged:
            urllib.request.urlopen(url[:-3] + "AAA")
        self.assertEqual(forged.exception.code, 403)

        config = self.upload(b"{}")
        sbom = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": OCI,
                "artifactType": "application/spdx+json",
                "config": {"mediaType": "application/vnd.oci.empty.v1+json", "size": 2, "digest": config},
                "layers": [],
                "subject": {"mediaType": DOCKER, "size": 1, "digest": digests[0]},
            }
        )
        self.ecr.put_image(repositoryName="app", imageManifest=sbom)
        referrers = self.ecr.list_image_referrers(repositoryName="app", subjectId={"imageDigest": digests[0]})
        self.assertEqual([one["artifactType"] for one in referrers["referrers"]], ["application/spdx+json"])

        archived = self.ecr.update_image_storage_class(
            repositoryName="app", imageId={"imageTag": "v2"}, targetStorageClass="ARCHIVE"
        )
        self.assertEqual(archived["imageStatus"], "ARCHIVED")
        gone = self.ecr.batch_get_image(repositoryName="app", imageIds=[{"imageTag": "v2"}])
        self.assertEqual(gone["failures"][0]["failureCode"], "ImageInaccessible")
        deleted = self.ecr.batch_delete_image(repositoryName="app", imageIds=[{"imageTag": "v1"}])
        self.assertEqual(deleted["imageIds"], [{"imageDigest": digests[1], "imageTag": "v1"}])
        self.ecr.delete_repository(repositoryName="app", force=True)

    def test_templates_and_a_push_that_creates(self):
        for prefix in ("ROOT", "team", "other"):
            self.ecr.create_repository_creation_template(
                prefix=prefix,
                appliedFor=["CREATE_ON_PUSH"] if prefix == "team" else ["REPLICATION"],
                imageTagMutability="IMMUTABLE",
                resourceTags=[{"Key": "made", "Value": "by push"}],
            )
        kept = self.pages(
            "describe_repository_creation_templates",
            "repositoryCreationTemplates",
            PaginationConfig={"PageSize": 1},
        )
        self.assertEqual([one["prefix"] for one in kept], ["ROOT", "other", "team"])
        self.ecr.update_repository_creation_template(prefix="team", description="ours")
        self.ecr.delete_repository_creation_template(prefix="other")

        self.assertEqual(self.registry("POST", f"{ACCOUNT}/{REGION}/nobody/app/blobs/uploads/"), 404)
        self.assertEqual(self.registry("POST", f"{ACCOUNT}/{REGION}/team/app/blobs/uploads/"), 202)
        made = self.ecr.describe_repositories(repositoryNames=["team/app"])["repositories"][0]
        self.assertEqual(made["imageTagMutability"], "IMMUTABLE")
        tags = self.ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"]
        self.assertEqual(tags, [{"Key": "made", "Value": "by push"}])

    def registry(self, method, path, token=None):
        token = token or self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        request = urllib.request.Request(
            f"{self.server.endpoint}/v2/{path}", method=method, headers={"Authorization": "Basic " + token}
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def test_tokens_open_the_registry_until_they_are_revoked(self):
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        user, password = base64.b64decode(token).decode().split(":", 1)
        self.assertEqual(user, "AWS")
        self.assertEqual(self.registry("GET", "", token), 200)
        self.assertEqual(self.registry("GET", "", base64.b64encode(b"AWS:wrong").decode()), 401)
        other = self.new_server()
        foreign = other.client("ecr").get_authorization_token()["authorizationData"][0]["authorizationToken"]
        self.assertEqual(self.registry("GET", "", foreign), 401)
        # Nothing on the disk holds the password itself.
        for path in pathlib.Path(self.server.data).glob("neargate.db*"):
            self.assertNotIn(password.encode(), path.read_bytes())
        revoke = urllib.request.Request(
            f"{self.server.endpoint}/_neargate/passwords/{ACCOUNT}", method="DELETE"
        )
        with urllib.request.urlopen(revoke) as answer:
            self.assertEqual(json.load(answer), {"revoked": 1})
        self.assertEqual(self.registry("GET", "", token), 401)

        public = self.server.client("ecr-public").get_authorization_token()["authorizationData"]
        self.assertEqual(self.registry("GET", "", public["authorizationToken"]), 200)
        urllib.request.urlopen(
            urllib.request.Request(f"{self.server.endpoint}/_neargate/reset", method="POST")
        ).close()
        self.assertEqual(self.registry("GET", "", public["authorizationToken"]), 401)

    def test_scans_without_a_scanner_say_so(self):
        self.ecr.create_repository(repositoryName="app")
        self.push(b"layer", "v1")
        image = {"repositoryName": "app", "imageId": {"imageTag": "v1"}}
        self.refused("ScanNotFoundException", self.ecr.describe_image_scan_findings, **image)
        self.ecr.start_image_scan(**image)
        self.ecr.get_waiter("image_scan_complete").wait(**image, WaiterConfig={"Delay": 1})
        told = self.ecr.describe_image_scan_findings(**image)
        self.assertIn("No scanner is configured", told["imageScanStatus"]["description"])
        self.assertEqual(told["imageScanFindings"]["findings"], [])
        self.refused("LimitExceededException", self.ecr.start_image_scan, **image)

    def test_ecr_public(self):
        public = self.server.client("ecr-public")
        made = public.create_repository(
            repositoryName="tools/hello", catalogData={"description": "says hello"}
        )
        uri = made["repository"]["repositoryUri"]
        self.assertEqual(uri, f"127.0.0.1:{self.server.port}/{ACCOUNT}/public/tools/hello")
        found = [
            one["repositoryName"]
            for page in public.get_paginator("describe_repositories").paginate()
            for one in page["repositories"]
        ]
        self.assertEqual(found, ["tools/hello"])
        self.assertEqual(self.registry("GET", f"{ACCOUNT}/public/tools/hello/tags/list"), 200)
        pages = public.get_paginator("describe_images").paginate(repositoryName="tools/hello")
        self.assertEqual([one for page in pages for one in page["imageDetails"]], [])
        self.assertEqual(self.ecr.describe_repositories()["repositories"], [], "the two do not mix")
        public.delete_repository(repositoryName="tools/hello")


class ScannerStory(EcrBase):
    def new_server(self, data=None, options=()):
        return super().new_server(data, [*options, "--scanner", self.scanner()])

    def scanner(self):
        """A scanner that looks whether it was given an image, and finds three holes in it."""
        if not hasattr(self, "script"):
            folder = pathlib.Path(tempfile.mkdtemp(prefix="neargate-story."))
            self.addCleanup(shutil.rmtree, folder)
            self.script = folder / "scanner"
            self.script.write_text(
                f'#!/bin/sh\ntest -f "$1/oci-layout" || exit 9\ncat <<EOF\n{json.dumps(REPORT)}\nEOF\n'
            )
            self.script.chmod(0o755)
        return str(self.script)

    def test_a_scanners_report_becomes_findings(self):
        self.ecr.create_repository(
            repositoryName="app", imageScanningConfiguration={"scanOnPush": True}
        )
        self.push(b"layer", "v1")
        image = {"repositoryName": "app", "imageId": {"imageTag": "v1"}}
        self.ecr.get_waiter("image_scan_complete").wait(**image, WaiterConfig={"Delay": 1})
        pages = list(
            self.ecr.get_paginator("describe_image_scan_findings").paginate(
                **image, PaginationConfig={"PageSize": 2}
            )
        )
        self.assertEqual(len(pages), 2)
        names = [one["name"] for page in pages for one in page["imageScanFindings"]["findings"]]
        self.assertEqual(names, ["CVE-2026-1", "CVE-2026-2", "CVE-2026-0"])
        counts = pages[0]["imageScanFindings"]["findingSeverityCounts"]
        self.assertEqual(counts, {"CRITICAL": 1, "HIGH": 1, "LOW": 1})
        self.assertEqual(pages[0]["imageScanStatus"]["status"], "COMPLETE")
        detail = self.ecr.describe_images(repositoryName="app")["imageDetails"][0]
        self.assertEqual(detail["imageScanFindingsSummary"]["findingSeverityCounts"], counts)


if __name__ == "__main__":
    harness.main(needs_docker=False)
