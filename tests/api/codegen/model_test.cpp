#include "api/codegen/model.h"

#include <doctest/doctest.h>

using namespace neargate::codegen;

namespace {

Json compact(char const* shapes) {
  return Json{{"metadata", {{"protocol", "json"}}},
              {"names", Json::array()},
              {"operations", Json::object()},
              {"shapes", Json::parse(shapes)}};
}

}  // namespace

TEST_CASE("a reference to a shape that is not there is refused by name") {
  auto const model = [] {
    return Model("x", compact(R"({"A":{"type":"structure","members":{"b":{"shape":"B"}}}})"), Json::object());
  };
  CHECK_THROWS_WITH(model(), "A.b refers to B, which is not a shape");
}

TEST_CASE("a patch may not quietly replace what the model has") {
  auto const patched = [](char const* patch) {
    return Model("x",
                 compact(R"({"A":{"type":"structure","members":{"s":{"shape":"S"}}},"S":{"type":"string"}})"),
                 Json{{"x", Json::parse(patch)}});
  };
  CHECK_THROWS_WITH(patched(R"({"members":{"A":{"s":{"shape":"S"}}}})"),
                    "patch adds a member that exists: A.s");
  CHECK_THROWS_WITH(patched(R"({"shapes":{"S":{"type":"integer"}}})"), "patch adds a shape that exists: S");
  CHECK_THROWS(patched(R"({"members":{"B":{"s":{"shape":"S"}}}})"));
  CHECK_THROWS_WITH(patched(R"({"freeText":["S"]})"), "patch frees what is no enum: S");
}

TEST_CASE("structures come after those they hold, and what holds itself is boxed") {
  Model const model("x", compact(R"({
    "A":{"type":"structure","members":{"c":{"shape":"C"},"all":{"shape":"As"}}},
    "As":{"type":"list","member":{"shape":"A"}},
    "C":{"type":"structure","members":{"a":{"shape":"A"}}}})"),
                    Json::object());
  CHECK(model.ordered() == std::vector<std::string>{"C", "A"});
  CHECK(model.boxed("C", "a"));
  CHECK_FALSE(model.boxed("A", "all"));
  CHECK_FALSE(model.boxed("A", "c"));
}

TEST_CASE("an operation without output gets an empty structure") {
  Json model = compact(R"({"In":{"type":"structure","members":{}}})");
  model["operations"]["ScrapToy"] = {{"input", "In"}};
  Model const read("x", model, Json::object());
  CHECK(read.operations().at(0).output == "ScrapToyResponse");
  CHECK_FALSE(read.operations().at(0).has_output);
  CHECK(read.is_structure("ScrapToyResponse"));
}
