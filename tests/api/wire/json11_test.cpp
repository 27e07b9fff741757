#include "api/wire/json11.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/wire/error.h"
#include "gen/toy/model.h"

using namespace neargate::api;
using wire::Value;

namespace {

wire::Shape const& build_toy() { return *toy::model().find("BuildToy")->input; }

/// The decoded body as text, or the error: "SerializationException: …".
std::string outcome(std::string_view body) {
  try {
    return wire::encode_json(wire::decode_json(body, build_toy()));
  } catch (wire::Error const& error) {
    return std::string(error.shape().code) + ": " + error.message();
  }
}

}  // namespace

TEST_CASE("a JSON body keeps what the shape knows") {
  struct Row {
    char const *body, *kept;
  };
  for (auto const& [body, kept] : {
           Row{"{}", "{}"},
           Row{R"({"toyName":"bear","unknown":{"a":[1]}})", R"({"toyName":"bear"})"},
           Row{R"({"toyName":null,"count":3})", R"({"count":3})"},
           Row{R"({"count":1.5})", R"({"count":1})"},
           Row{R"({"count":-1.9})", R"({"count":-1})"},
           Row{R"({"count":1e2})", R"({"count":100})"},
           Row{R"({"weight":2})", R"({"weight":2.0})"},
           Row{R"({"serial":9223372036854775807})", R"({"serial":9223372036854775807})"},
           Row{R"({"builtAt":1789563752.334})", R"({"builtAt":1789563752.334})"},
           Row{R"({"builtAt":"2026-09-16T13:02:32.334Z"})", R"({"builtAt":1789563752.334})"},
           Row{R"({"part":{"within":{"partID":"a"},"parts":[{},null,{"partID":"b"}]}})",
               R"({"part":{"parts":[{},{"partID":"b"}],"within":{"partID":"a"}}})"},
           Row{R"({"labels":{"b":"2","a":"1","n":null}})", R"({"labels":{"a":"1","b":"2"}})"},
           Row{R"({"picture":"AAEC/w=="})", R"({"picture":"AAEC/w=="})"},
           Row{R"({"toyName":"\u00e9\ud83d\ude00"})", "{\"toyName\":\"é😀\"}"},
       }) {
    INFO(body);
    CHECK(outcome(body) == kept);
  }
}

TEST_CASE("a JSON body of the wrong form or types is refused in AWS's words") {
  struct Row {
    std::string body, message;
  };
  for (auto const& [body, message] : {
           Row{"", ""},
           Row{"{", ""},
           Row{"null", ""},
           Row{"\"x\"", ""},
           Row{"7", ""},
           Row{R"({"toyName":"a",})", ""},
           Row{R"({"toyName":"a"} x)", ""},
           Row{"[]", "Start of list found where not expected"},
           Row{R"({"count":"3"})", "STRING_VALUE can not be converted to an Integer"},
           Row{R"({"toyName":3})", "NUMBER_VALUE can not be converted to a String"},
           Row{R"({"toyName":true})", "TRUE_VALUE can not be converted to a String"},
           Row{R"({"toyName":false})", "FALSE_VALUE can not be converted to a String"},
           Row{R"({"count":true})", "TRUE_VALUE can not be converted to an Integer"},
           Row{R"({"painted":1})", "NUMBER_VALUE can not be converted to a Boolean"},
           Row{R"({"toyName":["a"]})", "Start of list found where not expected"},
           Row{R"({"toyName":{}})", "Start of structure or map found where not expected."},
           Row{R"({"tags":{}})", "Start of structure or map found where not expected."},
           Row{R"({"tags":"a"})", "Expected list or null"},
           Row{R"({"part":"a"})", "Expected null"},
           Row{R"({"part":[]})", "Start of list found where not expected"},
           Row{R"({"labels":"a"})", "Expected null"},
           Row{R"({"count":2147483648})", "NUMBER_VALUE can not be converted to an Integer"},
           Row{R"({"serial":1e300})", "NUMBER_VALUE can not be converted to a Long"},
           Row{R"({"serial":18446744073709551615})", "NUMBER_VALUE can not be converted to a Long"},
           Row{R"({"weight":1e999})", ""},
           Row{R"({"picture":"?"})", ""},
           Row{"{\"toyName\":\"\xff\"}", ""},
           Row{R"({"toyName":"\ud800"})", ""},
       }) {
    INFO(body);
    CHECK(outcome(body) == "SerializationException: " + message);
  }
}

TEST_CASE("nesting without end is refused before it costs anything") {
  CHECK(outcome(std::string(100000, '[')) == "SerializationException: ");
  CHECK(outcome("{\"part\":" + std::string(100000, '{')) == "SerializationException: ");
  std::string deep, closing;
  for (int i = 0; i < 100; ++i) deep += "{\"within\":", closing += "}";
  CHECK(outcome("{\"part\":" + deep + "{}" + closing + "}").starts_with("{\"part\""));
}

TEST_CASE("answers print members in alphabetical order and times in milliseconds") {
  CHECK(wire::encode_json(Value{{"b", 1}, {"a", 1789563752.334}}) == R"({"a":1789563752.334,"b":1})");
}

TEST_CASE("text that is not UTF-8 does not stop an answer") {
  CHECK(wire::encode_json(Value{{"a", "\xff"}}) == "{\"a\":\"\xEF\xBF\xBD\"}");
}
