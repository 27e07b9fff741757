#include <algorithm>
#include <tuple>

#include "domain/lifecycle.h"
#include "placement/fleet.h"

namespace neargate::placement {

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
  std::map<std::pair<std::string, std::string>, int> in_bucket;
  auto const crowd = [&](domain::Task const* task) {
    std::vector<int> counts;
    for (auto const& field : fields) counts.push_back(in_bucket[{field, bucket_of(*task, field)}]);
    return counts;
  };
  auto const count_task = [&](domain::Task const* task, int step) {
    for (auto const& field : fields) in_bucket[{field, bucket_of(*task, field)}] += step;
  };
  for (auto const* task : candidates) count_task(task, 1);

  std::vector<domain::Task const*> chosen;
  while (static_cast<int>(chosen.size()) < count && !candidates.empty()) {
    bool const has_pending = domain::counts_as_pending(*candidates.front());
    auto next = candidates.begin();
    for (auto it = candidates.begin(); it != candidates.end(); ++it) {
      if (has_pending && !domain::counts_as_pending(**it)) break;
      if (crowd(*it) > crowd(*next)) next = it;
    }
    count_task(*next, -1);
    chosen.push_back(*next);
    candidates.erase(next);
  }
  return chosen;
}

}  // namespace neargate::placement
