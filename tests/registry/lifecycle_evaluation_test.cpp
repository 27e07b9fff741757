#include "registry/lifecycle_evaluation.h"

#include <doctest/doctest.h>

#include <sstream>

#include "registry/digest.h"

namespace neargate::registry {

namespace {

domain::Time const now{std::chrono::hours{480000}};

domain::Time days_ago(int days) { return now - std::chrono::days{days}; }

/// "A": its digest is that of its name.
LifecycleImage image(std::string const& name, std::vector<std::string> tags, int days) {
  LifecycleImage made;
  made.digest = digest_of(name);
  made.tags = std::move(tags);
  made.pushed_at = days_ago(days);
  return made;
}

LifecycleRule tagged(int priority, std::vector<std::string> prefixes, std::int64_t count,
                     CountType type = CountType::ImageCountMoreThan) {
  return {.priority = priority,
          .tag_status = TagStatus::Tagged,
          .prefixes = std::move(prefixes),
          .count_type = type,
          .count = count};
}

LifecycleRule rule(int priority, TagStatus status, std::int64_t count,
                   CountType type = CountType::ImageCountMoreThan) {
  return {.priority = priority, .tag_status = status, .count_type = type, .count = count};
}

/// "A:1 C:2": the images that go, with the rule's priority; archived ones as "A:1 archived".
std::string told(std::vector<LifecycleRule> const& rules, std::vector<LifecycleImage> const& images) {
  std::ostringstream text;
  for (auto const& verdict : evaluate_lifecycle(rules, images, now))
    for (char name = 'A'; name <= 'Z'; ++name)
      if (digest_of(std::string(1, name)) == verdict.digest)
        text << (text.tellp() > 0 ? " " : "") << name << ':' << verdict.priority
             << (verdict.action == LifecycleAction::Archive ? " archived" : "");
  return text.str();
}

}  // namespace

TEST_CASE("the examples of AWS's guide expire what the guide says") {
  std::vector<LifecycleImage> const three{image("A", {"beta-1", "prod-1"}, 10),
                                          image("B", {"beta-2", "prod-2"}, 9), image("C", {"beta-3"}, 8)};
  CHECK(told({tagged(1, {"prod"}, 1), tagged(2, {"beta"}, 1)}, three) == "A:1");
  CHECK(told({tagged(1, {"beta"}, 1), tagged(2, {"prod"}, 1)}, three) == "A:1 B:1");

  std::vector<LifecycleImage> const six{
      image("A", {"alpha-1"}, 12), image("B", {"beta-1"}, 11), image("C", {"alpha-2", "beta-2"}, 10),
      image("D", {"alpha-3"}, 4),  image("E", {"beta-3"}, 3),  image("F", {"alpha-4", "beta-4"}, 2)};
  CHECK(told({tagged(1, {"alpha", "beta"}, 5, CountType::SinceImagePushed)}, six) == "C:1");

  std::vector<LifecycleImage> const many_tags{image("A", {"alpha-1", "beta-1", "gamma-1"}, 10),
                                              image("B", {"alpha-2", "beta-2"}, 9),
                                              image("C", {"alpha-3", "beta-3", "gamma-2"}, 8)};
  CHECK(told({tagged(1, {"alpha", "beta"}, 1)}, many_tags) == "A:1 B:1");

  std::vector<LifecycleImage> const mixed{image("A", {"alpha-1", "beta-1"}, 4), image("B", {}, 3),
                                          image("C", {"alpha-2"}, 2), image("D", {"git hash"}, 1),
                                          image("E", {}, 1)};
  CHECK(told({tagged(1, {"alpha"}, 1), rule(2, TagStatus::Untagged, 1, CountType::SinceImagePushed),
              rule(3, TagStatus::Any, 1)},
             mixed) == "A:1 B:2 D:3");
}

TEST_CASE("patterns fit whole tags, and all of them must fit some tag") {
  auto const patterns = [](std::vector<std::string> list) {
    LifecycleRule made = tagged(1, {}, 1, CountType::SinceImagePushed);
    made.patterns = std::move(list);
    return made;
  };
  std::vector<LifecycleImage> const images{image("A", {"prod-1", "web"}, 9), image("B", {"preprod-1"}, 9),
                                           image("C", {"prod"}, 9)};
  CHECK(told({patterns({"prod*"})}, images) == "A:1 C:1");
  CHECK(told({patterns({"*prod*"})}, images) == "A:1 B:1 C:1");
  CHECK(told({patterns({"prod"})}, images) == "C:1");
  CHECK(told({patterns({"prod*", "w*b"})}, images) == "A:1");
}

TEST_CASE("an image is old only after the whole of its last day") {
  std::vector<LifecycleRule> const week{rule(1, TagStatus::Any, 7, CountType::SinceImagePushed)};
  CHECK(told(week, {image("A", {}, 7)}).empty());
  LifecycleImage older = image("A", {}, 7);
  older.pushed_at -= std::chrono::milliseconds{1};
  CHECK(told(week, {older}) == "A:1");
}

TEST_CASE("days since the last pull begin with the push, or with the return from the archive") {
  LifecycleImage never = image("A", {}, 100), pulled = image("B", {}, 100), back = image("C", {}, 100),
                 fresh = image("D", {}, 5);
  pulled.pulled_at = days_ago(10);
  back.pulled_at = days_ago(95);
  back.activated_at = days_ago(2);
  CHECK(told({rule(1, TagStatus::Any, 30, CountType::SinceImagePulled)}, {never, pulled, back, fresh}) ==
        "A:1");
}

TEST_CASE("a rule sees the images of its storage class only") {
  LifecycleImage standard = image("A", {}, 400), archived = image("B", {}, 400),
                 new_archived = image("C", {}, 400);
  archived.storage_class = new_archived.storage_class = StorageClass::Archive;
  archived.archived_at = days_ago(91);
  new_archived.archived_at = days_ago(3);
  LifecycleRule to_archive = rule(1, TagStatus::Any, 90, CountType::SinceImagePulled);
  to_archive.action = LifecycleAction::Archive;
  LifecycleRule expire = rule(2, TagStatus::Any, 90, CountType::SinceImageTransitioned);
  expire.storage_class = StorageClass::Archive;
  CHECK(told({to_archive, expire}, {standard, archived, new_archived}) == "A:1 archived B:2");
}

TEST_CASE("a part of an index stays as long as the index does") {
  LifecycleImage part = image("A", {}, 10), index = image("B", {"v1"}, 10);
  part.indexes = {index.digest};
  std::vector<LifecycleRule> const untagged{rule(1, TagStatus::Untagged, 1, CountType::SinceImagePushed)};
  CHECK(told(untagged, {part, index}).empty());
  index.tags.clear();
  CHECK(told(untagged, {part, index}) == "A:1 B:1");
  LifecycleImage outer = image("C", {"latest"}, 10);
  index.indexes = {outer.digest};
  CHECK(told(untagged, {part, index, outer}).empty());
}

TEST_CASE("what refers to an image goes with it and not before") {
  LifecycleImage subject = image("A", {"v1"}, 10), signature = image("B", {}, 9);
  signature.subject = subject.digest;
  std::vector<LifecycleRule> const untagged{rule(1, TagStatus::Untagged, 1, CountType::SinceImagePushed)};
  CHECK(told(untagged, {subject, signature}).empty());
  CHECK(told({tagged(4, {"v"}, 1, CountType::SinceImagePushed)}, {subject, signature}) == "A:4 B:4");
  signature.subject = digest_of("nothing that is here");
  CHECK(told(untagged, {subject, signature}) == "B:1");
}

TEST_CASE("no rules, or no images, no verdicts") {
  CHECK(told({}, {image("A", {}, 400)}).empty());
  CHECK(told({rule(1, TagStatus::Any, 1)}, {}).empty());
}

}  // namespace neargate::registry
