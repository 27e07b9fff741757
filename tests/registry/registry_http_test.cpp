#include "server/registry_http.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "http_scene.h"
#include "state/registry_settings.h"

using namespace neargate;
using namespace neargate::registry;
using scene::Http;

TEST_CASE("without good credentials every path answers ECR's 401") {
  Http http;
  for (std::string const& authorization :
       std::vector<std::string>{"", "Basic", "Basic !", "Bearer x", "Basic " + base64url("AWS:wrong"),
                                "Basic " + base64url("root:" + http.password)})
    for (char const* const target : {"/v2/", "/v2/team/app/manifests/latest", "/v2/nonsense"}) {
      http.authorization = authorization;
      auto const answer = http.get(target);
      CHECK(answer.status == 401);
      CHECK(answer.header("Www-Authenticate") ==
            R"(Basic realm="http://127.0.0.1:4566/",service="ecr.amazonaws.com")");
      CHECK(answer.header("Docker-Distribution-Api-Version") == "registry/2.0");
      CHECK(answer.header("Content-Type") == "text/plain; charset=utf-8");
      CHECK(answer.header("Content-Length") == "15");
      CHECK(answer.body == "Not Authorized\n");
    }
}

TEST_CASE("an expired password is denied with ECR's sentence") {
  Http http;
  http.world.clock.advance(password_lifetime);
  auto const answer = http.get("/v2/");
  CHECK(http.error(answer) == "403 DENIED");
  CHECK(http.message(answer) == "Your authorization token has expired. Reauthenticate and try again.");
  CHECK(answer.header("Content-Type") == "application/json; charset=utf-8");
}

TEST_CASE("a ping with credentials is answered") {
  Http http;
  CHECK(http.get("/v2/").status == 200);
  CHECK(http.get("/v2").status == 200);
  http.authorization = "basic " + base64url("AWS:" + http.password);
  CHECK(http.get("/v2/").status == 200);
  CHECK(http.send("DELETE", "/v2/").status == 405);
}

TEST_CASE("names that cannot be and paths that are not are told apart") {
  Http http;
  CHECK(http.error(http.get("/v2/Team/App/manifests/latest")) == "400 NAME_INVALID");
  CHECK(http.error(http.get("/v2/a%2fb%20c/tags/list")) == "400 NAME_INVALID");
  CHECK(http.error(http.get("/v2/nonsense")) == "404 UNSUPPORTED");
  CHECK(http.error(http.get("/v2//manifests/x")) == "400 NAME_INVALID");
}

TEST_CASE("a missing repository is refused before any byte of a layer") {
  Http http;
  for (auto const& [method, target] : std::vector<std::pair<char const*, char const*>>{
           {"POST", "/v2/missing/blobs/uploads/"},
           {"GET", "/v2/missing/manifests/latest"},
           {"PUT", "/v2/missing/manifests/latest"},
           {"GET", "/v2/missing/tags/list"},
           {"PATCH", "/v2/123456789012/eu-west-1/missing/blobs/uploads/x"}}) {
    auto const answer = http.send(method, target);
    CHECK(http.error(answer) == "404 NAME_UNKNOWN");
    CHECK(http.message(answer) ==
          "The repository with name 'missing' does not exist in the registry with id '123456789012'");
  }
}

TEST_CASE("what docker push sends is answered with what docker needs") {
  Http http;
  auto const started = http.send("POST", http.base + "blobs/uploads/");
  CHECK(started.status == 202);
  CHECK(started.header("Range") == "0-0");
  CHECK(started.header("Content-Length") == "0");
  std::string const location(started.header("Location"));
  CHECK(location == http.base + "blobs/uploads/" + std::string(started.header("Docker-Upload-Uuid")));

  auto const patched = http.send("PATCH", location, "layer bytes");
  CHECK(patched.status == 202);
  CHECK(patched.header("Range") == "0-10");
  CHECK(patched.header("Location") == location);

  std::string const digest = digest_of("layer bytes").text();
  auto const put = http.send("PUT", location + "?digest=" + http.escaped(digest));
  CHECK(put.status == 201);
  CHECK(put.header("Docker-Content-Digest") == digest);
  CHECK(put.header("Location") == http.base + "blobs/" + digest);

  auto const head = http.send("HEAD", http.base + "blobs/" + digest);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == "11");
  CHECK(head.header("Docker-Content-Digest") == digest);
  CHECK(head.body.empty());
  CHECK_FALSE(head.file);
  CHECK(http.error(http.get("/v2/123456789012/us-east-1/team/app/blobs/" + digest)) == "404 NAME_UNKNOWN");
}

TEST_CASE("a blob is visible in its own repository alone") {
  Http http;
  http.world.create("other");
  std::string const digest = http.world.push("layer").text();
  CHECK(http.get(http.base + "blobs/" + digest).status == 200);
  CHECK(http.error(http.get("/v2/123456789012/eu-west-1/other/blobs/" + digest)) == "404 BLOB_UNKNOWN");
}

TEST_CASE("an upload in one piece, by POST and by PUT") {
  Http http;
  std::string const digest = digest_of("whole").text();
  auto const posted = http.send("POST", http.base + "blobs/uploads/?digest=" + digest, "whole");
  CHECK(posted.status == 201);
  CHECK(posted.header("Docker-Content-Digest") == digest);
  std::string const other = digest_of("other").text();
  std::string const location(http.send("POST", http.base + "blobs/uploads/").header("Location"));
  CHECK(http.send("PUT", location + "?digest=" + other, "other").status == 201);
  CHECK(http.content(http.get(http.base + "blobs/" + other)) == "other");
  std::string const empty = digest_of("").text();
  CHECK(http.send("POST", http.base + "blobs/uploads/?digest=" + empty).status == 201);
  CHECK(http.content(http.get(http.base + "blobs/" + empty)).empty());
}

TEST_CASE("digests that are wrong or malformed are refused") {
  Http http;
  auto const start = [&] {
    return std::string(http.send("POST", http.base + "blobs/uploads/").header("Location"));
  };
  std::string const location = start();
  CHECK(http.error(http.send("PUT", location, "x")) == "400 DIGEST_INVALID");
  CHECK(http.error(http.send("PUT", location + "?digest=sha256:12", "x")) == "400 DIGEST_INVALID");
  CHECK(http.send("GET", location).status == 204);  // the upload goes on
  CHECK(http.error(http.send("PUT", location + "?digest=" + digest_of("y").text(), "x")) ==
        "400 DIGEST_INVALID");
  CHECK(http.error(http.send("GET", location)) == "404 BLOB_UPLOAD_UNKNOWN");
  CHECK(http.error(http.send("POST", http.base + "blobs/uploads/?digest=md5:12")) == "400 DIGEST_INVALID");
  CHECK(http.error(http.send("POST", http.base + "blobs/uploads/?digest-algorithm=md5")) ==
        "400 DIGEST_INVALID");
  CHECK(http.error(http.get(http.base + "blobs/sha256:12")) == "400 DIGEST_INVALID");
}

TEST_CASE("parts must follow each other, and a refused part changes nothing") {
  Http http;
  std::string const location(http.send("POST", http.base + "blobs/uploads/").header("Location"));
  auto const part = [&](char const* range, std::string const& body) {
    return http.send("PATCH", location, body, {{"Content-Range", range}});
  };
  CHECK(part("0-4", "01234").status == 202);
  auto const ahead = part("6-7", "67");
  CHECK(http.error(ahead) == "416 BLOB_UPLOAD_INVALID");
  CHECK(ahead.header("Range") == "0-4");
  CHECK(ahead.header("Location") == location);
  CHECK(part("nonsense", "56").status == 416);
  CHECK(http.error(part("5-9", "56")) == "400 SIZE_INVALID");
  CHECK(part("5-6", "56").status == 202);
  auto const status = http.get(location);
  CHECK(status.status == 204);
  CHECK(status.header("Range") == "0-6");
  CHECK(http.send("PUT", location + "?digest=" + digest_of("0123456").text()).status == 201);
}

TEST_CASE("a connection that drops leaves the truth about what came") {
  Http http;
  std::string const location(http.send("POST", http.base + "blobs/uploads/").header("Location"));
  {
    auto reply = http.open("PATCH", location);
    auto& sink = *std::get<std::unique_ptr<server::UploadSink>>(reply);
    CHECK(sink.write(scene::bytes("01234")));
    CHECK(http.error(http.send("PATCH", location, "x")) == "409 BLOB_UPLOAD_INVALID");
    CHECK(http.get(location).header("Range") == "0-4");
  }
  CHECK(http.get(location).header("Range") == "0-4");
  CHECK(http.send("PATCH", location, "5").header("Range") == "0-5");
  CHECK(http.send("DELETE", location).status == 204);
  CHECK(http.error(http.send("DELETE", location)) == "404 BLOB_UPLOAD_UNKNOWN");
  CHECK(http.error(http.send("PATCH", location, "x")) == "404 BLOB_UPLOAD_UNKNOWN");
}

TEST_CASE("mounting works within account and region once the account enabled it, else a session is given") {
  Http http;
  auto const target = http.world.create("target");
  domain::Scope const abroad{scene::scope.account, domain::Region{"us-west-1"}};
  http.world.push("abroad", http.world.create("team/app", abroad));
  std::string const digest = http.world.push("layer").text();
  std::string const start = "/v2/123456789012/eu-west-1/target/blobs/uploads/?mount=";
  std::string const own = "&from=123456789012%2Feu-west-1%2Fteam%2Fapp";
  CHECK(http.send("POST", start + http.escaped(digest) + own).status == 202);
  http.world.store.transact([](state::Database& db) {
    state::save_registry_setting(db, scene::scope, state::blob_mounting, "ENABLED");
  });
  auto const mounted = http.send("POST", start + http.escaped(digest) + own);
  CHECK(mounted.status == 201);
  CHECK(mounted.header("Docker-Content-Digest") == digest);
  CHECK(http.get("/v2/123456789012/eu-west-1/target/blobs/" + digest).status == 200);
  CHECK(http.send("POST", start + digest + "&from=team/app").status == 201);  // containerd's spelling
  for (std::string const& refused :
       {http.escaped(digest_of("abroad").text()) + "&from=123456789012/us-west-1/team/app",
        digest_of("nowhere").text() + own, digest + "&from=missing", digest, std::string("nonsense") + own}) {
    auto const answer = http.send("POST", start + refused);
    CHECK_MESSAGE(answer.status == 202, refused);
    CHECK(answer.header("Range") == "0-0");
  }
}

TEST_CASE("a blob is sent whole or in the range that was asked") {
  Http http;
  std::string const path = http.base + "blobs/" + http.world.push("0123456789").text();
  struct Case {
    char const* range;
    int status;
    char const* content;
    char const* content_range;
  };
  for (Case const& row :
       {Case{"", 200, "0123456789", ""}, Case{"bytes=0-3", 206, "0123", "bytes 0-3/10"},
        Case{"bytes=7-", 206, "789", "bytes 7-9/10"}, Case{"bytes=-2", 206, "89", "bytes 8-9/10"},
        Case{"bytes=-20", 206, "0123456789", "bytes 0-9/10"},
        Case{"bytes=4-400", 206, "456789", "bytes 4-9/10"}, Case{"bytes=10-", 416, "", "bytes */10"},
        Case{"bytes=-0", 416, "", "bytes */10"}, Case{"bytes=3-1", 416, "", "bytes */10"},
        Case{"bytes=a-b", 200, "0123456789", ""}, Case{"bytes=0-1,3-4", 200, "0123456789", ""},
        Case{"lines=1-2", 200, "0123456789", ""}}) {
    auto const answer = http.send("GET", path, {}, {{"range", row.range}});
    CHECK_MESSAGE(answer.status == row.status, row.range);
    CHECK(http.content(answer) == row.content);
    CHECK(answer.header("Content-Range") == row.content_range);
    CHECK(answer.header("Content-Length") == std::to_string(std::string(row.content).size()));
  }
  CHECK(http.send("GET", path, {}, {{"Range", "bytes=0-3"}, {"If-Range", "\"other\""}}).status == 200);
  CHECK(http.error(http.send("DELETE", path)) == "405 UNSUPPORTED");
}

TEST_CASE("a bare name and a host like ECR's find the repository") {
  Http http;
  domain::Scope const abroad{scene::scope.account, domain::Region{"us-west-1"}};
  http.world.create("abroad", abroad);
  CHECK(http.get("/v2/team/app/tags/list").status == 200);
  CHECK(http.get("/v2/abroad/tags/list").status == 200);  // the one region that has it
  CHECK(
      http.send("GET", "/v2/team/app/tags/list", {}, {{"Host", "123456789012.dkr.ecr.eu-west-1.localhost:1"}})
          .status == 200);
  CHECK(
      http.send("GET", "/v2/team/app/tags/list", {}, {{"Host", "123456789012.dkr.ecr.us-west-1.localhost:1"}})
          .status == 404);
  auto const foreign = http.get("/v2/999999999999/eu-west-1/team/app/tags/list");
  CHECK(http.message(foreign) ==
        "The repository with name 'team/app' does not exist in the registry with id '999999999999'");
}
