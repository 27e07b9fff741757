#include <algorithm>
#include <tuple>

#include "domain/lifecycle.h"
#include "placement/fleet.h"

namespace neargate::placement {

namespace {

struct Candidate {
  domain::Task const* task = nullptr;
  std::vector<std::size_t> buckets;  ///< one for each field
};

}  // namespace

std::string Fleet::bucket_of(domain::Task const& task, std::string const& field) const {
  auto const* instance = task.container_instance ? find(*task.container_instance) : nullptr;
  if (field == "attribute:ecs.availability-zone" && !task.availability_zone.empty())
    return task.availability_zone;
  if (instance == nullptr) return task.container_instance ? task.container_instance->text() : "";
  if (field.starts_with("attribute:"))
    return attribute_of(*instance, std::string_view(field).substr(10)).value_or("");
  return instance->key.id.text();
}

std::vector<domain::Task const*> Fleet::choose_to_stop(
    std::vector<domain::Task const*> candidates, int count,
    std::vector<domain::PlacementStrategy> const& strategy) const {
  std::vector<std::string> fields;
  for (auto const& one : strategy)
    if (one.type == domain::PlacementStrategyType::Spread) fields.push_back(one.field);
  if (strategy.empty()) fields = {"attribute:ecs.availability-zone", "instanceId"};

  std::ranges::stable_sort(candidates, {}, [](domain::Task const* task) {
    return std::tuple(!domain::counts_as_pending(*task), task->created_at, task->key.id);
  });
  if (count >= static_cast<int>(candidates.size())) return candidates;

  // Buckets as numbers: services may have thousands of tasks.
  std::map<std::pair<std::string, std::string>, std::size_t> numbers;
  std::vector<int> crowd;
  std::vector<Candidate> open;
  for (auto const* task : candidates) {
    open.push_back({.task = task});
    for (auto const& field : fields) {
      auto const [entry, is_new] = numbers.try_emplace({field, bucket_of(*task, field)}, numbers.size());
      if (is_new) crowd.push_back(0);
      ++crowd[entry->second];
      open.back().buckets.push_back(entry->second);
    }
  }
  auto const is_more_crowded = [&crowd](Candidate const& left, Candidate const& right) {
    for (std::size_t i = 0; i < left.buckets.size(); ++i)
      if (crowd[left.buckets[i]] != crowd[right.buckets[i]])
        return crowd[left.buckets[i]] > crowd[right.buckets[i]];
    return false;
  };
  std::vector<domain::Task const*> chosen;
  while (static_cast<int>(chosen.size()) < count) {
    bool const has_pending = domain::counts_as_pending(*open.front().task);
    auto next = open.begin();
    for (auto it = open.begin(); it != open.end(); ++it) {
      if (has_pending && !domain::counts_as_pending(*it->task)) break;
      if (is_more_crowded(*it, *next)) next = it;
    }
    for (auto const bucket : next->buckets) --crowd[bucket];
    chosen.push_back(next->task);
    open.erase(next);
  }
  return chosen;
}

}  // namespace neargate::placement
