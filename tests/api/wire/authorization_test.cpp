#include "api/wire/authorization.h"

#include <doctest/doctest.h>

using namespace neargate::api::wire;

namespace {

std::string outcome(std::string const& header, std::string const& query = "") {
  Request request;
  if (!header.empty()) request.headers.add("Authorization", header);
  request.headers.add("X-Amz-Date", "20260916T130232Z");
  auto const found = read_authorization(request, Form::parse(query));
  if (std::holds_alternative<Unsigned>(found)) return "unsigned";
  if (auto const* malformed = std::get_if<Malformed>(&found)) return malformed->message;
  auto const& read = std::get<Authorization>(found);
  return read.access_key_id + " " + read.date + " " + read.region + " " + read.service + " " +
         read.signature + (read.presigned ? " presigned" : "");
}

}  // namespace

TEST_CASE("the Authorization header tells who signs for where") {
  CHECK(outcome("AWS4-HMAC-SHA256 Credential=AKID/20260916/eu-west-1/ecs/aws4_request, "
                "SignedHeaders=host;x-amz-date, Signature=abc") == "AKID 20260916 eu-west-1 ecs abc");
  CHECK(outcome("AWS4-HMAC-SHA256 Credential=AKID/20260916/eu-west-1/ecs/aws4_request,SignedHeaders=host,"
                "Signature=abc") == "AKID 20260916 eu-west-1 ecs abc");
  CHECK(outcome("AWS4-ECDSA-P256-SHA256 Credential=AKID/20260916/sts/aws4_request, SignedHeaders=host, "
                "Signature=abc") == "AKID 20260916  sts abc");
}

TEST_CASE("a presigned URL tells it in its query") {
  CHECK(
      outcome("",
              "X-Amz-Credential=AKID%2F20260916%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20260916T130232Z&"
              "X-Amz-SignedHeaders=host&X-Amz-Signature=abc") == "AKID 20260916 us-east-1 sts abc presigned");
}

TEST_CASE("nothing is unsigned, something else is malformed and never repeated") {
  CHECK(outcome("") == "unsigned");
  std::string const all =
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
      "parameter. "
      "Authorization header requires 'SignedHeaders' parameter.";
  CHECK(outcome("Basic c2VjcmV0") == all);
  CHECK(outcome("Bearer") == all);
  CHECK(outcome("AWS4-HMAC-SHA256 nonsense") == all);
  CHECK(outcome("AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host") ==
        "Authorization header requires 'Signature' parameter.");
  CHECK(outcome("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x") ==
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term");
}
