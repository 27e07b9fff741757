"""The OCI distribution specification 1.1, requirement by requirement, by plain HTTP and on both profiles.

`oci` must hold every MUST. `ecr` is Amazon ECR: where it differs, the test says so by name (`self.ecr`).
"""

import itertools
import json
import re
import unittest

import harness
from harness import ACCOUNT, REGION, Server
from raw_registry import (
    DOCKER_LIST,
    DOCKER_MANIFEST,
    OCI_CONFIG,
    OCI_EMPTY,
    OCI_INDEX,
    OCI_MANIFEST,
    OCTETS,
    Registry,
    descriptor,
    digest_of,
    document,
    enable_blob_mounting,
    random_bytes,
    with_digest,
)


numbers = itertools.count(1)


class Requirements:
    ecr = False

    @classmethod
    def setUpClass(cls):
        cls.server = Server("simulated", options=("--registry-profile", "ecr" if cls.ecr else "oci")).start()
        cls.addClassCleanup(cls.end)
        cls.api = cls.server.client("ecr")
        cls.password = None
        if cls.ecr:
            token = cls.api.get_authorization_token()["authorizationData"][0]["authorizationToken"]
            cls.password = harness.password_of(token)

    @classmethod
    def end(cls):
        status = cls.server.stop()
        cls.server.remove()
        assert status == 0, "the server ends in order (no sanitizer complains)"

    def setUp(self):
        self.registry = self.repository(f"conformance/repo{next(numbers)}")

    def repository(self, name):
        if self.ecr:
            self.api.create_repository(repositoryName=name)
        return Registry(self.server.port, name, self.password)

    def refused(self, answer, status, code):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.error(), code)

    def uploaded(self, answer, data, algorithm="sha256"):
        """201, and a Location from which the blob can be pulled."""
        self.assertEqual(answer.status, 201, answer)
        digest = digest_of(data, algorithm)
        self.assertEqual(answer["Docker-Content-Digest"], digest)
        self.assertEqual(self.registry.get(answer["Location"]).body, data)
        return digest

    def tagged(self, *tags):
        manifest = self.registry.image()
        for tag in tags:
            self.assertEqual(self.registry.put_manifest(tag, manifest).status, 201)
        return manifest


class Support(Requirements):
    def test_end_1_determining_support(self):
        answer = self.registry.get("/v2/")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer["Docker-Distribution-Api-Version"], "registry/2.0")

    def test_who_may_come_in(self):
        stranger = Registry(self.server.port, self.registry.name)
        for password in (None, "wrong"):
            stranger.password = password
            answer = stranger.get("/v2/")
            if self.ecr:
                self.assertEqual(answer.status, 401)
                self.assertRegex(answer["Www-Authenticate"], 'Basic realm=".*",service="ecr.amazonaws.com"')
            else:
                self.assertEqual(answer.status, 200)

    def test_error_bodies_have_the_specifications_form(self):
        self.registry.begin()
        for path, status, code in (
            ("manifests/none", 404, "MANIFEST_UNKNOWN"),
            (f"blobs/{digest_of(b'none')}", 404, "BLOB_UNKNOWN"),
            ("blobs/sha256:none", 400, "DIGEST_INVALID"),
            ("blobs/uploads/none", 404, "BLOB_UPLOAD_UNKNOWN"),
            ("/v2/not/there/manifests/x", 404, "NAME_UNKNOWN"),
            ("/v2/Not/There/manifests/x", 400, "NAME_INVALID"),
        ):
            answer = self.registry.get(path)
            self.refused(answer, status, code)
            self.assertTrue(answer["Content-Type"].startswith("application/json"))


class Pull(Requirements):
    def test_end_3_a_manifest_by_tag_and_digest_with_get_and_head(self):
        manifest = self.tagged("v1.0")
        for reference in ("v1.0", digest_of(manifest)):
            got = self.registry.get(f"manifests/{reference}")
            self.assertEqual((got.status, got.body), (200, manifest))
            self.assertEqual(got["Content-Type"], OCI_MANIFEST)
            self.assertEqual(got["Docker-Content-Digest"], digest_of(manifest))
            head = self.registry.send("HEAD", f"manifests/{reference}")
            self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(head["Content-Length"], str(len(manifest)))
            self.assertEqual(head["Content-Type"], OCI_MANIFEST)
            self.assertEqual(head["Docker-Content-Digest"], digest_of(manifest))

    def test_end_3_a_manifest_that_is_not_there_is_404(self):
        self.tagged("there")
        for reference in ("other", digest_of(b"other")):
            self.assertEqual(self.registry.get(f"manifests/{reference}").status, 404)
            self.assertEqual(self.registry.send("HEAD", f"manifests/{reference}").status, 404)

    def test_a_repository_that_is_not_there_is_404(self):
        nowhere = self.registry.sibling("not/there")
        for path in ("manifests/x", f"blobs/{digest_of(b'x')}", "tags/list"):
            self.assertEqual(nowhere.get(path).status, 404)

    def test_accept_does_not_hide_a_manifest(self):
        self.tagged("x")
        for accept in (OCI_MANIFEST, f"{OCI_INDEX}, {OCI_MANIFEST}", "*/*", DOCKER_MANIFEST):
            self.assertEqual(self.registry.get("manifests/x", Accept=accept)["Content-Type"], OCI_MANIFEST)

    def test_end_2_a_blob_with_get_and_head(self):
        data = random_bytes()
        digest = self.registry.push(data)
        got = self.registry.get(f"blobs/{digest}")
        self.assertEqual((got.status, got.body), (200, data))
        self.assertEqual(got["Docker-Content-Digest"], digest)
        head = self.registry.send("HEAD", f"blobs/{digest}")
        self.assertEqual((head.status, head.body, head["Content-Length"]), (200, b"", str(len(data))))
        self.assertEqual(head["Docker-Content-Digest"], digest)

    def test_end_2_a_blob_that_is_not_there_is_404(self):
        for method in ("GET", "HEAD"):
            self.assertEqual(self.registry.send(method, f"blobs/{digest_of(b'none')}").status, 404)

    def test_end_2_ranges_of_a_blob(self):
        data = random_bytes(2048)
        path = f"blobs/{self.registry.push(data)}"
        for asked, first, last in (
            ("500-1499", 500, 1499),
            ("500-", 500, 2047),
            ("-500", 1548, 2047),
            ("2000-5000", 2000, 2047),
        ):
            got = self.registry.get(path, Range=f"bytes={asked}")
            self.assertEqual((got.status, got.body), (206, data[first : last + 1]), asked)
            self.assertEqual(got["Content-Range"], f"bytes {first}-{last}/2048")
            self.assertEqual(got["Content-Length"], str(last - first + 1))
        for asked in ("500-0", "5000-10000", "2048-"):
            got = self.registry.get(path, Range=f"bytes={asked}")
            self.assertEqual((got.status, got["Content-Range"]), (416, "bytes */2048"), asked)

    def test_nothing_is_content_coded_on_the_way(self):
        data = b"a" * 10000
        got = self.registry.get(f"blobs/{self.registry.push(data)}", Accept_Encoding="gzip")
        self.assertEqual((got.body, got["Content-Encoding"]), (data, None))


class PushBlobs(Requirements):
    def test_end_4a_post_answers_where_to_send_the_blob(self):
        answer = self.registry.send("POST", "blobs/uploads/", headers={"Content-Length": "0"})
        self.assertEqual(answer.status, 202)
        self.assertRegex(answer["Location"], "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
        self.assertEqual(answer["Range"], "0-0")

    def test_end_6_post_then_put(self):
        for algorithm in ("sha256", "sha512"):
            data = random_bytes()
            where = with_digest(self.registry.begin(), digest_of(data, algorithm))
            self.uploaded(self.registry.send("PUT", where, data, OCTETS), data, algorithm)

    def test_end_4b_a_single_post(self):
        for algorithm in ("sha256", "sha512"):
            data = random_bytes()
            answer = self.registry.send(
                "POST", f"blobs/uploads/?digest={digest_of(data, algorithm)}", data, OCTETS
            )
            self.uploaded(answer, data, algorithm)

    def test_end_4c_the_algorithm_can_be_told_first(self):
        data = random_bytes()
        where = with_digest(self.registry.begin("?digest-algorithm=sha512"), digest_of(data, "sha512"))
        self.uploaded(self.registry.send("PUT", where, data, OCTETS), data, "sha512")
        answer = self.registry.send("POST", "blobs/uploads/?digest-algorithm=md5")
        self.refused(answer, 400, "DIGEST_INVALID")

    def test_end_5_chunks_in_order(self):
        data = random_bytes(3000)
        for last_by_put in (False, True):
            where, parts = self.registry.begin(), [(0, 1024), (1024, 2048), (2048, 3000)]
            for first, end in parts[:2] if last_by_put else parts:
                answer = self.chunk("PATCH", where, data, first, end)
                self.assertEqual((answer.status, answer["Range"]), (202, f"0-{end - 1}"), answer)
                where = answer["Location"]
            if last_by_put:
                answer = self.chunk("PUT", with_digest(where, digest_of(data)), data, *parts[2])
            else:
                answer = self.registry.send("PUT", with_digest(where, digest_of(data)), b"")
            self.uploaded(answer, data)

    def chunk(self, method, where, data, first, end):
        headers = {**OCTETS, "Content-Range": f"{first}-{end - 1}"}
        return self.registry.send(method, where, data[first:end], headers)

    def test_end_5_a_chunk_out_of_order_is_416_and_end_13_tells_where_to_go_on(self):
        data = random_bytes(3000)
        where = self.registry.begin()
        for method in ("PATCH", "PUT"):
            target = where if method == "PATCH" else with_digest(where, digest_of(data))
            self.assertEqual(self.chunk(method, target, data, 2048, 3000).status, 416)
        where = self.chunk("PATCH", where, data, 0, 1024)["Location"]
        for first, end in ((0, 1024), (2048, 3000)):
            self.assertEqual(self.chunk("PATCH", where, data, first, end).status, 416)
        stands = self.registry.get(where)
        self.assertEqual((stands.status, stands["Range"]), (204, "0-1023"))
        where = self.chunk("PATCH", stands["Location"], data, 1024, 3000)["Location"]
        self.uploaded(self.registry.send("PUT", with_digest(where, digest_of(data)), b""), data)

    def test_end_5_a_stream_without_a_length(self):
        pieces = [random_bytes(700) for _ in range(5)]
        data = b"".join(pieces)
        answer = self.registry.send("PATCH", self.registry.begin(), iter(pieces), OCTETS)
        self.assertEqual((answer.status, answer["Range"]), (202, f"0-{len(data) - 1}"))
        where = with_digest(answer["Location"], digest_of(data))
        self.uploaded(self.registry.send("PUT", where, b""), data)

    def test_a_blob_of_no_bytes(self):
        self.uploaded(self.registry.send("PUT", with_digest(self.registry.begin(), digest_of(b"")), b""), b"")

    def test_a_wrong_digest_stores_nothing(self):
        data, wrong = random_bytes(), digest_of(b"other")
        for answer in (
            self.registry.send("POST", f"blobs/uploads/?digest={wrong}", data, OCTETS),
            self.registry.send("PUT", with_digest(self.registry.begin(), wrong), data, OCTETS),
            self.registry.send("PUT", with_digest(self.registry.begin(), wrong), iter([data]), OCTETS),
        ):
            self.refused(answer, 400, "DIGEST_INVALID")
        for digest in (wrong, digest_of(data)):
            self.assertEqual(self.registry.get(f"blobs/{digest}").status, 404)

    def test_a_put_without_a_digest_or_with_none_that_is_known(self):
        where = self.registry.begin()
        for query in ("", "?digest=", "?digest=md5:00", "?digest=sha256:00"):
            self.refused(self.registry.send("PUT", where + query, b"x"), 400, "DIGEST_INVALID")
        self.uploaded(self.registry.send("PUT", with_digest(where, digest_of(b"x")), b"x"), b"x")

    def test_an_upload_can_be_cancelled(self):
        where = self.registry.begin()
        self.assertEqual(self.registry.send("DELETE", where).status, 204)
        for method in ("GET", "DELETE", "PATCH"):
            self.refused(self.registry.send(method, where), 404, "BLOB_UPLOAD_UNKNOWN")

    def test_an_upload_belongs_to_its_repository(self):
        where = self.registry.begin().replace(self.registry.name, self.registry.name + "-other")
        other = self.repository(self.registry.name + "-other")
        other.begin()
        self.refused(other.get(where), 404, "BLOB_UPLOAD_UNKNOWN")

    def test_end_11_mounting_from_another_repository(self):
        data, source = random_bytes(), self.repository(self.registry.name + "-source")
        digest = source.push(data)
        mount = f"blobs/uploads/?mount={digest}&from={source.name}"
        if self.ecr:  # only once the account enabled it
            self.assertEqual(self.registry.send("POST", mount).status, 202)
            if not enable_blob_mounting(self.server):
                self.skipTest("PutAccountSetting is not served")
        self.uploaded(self.registry.send("POST", mount), data)

    def test_end_11_mounting_without_a_source(self):
        data, source = random_bytes(), self.repository(self.registry.name + "-source")
        answer = self.registry.send("POST", f"blobs/uploads/?mount={source.push(data)}")
        if self.ecr:  # looks nowhere by itself
            self.assertEqual(answer.status, 202)
        else:
            self.uploaded(answer, data)

    def test_end_11_a_mount_that_cannot_be_done_begins_an_upload(self):
        data = random_bytes()
        for source in ("not/there", self.registry.name, "210987654321/eu-west-1/x"):
            answer = self.registry.send("POST", f"blobs/uploads/?mount={digest_of(data)}&from={source}")
            self.assertEqual(answer.status, 202)
        where = with_digest(answer["Location"], digest_of(data))
        self.uploaded(self.registry.send("PUT", where, data, OCTETS), data)


class PushManifests(Requirements):
    def stored(self, reference, manifest, kind=OCI_MANIFEST, algorithm="sha256"):
        answer = self.registry.put_manifest(reference, manifest, kind)
        self.assertEqual(answer.status, 201, answer)
        digest = digest_of(manifest, algorithm)
        self.assertEqual(answer["Docker-Content-Digest"], digest)
        got = self.registry.get(answer["Location"])
        self.assertEqual((got.body, got["Content-Type"]), (manifest, kind))
        return digest

    def test_end_7_the_exact_bytes_are_kept_with_fields_that_nobody_knows(self):
        manifest = self.registry.image(**{"org.example.custom": {"b": [1, 2.50], "a": "é"}})
        spaced = json.dumps(json.loads(manifest), indent=3, ensure_ascii=False).encode()
        self.stored("tag", spaced)
        self.stored(digest_of(manifest), manifest)

    def test_end_7_parameters_of_the_type_are_not_kept(self):
        manifest = self.registry.image()
        self.registry.put_manifest("x", manifest, OCI_MANIFEST + "; charset=utf-8")
        self.assertEqual(self.registry.get("manifests/x")["Content-Type"], OCI_MANIFEST)

    def test_end_7_by_a_digest_of_sha512(self):
        manifest = self.registry.image(algorithm="sha512")
        digest = self.stored(digest_of(manifest, "sha512"), manifest, algorithm="sha512")
        self.assertEqual(self.registry.get(f"manifests/{digest}").status, 200)
        index = document(OCI_INDEX, manifests=[descriptor(OCI_MANIFEST, manifest, "sha512")])
        self.stored(digest_of(index, "sha512"), index, OCI_INDEX, "sha512")

    def test_end_7_a_digest_that_does_not_match(self):
        manifest = self.registry.image()
        for digest in (digest_of(b"other"), "sha256:baddigeststring"):
            self.refused(self.registry.put_manifest(digest, manifest), 400, "DIGEST_INVALID")
        self.assertEqual(self.registry.get(f"manifests/{digest_of(manifest)}").status, 404)

    def test_end_7_tags_given_as_parameters(self):
        manifest = self.registry.image()
        answer = self.registry.put_manifest(f"{digest_of(manifest)}?tag=one&tag=two", manifest)
        self.assertEqual((answer.status, sorted(answer.headers.get_all("OCI-Tag"))), (201, ["one", "two"]))
        for tag in ("one", "two"):
            self.assertEqual(self.registry.get(f"manifests/{tag}").body, manifest)

    def test_end_7_what_a_tag_may_be(self):
        manifest = self.registry.image()
        for tag in ("a", "_", "A.b-c_d", "t" * 128):
            self.stored(tag, manifest)
        for tag in (".a", "-a", "t" * 129, "a%20b"):
            self.refused(self.registry.put_manifest(tag, manifest), 400, "TAG_INVALID")

    def test_end_7_blobs_and_children_that_are_not_there(self):
        there = self.registry.image()
        image = document(OCI_MANIFEST, config=descriptor(OCI_CONFIG, b"nowhere"), layers=[])
        index = document(OCI_INDEX, manifests=[descriptor(OCI_MANIFEST, there)])
        for manifest, kind in ((image, OCI_MANIFEST), (index, OCI_INDEX)):
            self.refused(self.registry.put_manifest("x", manifest, kind), 400, "MANIFEST_BLOB_UNKNOWN")

    def test_end_7_what_is_no_manifest(self):
        good = self.registry.image()
        code = (405, "UNSUPPORTED") if self.ecr else (400, "MANIFEST_INVALID")
        for body, kind in (
            (b"{", OCI_MANIFEST),
            (b"[]", OCI_MANIFEST),
            (b"{}", OCI_MANIFEST),
            (good, OCI_INDEX),  # Content-Type must say what mediaType says
            (good.replace(b"sha256:", b"sha256:x"), OCI_MANIFEST),
            (good, "text/plain"),
        ):
            self.refused(self.registry.put_manifest("x", body, kind), *code)

    def test_a_limit_of_four_megabytes(self):
        wide = self.registry.image(annotations={f"a{n}": "A" * 10000 for n in range(390)})
        self.assertGreater(len(wide), 3_900_000)
        self.stored("wide", wide)
        too_wide = self.registry.image(annotations={f"a{n}": "A" * 10000 for n in range(430)})
        for body in (too_wide, iter([too_wide])):
            self.assertEqual(self.registry.put_manifest("x", body).status, 413)

    def test_kinds_of_manifests(self):
        image = self.registry.image(kind=DOCKER_MANIFEST)
        self.stored("docker", image, DOCKER_MANIFEST)
        children = [descriptor(DOCKER_MANIFEST, image)]
        self.stored("list", document(DOCKER_LIST, manifests=children), DOCKER_LIST)
        index = document(OCI_INDEX, manifests=children)
        self.stored("index", index, OCI_INDEX)
        self.stored("nested", document(OCI_INDEX, manifests=[descriptor(OCI_INDEX, index)]), OCI_INDEX)
        self.stored("empty", document(OCI_INDEX, manifests=[]), OCI_INDEX)
        self.stored("no-layers", self.registry.image(layers=()))
        self.registry.push(b"{}")
        empty = descriptor(OCI_EMPTY, b"{}", data="e30=")
        artifact = document(OCI_MANIFEST, artifactType="application/x", config=empty, layers=[empty])
        self.stored("artifact", artifact)

    def test_layers_that_are_not_distributed_need_not_be_there(self):
        kind = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
        layers = [descriptor(kind, b"elsewhere", urls=["https://example.com/layer"])]
        self.registry.push(b"{}")
        self.stored("x", document(OCI_MANIFEST, config=descriptor(OCI_CONFIG, b"{}"), layers=layers))


class Discovery(Requirements):
    def tags(self, query="", name=None):
        answer = self.registry.get(f"tags/list{query}")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.json()["name"], self.registry.name)
        return answer.json()["tags"], answer["Link"]

    def test_end_8a_a_repository_without_tags(self):
        self.registry.begin()
        self.assertEqual(self.tags(), ([], None))

    def test_end_8a_tags_in_lexical_order(self):
        self.tagged("b", "C", "a", "0")
        expected = ["b", "C", "a", "0"] if self.ecr else ["0", "a", "b", "C"]  # ECR: in order of tagging
        self.assertEqual(self.tags(), (expected, None))

    def test_end_8b_n_and_last_and_link(self):
        self.tagged(*(f"t{number}" for number in range(7)))
        seen, query = [], "?n=3"
        while query:
            tags, link = self.tags(query)
            seen.append(tags)
            found = re.fullmatch(r'</v2/.*/tags/list(\?.*)>; rel="next"', link or "")
            query = found and found.group(1)
        self.assertEqual(seen, [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]])
        self.assertEqual(self.tags("?n=0"), ([], None))
        self.assertEqual(self.tags("?last=t4"), (["t5", "t6"], None))
        self.assertEqual(self.tags("?n=7")[1], None)

    def test_end_8b_a_large_n(self):
        self.tagged("x")
        answer = self.registry.get("tags/list?n=1001")
        if self.ecr:
            self.refused(answer, 405, "UNSUPPORTED")
        else:
            self.assertEqual((answer.status, answer.json()["tags"]), (200, ["x"]))
        self.assertIn(self.registry.get("tags/list?n=x").status, (400, 405))

    def referrers(self, digest, query=""):
        answer = self.registry.get(f"referrers/{digest}{query}")
        self.assertEqual((answer.status, answer["Content-Type"]), (200, OCI_INDEX), answer)
        index = answer.json()
        self.assertEqual((index["schemaVersion"], index["mediaType"]), (2, OCI_INDEX))
        return index["manifests"], answer["OCI-Filters-Applied"]

    def test_end_12a_nothing_refers_to_it(self):
        self.registry.begin()
        self.assertEqual(self.referrers(digest_of(b"x")), ([], None))
        self.refused(self.registry.get("referrers/sha256:x"), 400, "DIGEST_INVALID")
        answer = self.registry.sibling("not/there").get(f"referrers/{digest_of(b'x')}")
        if self.ecr:
            self.refused(answer, 404, "NAME_UNKNOWN")
        else:  # "the registry MUST NOT return a 404"
            self.assertEqual((answer.status, answer.json()["manifests"]), (200, []))

    def test_end_12_subjects_before_and_after_what_refers_to_them(self):
        subject = self.registry.image(layers=(random_bytes(),))
        at = descriptor(OCI_MANIFEST, subject)
        notes = {"org.example.kind": "sbom"}
        by_type = self.registry.image(artifactType="application/sbom+json", annotations=notes, subject=at)
        by_config = self.registry.image(layers=(random_bytes(),), subject=at)
        index = document(OCI_INDEX, manifests=[], subject=at, annotations=notes)
        for manifest, kind in ((by_type, OCI_MANIFEST), (by_config, OCI_MANIFEST), (index, OCI_INDEX)):
            answer = self.registry.put_manifest(digest_of(manifest), manifest, kind)
            self.assertEqual((answer.status, answer["OCI-Subject"]), (201, at["digest"]))
        self.assertEqual(self.registry.put_manifest("subject", subject)["OCI-Subject"], None)

        found, applied = self.referrers(at["digest"])
        self.assertIsNone(applied)
        expected = [
            descriptor(OCI_MANIFEST, by_type, artifactType="application/sbom+json", annotations=notes),
            descriptor(OCI_MANIFEST, by_config, artifactType=OCI_CONFIG),
            descriptor(OCI_INDEX, index, annotations=notes),
        ]
        self.assertCountEqual(found, expected)
        filtered, applied = self.referrers(at["digest"], "?artifactType=application%2Fsbom%2Bjson")
        self.assertEqual((filtered, applied), (expected[:1], "artifactType"))
        self.assertEqual(self.referrers(at["digest"], "?artifactType=none"), ([], "artifactType"))

        self.assertEqual(self.registry.send("DELETE", f"manifests/{digest_of(by_type)}").status, 202)
        self.assertEqual(len(self.referrers(at["digest"])[0]), 2)


class Management(Requirements):
    def test_end_9_deleting_a_tag(self):
        manifest = self.tagged("one", "two")
        self.assertEqual(self.registry.send("DELETE", "manifests/one").status, 202)
        self.assertEqual(self.registry.get("manifests/one").status, 404)
        self.assertEqual(self.registry.get(f"manifests/{digest_of(manifest)}").status, 200)
        self.assertEqual(self.registry.send("DELETE", "manifests/two").status, 202)
        # ECR's last tag takes the image with it.
        left = self.registry.get(f"manifests/{digest_of(manifest)}").status
        self.assertEqual(left, 404 if self.ecr else 200)
        self.refused(self.registry.send("DELETE", "manifests/two"), 404, "MANIFEST_UNKNOWN")

    def test_end_9_deleting_a_manifest(self):
        manifest = self.tagged("one", "two")
        digest = digest_of(manifest)
        self.assertEqual(self.registry.send("DELETE", f"manifests/{digest}").status, 202)
        for reference in (digest, "one", "two"):
            self.assertEqual(self.registry.get(f"manifests/{reference}").status, 404)
        self.refused(self.registry.send("DELETE", f"manifests/{digest}"), 404, "MANIFEST_UNKNOWN")
        nowhere = self.registry.sibling("not/there")
        self.refused(nowhere.send("DELETE", f"manifests/{digest}"), 404, "NAME_UNKNOWN")
        self.assertEqual(self.registry.put_manifest("again", manifest).status, 201)

    def test_end_10_deleting_a_blob(self):
        data = random_bytes()
        path = f"blobs/{self.registry.push(data)}"
        answer = self.registry.send("DELETE", path)
        if self.ecr:  # has no such request
            self.refused(answer, 405, "UNSUPPORTED")
            return
        self.assertEqual(answer.status, 202)
        self.assertEqual(self.registry.get(path).status, 404)
        self.refused(self.registry.send("DELETE", path), 404, "BLOB_UNKNOWN")
        self.assertEqual(self.registry.get(f"blobs/{self.registry.push(data)}").body, data)


class OnlyEcr(Requirements):
    """What real ECR does and the specification does not know."""

    ecr = True

    def test_a_push_to_a_repository_that_is_not_there(self):
        nowhere = self.registry.sibling("not/there")
        words = f"The repository with name 'not/there' does not exist in the registry with id '{ACCOUNT}'"
        for method, path in (("POST", "blobs/uploads/"), ("PUT", "manifests/x")):
            answer = nowhere.send(method, path, b"{}" if method == "PUT" else None)
            self.refused(answer, 404, "NAME_UNKNOWN")
            self.assertEqual(answer.json()["errors"][0]["message"], words)

    def test_an_immutable_tag(self):
        self.tagged("fixed")
        self.api.put_image_tag_mutability(repositoryName=self.registry.name, imageTagMutability="IMMUTABLE")
        self.tagged("fixed")  # the very same image is no change
        answer = self.registry.put_manifest("fixed", self.registry.image(layers=(random_bytes(),)))
        self.refused(answer, 400, "TAG_INVALID")

    def test_every_way_of_naming_a_repository(self):
        self.tagged("x")
        prefixed = self.registry.sibling(f"{ACCOUNT}/{REGION}/{self.registry.name}")
        self.assertEqual(prefixed.get("manifests/x").status, 200)
        host = f"{ACCOUNT}.dkr.ecr.{REGION}.localhost:{self.server.port}"
        self.assertEqual(self.registry.get("manifests/x", Host=host).status, 200)


def both_profiles(requirements):
    for profile in ("Oci", "Ecr"):
        name = requirements.__name__ + profile
        globals()[name] = type(name, (requirements, unittest.TestCase), {"ecr": profile == "Ecr"})


for _requirements in (Support, Pull, PushBlobs, PushManifests, Discovery, Management):
    both_profiles(_requirements)
OnlyEcr = type("OnlyEcr", (OnlyEcr, unittest.TestCase), {})

if __name__ == "__main__":
    harness.main(needs_docker=False)
