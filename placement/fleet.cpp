#include "placement/fleet.h"

#include <algorithm>
#include <set>

#include "placement/facts.h"

namespace neargate::placement {

namespace {

constexpr char const* const external_capability = "ecs.capability.external";

std::vector<std::string> distinct_groups(auto const& tasks) {
  std::set<std::string> groups;
  for (auto const& [id, held] : tasks) groups.insert(held.group);
  return {groups.begin(), groups.end()};
}

int count_running(auto const& tasks) {
  return static_cast<int>(
      std::ranges::count_if(tasks, [](auto const& one) { return one.second.is_running; }));
}

int count_group(auto const& tasks, std::string const& group) {
  return static_cast<int>(
      std::ranges::count_if(tasks, [&group](auto const& one) { return one.second.group == group; }));
}

domain::Reservation with_bindings(domain::Task const& task) {
  domain::Reservation held = task.reservation;
  for (auto const& container : task.containers)
    for (auto const& binding : container.bindings) {
      std::pair const port{binding.host_port, binding.protocol};
      if (binding.host_port != 0 && std::ranges::find(held.ports, port) == held.ports.end())
        held.ports.push_back(port);
    }
  return held;
}

}  // namespace

std::optional<std::string> attribute_of(domain::ContainerInstance const& instance, std::string_view name) {
  auto const found = std::ranges::find(instance.attributes, name, &domain::Attribute::name);
  if (found == instance.attributes.end()) return std::nullopt;
  return found->value.value_or("");
}

std::string zone_of(domain::ContainerInstance const& instance) {
  return attribute_of(instance, "ecs.availability-zone").value_or("");
}

Fleet::Fleet(std::vector<domain::ContainerInstance> instances) {
  for (auto& instance : instances) {
    if (instance.status == domain::ContainerInstanceStatus::Inactive) continue;
    auto const id = instance.key.id;
    seats_[id].instance = std::move(instance);
  }
}

void Fleet::hold(domain::Task const& task) {
  if (!task.container_instance || task.last_status == domain::TaskStatus::Stopped) return;
  auto const seat = seats_.find(*task.container_instance);
  if (seat == seats_.end()) return;
  release(task);
  seat->second.tasks[task.key.id] = {.reservation = with_bindings(task),
                                     .group = task.group,
                                     .is_running = task.last_status == domain::TaskStatus::Running};
  seat->second.cpu += task.reservation.cpu;
  seat->second.memory_mib += task.reservation.memory_mib;
  seat->second.gpus += task.reservation.gpus;
}

void Fleet::release(domain::Task const& task) {
  if (!task.container_instance) return;
  auto const seat = seats_.find(*task.container_instance);
  if (seat == seats_.end()) return;
  auto const held = seat->second.tasks.find(task.key.id);
  if (held == seat->second.tasks.end()) return;
  seat->second.cpu -= held->second.reservation.cpu;
  seat->second.memory_mib -= held->second.reservation.memory_mib;
  seat->second.gpus -= held->second.reservation.gpus;
  seat->second.tasks.erase(held);
}

domain::ContainerInstance const* Fleet::find(domain::ContainerInstanceId const& id) const {
  auto const seat = seats_.find(id);
  return seat == seats_.end() ? nullptr : &seat->second.instance;
}

bool Fleet::has_registered() const {
  return std::ranges::any_of(seats_, [](auto const& seat) { return !seat.second.instance.is_local; });
}

Remaining Fleet::remaining(domain::ContainerInstanceId const& id) const {
  auto const found = seats_.find(id);
  if (found == seats_.end()) return {};
  Seat const& seat = found->second;
  Remaining left{.cpu = seat.instance.cpu - seat.cpu,
                 .memory_mib = seat.instance.memory_mib - seat.memory_mib,
                 .gpus = seat.instance.gpus,
                 .ports = seat.instance.reserved_ports,
                 .running_tasks = count_running(seat.tasks)};
  left.pending_tasks = static_cast<int>(seat.tasks.size()) - left.running_tasks;
  left.gpus.resize(left.gpus.size() - std::min<std::size_t>(left.gpus.size(), std::max(0, seat.gpus)));
  for (auto const& [task, held] : seat.tasks)
    left.ports.insert(left.ports.end(), held.reservation.ports.begin(), held.reservation.ports.end());
  return left;
}

bool Fleet::takes_new_tasks(Seat const& seat, Demand const& demand) const {
  bool const is_external = attribute_of(seat.instance, external_capability).has_value();
  return seat.instance.status == domain::ContainerInstanceStatus::Active &&
         is_external == demand.is_external && !(seat.instance.is_local && has_registered());
}

std::optional<std::string> Fleet::resource_missing(Seat const& seat, domain::Reservation const& needs) const {
  if (seat.instance.cpu - seat.cpu < needs.cpu) return "RESOURCE:CPU";
  if (seat.instance.memory_mib - seat.memory_mib < needs.memory_mib) return "RESOURCE:MEMORY";
  if (static_cast<int>(seat.instance.gpus.size()) - seat.gpus < needs.gpus) return "RESOURCE:GPU";
  auto const is_taken = [&](auto const& port) {
    auto const in = [&port](auto const& ports) { return std::ranges::find(ports, port) != ports.end(); };
    return in(seat.instance.reserved_ports) ||
           std::ranges::any_of(seat.tasks, [&](auto const& one) { return in(one.second.reservation.ports); });
  };
  if (std::ranges::any_of(needs.ports, is_taken)) return "RESOURCE:PORTS";
  return std::nullopt;
}

/// This machine stands in every zone; so does an instance that tells none.
bool Fleet::is_in_zones(Seat const& seat, Demand const& demand) {
  auto const zone = zone_of(seat.instance);
  return demand.zones.empty() || seat.instance.is_local || zone.empty() ||
         std::ranges::find(demand.zones, zone) != demand.zones.end();
}

/// An agent tells what it is capable of. An instance that somebody registered by hand tells nothing, and it
/// is this machine that runs the task: then nothing is missing.
bool Fleet::tells_capabilities(domain::ContainerInstance const& instance) {
  return std::ranges::any_of(instance.attributes, [](domain::Attribute const& attribute) {
    return attribute.name.find("ecs.capability.") != std::string::npos;
  });
}

std::optional<std::string> Fleet::attribute_missing(Seat const& seat, Demand const& demand) const {
  if (!tells_capabilities(seat.instance)) return std::nullopt;
  bool const has_all = std::ranges::all_of(demand.required_attributes, [&seat](std::string const& name) {
    return attribute_of(seat.instance, name).has_value();
  });
  return has_all ? std::nullopt : std::optional<std::string>("ATTRIBUTE");
}

bool Fleet::satisfies(domain::ContainerInstanceId const& id, query::Expression const& expression) const {
  auto const found = seats_.find(id);
  if (found == seats_.end()) return false;
  Seat const& seat = found->second;
  return expression.holds_for(Facts(seat.instance, count_running(seat.tasks), distinct_groups(seat.tasks)));
}

bool Fleet::is_member(Seat const& seat, domain::PlacementConstraint const& constraint) const {
  auto const parsed = query::parse(constraint.expression);
  Facts const facts(seat.instance, count_running(seat.tasks), distinct_groups(seat.tasks));
  return parsed.expression && parsed.expression->holds_for(facts);
}

std::optional<std::string> Fleet::constraint_failed(Seat const& seat, Demand const& demand) const {
  using enum domain::ConstraintType;
  for (auto const& constraint : demand.constraints) {
    if (constraint.type == DistinctInstance && count_group(seat.tasks, demand.group) > 0)
      return "DistinctInstance placement constraint unsatisfied.";
    if (constraint.type == MemberOf && !is_member(seat, constraint))
      return "MemberOf placement constraint unsatisfied.";
  }
  return std::nullopt;
}

std::vector<Fleet::Seat const*> Fleet::candidates(Demand const& demand) const {
  std::vector<Seat const*> open;
  for (auto const& [id, seat] : seats_)
    if (takes_new_tasks(seat, demand)) open.push_back(&seat);
  bool const provider_has_own = !demand.provider.empty() && std::ranges::any_of(open, [&](Seat const* seat) {
    return seat->instance.capacity_provider == demand.provider;
  });
  if (provider_has_own)
    std::erase_if(open,
                  [&](Seat const* seat) { return seat->instance.capacity_provider != demand.provider; });
  return open;
}

Choice Fleet::choose(Demand const& demand, Dice const& dice) const {
  auto open = candidates(demand);
  Obstacle obstacle{.reason = std::string(no_instances)};
  // Each step leaves those that pass; the step that leaves none tells why, with the first that it turned
  // away.
  auto const keep = [&](auto const& reason_of) {
    std::vector<Seat const*> passed;
    for (Seat const* seat : open) {
      auto reason = reason_of(*seat);
      if (!reason)
        passed.push_back(seat);
      else if (passed.empty() && seat == open.front())
        obstacle = {*std::move(reason), seat->instance.key};
    }
    open = std::move(passed);
  };
  keep([](Seat const& seat) {
    return seat.instance.agent_connected ? std::nullopt : std::optional<std::string>("AGENT");
  });
  keep([&](Seat const& seat) { return resource_missing(seat, demand.needs); });
  keep([&](Seat const& seat) {
    return is_in_zones(seat, demand) ? std::nullopt : std::optional<std::string>("LOCATION");
  });
  keep([&](Seat const& seat) { return attribute_missing(seat, demand); });
  keep([&](Seat const& seat) { return constraint_failed(seat, demand); });
  if (open.empty()) return {.obstacle = std::move(obstacle)};

  std::vector<domain::PlacementStrategy> strategy = demand.strategy;
  // Without any: services spread over zones, then instances; other tasks go anywhere (ecs-services.md).
  if (strategy.empty() && demand.group.starts_with("service:"))
    strategy = {{domain::PlacementStrategyType::Spread, "attribute:ecs.availability-zone"},
                {domain::PlacementStrategyType::Spread, "instanceId"}};
  else if (strategy.empty())
    strategy = {{domain::PlacementStrategyType::Random, ""}};
  for (auto const& one : strategy) open = best_of(std::move(open), one, demand, dice);
  return {.instance = &open.front()->instance};
}

std::vector<Fleet::Seat const*> Fleet::best_of(std::vector<Seat const*> seats,
                                               domain::PlacementStrategy const& strategy,
                                               Demand const& demand, Dice const& dice) const {
  using enum domain::PlacementStrategyType;
  if (strategy.type == Random) return {seats[dice() % seats.size()]};
  std::map<std::string, int> in_bucket;
  auto const bucket = [&strategy](domain::ContainerInstance const& instance) {
    if (!strategy.field.starts_with("attribute:")) return instance.key.id.text();
    return attribute_of(instance, std::string_view(strategy.field).substr(10)).value_or("");
  };
  if (strategy.type == Spread)
    for (auto const& [id, seat] : seats_)
      in_bucket[bucket(seat.instance)] += count_group(seat.tasks, demand.group);
  auto const score = [&](Seat const* seat) {
    if (strategy.type == Spread) return in_bucket[bucket(seat->instance)];
    return strategy.field == "cpu" || strategy.field == "CPU" ? seat->instance.cpu - seat->cpu
                                                              : seat->instance.memory_mib - seat->memory_mib;
  };
  int const least = score(*std::ranges::min_element(seats, {}, score));
  std::erase_if(seats, [&](Seat const* seat) { return score(seat) != least; });
  return seats;
}

std::optional<Obstacle> Fleet::refusal_of(domain::ContainerInstanceId const& id, Demand const& demand) const {
  auto const found = seats_.find(id);
  if (found == seats_.end()) return Obstacle{"MISSING", std::nullopt};
  Seat const& seat = found->second;
  auto const because = [&seat](std::string reason) { return Obstacle{std::move(reason), seat.instance.key}; };
  if (seat.instance.status != domain::ContainerInstanceStatus::Active) return because("INACTIVE");
  if (!seat.instance.agent_connected) return because("AGENT");
  if (auto reason = resource_missing(seat, demand.needs)) return because(*reason);
  if (!is_in_zones(seat, demand)) return because("LOCATION");
  if (auto reason = attribute_missing(seat, demand)) return because(*reason);
  if (auto reason = constraint_failed(seat, demand)) return because(*reason);
  return std::nullopt;
}

std::vector<Obstacle> Fleet::refusals(Demand const& demand) const {
  std::vector<Obstacle> obstacles;
  for (Seat const* seat : candidates(demand))
    if (auto obstacle = refusal_of(seat->instance.key.id, demand)) obstacles.push_back(*std::move(obstacle));
  return obstacles;
}

std::vector<domain::ContainerInstance const*> Fleet::eligible(Demand const& demand) const {
  Demand asked = demand;
  // One task an instance is what DAEMON means; the one that is there already shall stay.
  std::erase_if(asked.constraints, [](domain::PlacementConstraint const& constraint) {
    return constraint.type == domain::ConstraintType::DistinctInstance;
  });
  std::vector<domain::ContainerInstance const*> instances;
  for (Seat const* seat : candidates(asked))
    if (seat->instance.agent_connected && !attribute_missing(*seat, asked) &&
        !constraint_failed(*seat, asked))
      instances.push_back(&seat->instance);
  return instances;
}

std::string unable_to_place(Obstacle const& obstacle) {
  std::string why = "Reason: " + obstacle.reason;
  if (obstacle.closest) {
    why = "The closest matching (container-instance " + obstacle.closest->id.text() + ") ";
    if (obstacle.reason == "RESOURCE:CPU")
      why += "has insufficient CPU units available.";
    else if (obstacle.reason == "RESOURCE:MEMORY")
      why += "has insufficient memory available.";
    else if (obstacle.reason == "RESOURCE:PORTS")
      why += "is already using a port required by your task.";
    else if (obstacle.reason == "ATTRIBUTE")
      why += "is missing an attribute required by your task.";
    else
      why += "encountered error \"" + obstacle.reason + "\".";
  }
  return "was unable to place a task because no container instance met all of its requirements. " + why +
         " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
}

}  // namespace neargate::placement
