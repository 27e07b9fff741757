#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gen/ecs/codec.h"
#include "gen/toy/codec.h"

using namespace neargate::api;
using neargate::domain::Time;
using wire::Value;

TEST_CASE("a struct is read from a Value and written back, absent members left out") {
  Value const value{
      {"toyName", "bear"},
      {"material", "3d-printed"},
      {"part", {{"partID", "p"}, {"within", {{"partID", "q"}}}, {"parts", {{{"partID", "r"}}}}}},
      {"count", 3},
      {"weight", 0.5},
      {"serial", 9000000000},
      {"painted", false},
      {"builtAt", 1789563752.334},
      {"picture", "AAEC"},
      {"labels", {{"a", "b"}}},
      {"tags", {{{"Key", "k"}}}}};
  auto const toy = wire::value_as<toy::BuildToyRequest>(value);
  CHECK(toy.toy_name == "bear");
  CHECK(toy.material == toy::Material::V3dPrinted);
  CHECK(toy.part->within->part_id == "q");
  CHECK(toy.part->parts->at(0).part_id == "r");
  CHECK(toy.built_at == Time(std::chrono::milliseconds(1789563752334)));
  CHECK(toy.picture == std::string("\0\1\2", 3));
  CHECK(toy.painted == false);
  CHECK_FALSE(toy.secret_code);
  CHECK(to_value(toy) == value);
  CHECK(to_value(toy::BuildToyRequest{}).dump() == "{}");
}

TEST_CASE("copies of structs that hold themselves are deep") {
  toy::Part part;
  part.within.emplace().part_id = "inner";
  toy::Part copy = part;
  CHECK(copy == part);
  copy.within->part_id = "other";
  CHECK_FALSE(copy == part);
  CHECK(part.within->part_id == "inner");
}

TEST_CASE("every millisecond survives the double it travels as") {
  for (std::int64_t ms : {0LL, 1LL, 999LL, 1789563752333LL, 1789563752334LL, 4102444799999LL}) {
    toy::Toy const toy{.built_at = Time(std::chrono::milliseconds(ms))};
    CHECK(wire::value_as<toy::Toy>(to_value(toy)) == toy);
  }
}

TEST_CASE("enum texts are the model's") {
  CHECK(to_text(ecs::LaunchType::Fargate) == "FARGATE");
  CHECK(wire::parse<ecs::LaunchType>("EXTERNAL") == ecs::LaunchType::External);
  CHECK_FALSE(wire::parse<ecs::LaunchType>("external"));
  CHECK_THROWS(wire::value_as<toy::BuildToyRequest>(Value{{"material", "CHEESE"}}));
}

TEST_CASE("an optional member behaves as std::optional does") {
  wire::Optional<std::vector<toy::Tag>> tags;
  tags = {toy::Tag{.key = "a", .value = "b"}};
  CHECK(tags->size() == 1);
  tags = {};
  CHECK_FALSE(tags.has_value());
  CHECK_THROWS(tags.value());

  wire::Optional<bool> flag = false;
  std::optional<bool> const standard = flag;
  CHECK(standard == std::optional<bool>(false));
  flag = std::optional<bool>();
  CHECK(flag == std::nullopt);

  wire::Optional<std::string> text = "abc";
  wire::Optional<std::string> moved = std::move(text);
  CHECK(moved == "abc");
  moved = moved;
  CHECK(moved.value_or("x") == "abc");
  moved.reset();
  CHECK(moved.value_or("x") == "x");
}
