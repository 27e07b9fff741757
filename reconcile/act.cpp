#include "reconcile/act.h"

#include <spdlog/spdlog.h>

#include "docker/labels.h"
#include "docker/pause_image.h"

namespace neargate::reconcile {

namespace {

constexpr std::chrono::minutes address_refused_for{5};
constexpr int looks_max = 4;

bool is_pause(docker::ContainerSpec const& spec) {
  auto const role = spec.labels.find(docker::label::role);
  return role != spec.labels.end() && role->second == "pause";
}

bool same_label(docker::Labels const& a, docker::Labels const& b, char const* label) {
  auto const x = a.find(label), y = b.find(label);
  return x != a.end() && y != b.end() && x->second == y->second;
}

char const* word(Step step) {
  switch (step) {
    case Step::Pull:
      return "pull";
    case Step::Create:
      return "create";
    case Step::Start:
      return "start";
    case Step::Stop:
      return "stop";
    case Step::Remove:
      return "remove";
  }
  return "";
}

}  // namespace

void Actor::act(Action const& action) {
  std::string const& name = docker_name_of(action);
  try {
    std::visit([this](auto const& one) { carry_out(one); }, action);
  } catch (std::exception const& error) {
    // The image source reads the store: a broken disk must not end the process, nor leave the name in flight.
    fail(name, step_of(action), {docker::Failure::Kind::Unreachable, 0, error.what()});
    world_.end(name);
  }
}

void Actor::fail(std::string const& name, Step step, docker::Failure const& failure) {
  spdlog::warn("container={} {} failed status={} reason=\"{}\"", name, word(step), failure.status,
               failure.message);
  world_.fail(name, step, failure, clock_.now());
}

void Actor::settle(std::string const& name, std::string const& id) {
  for (int looks = 0; looks < looks_max; ++looks) {
    world_.before_look(name);
    auto const ticket = world_.take_ticket();
    auto state = engine_.inspect(id);
    if (!state) break;  // the watcher finds out that the daemon is gone
    world_.show(ticket, id, std::move(*state));
    if (world_.try_end(name)) return;
  }
  world_.end(name);
}

void Actor::carry_out(ObtainImage const& obtain) {
  auto const announced = engine_.announce_pull(obtain.docker_name, obtain.image, obtain.labels);
  auto image = announced ? images_.obtain(obtain.scope, obtain.image) : announced.error();
  if (image) {
    world_.succeed(obtain.docker_name);
    world_.obtain(obtain.docker_name, std::move(*image));
  } else {
    fail(obtain.docker_name, Step::Pull, image.error());
  }
  world_.end(obtain.docker_name);
}

void Actor::carry_out(StartContainer const& start_container) {
  docker::ContainerSpec const& spec = start_container.spec;
  auto const id = make(spec);
  if (!id) {
    if (is_missing_image(id.error())) {
      images_.forget(spec.image);
      world_.lose_image(spec.name);
    }
    fail(spec.name, Step::Create, id.error());
    world_.end(spec.name);
    return;
  }
  world_.expect(spec.name, *id);
  if (auto const started = start(spec, *id); started) {
    world_.succeed(spec.name);
  } else {
    note_refused_start(spec, started.error());
    fail(spec.name, Step::Start, started.error());
  }
  settle(spec.name, *id);
}

void Actor::carry_out(StopContainer const& stop) {
  if (auto const stopped = engine_.stop(stop.id, stop.grace); stopped)
    world_.succeed(stop.docker_name);
  else
    fail(stop.docker_name, Step::Stop, stopped.error());
  settle(stop.docker_name, stop.id);
}

void Actor::carry_out(RemoveContainer const& remove) {
  auto const ticket = world_.take_ticket();
  if (auto const removed = engine_.remove(remove.id); removed) {
    world_.show(ticket, remove.id, std::nullopt);
    world_.forget({remove.docker_name});
  } else {
    fail(remove.docker_name, Step::Remove, removed.error());
  }
  world_.end(remove.docker_name);
}

docker::Outcome<std::string> Actor::make(docker::ContainerSpec const& spec) {
  if (auto const known = world_.find(spec.name)) return known->id;  // created before a crash
  if (is_pause(spec) && !has_pause_image_) {
    if (auto const image = docker::ensure_pause_image(engine_); !image) return image.error();
    has_pause_image_ = true;
  }
  auto created = create(spec);
  if (!created && is_pause(spec) && is_missing_image(created.error())) has_pause_image_ = false;
  return created;
}

docker::Outcome<std::string> Actor::create(docker::ContainerSpec const& spec) {
  auto created = engine_.create(spec);
  if (!created && is_missing_network(created.error()) && restore_network_ && restore_network_())
    created = engine_.create(spec);
  if (!created && created.error().kind == docker::Failure::Kind::Conflict)
    return adopt(spec, created.error());
  return created;
}

docker::Outcome<std::string> Actor::adopt(docker::ContainerSpec const& spec,
                                          docker::Failure const& conflict) {
  auto const found = engine_.inspect(spec.name);
  if (!found) return found.error();
  if (!*found) return conflict;  // it went in between: the next attempt makes it
  bool const is_ours = same_label((*found)->labels, spec.labels, docker::label::instance) &&
                       same_label((*found)->labels, spec.labels, docker::label::task_arn) &&
                       same_label((*found)->labels, spec.labels, docker::label::container_name);
  if (!is_ours) return conflict;
  auto const ticket = world_.take_ticket();
  world_.show(ticket, (*found)->id, **found);
  return (*found)->id;
}

docker::Outcome<void> Actor::start(docker::ContainerSpec const& spec, std::string const& id) {
  // One that is found to have run is not run again: its exit is what the task shows.
  if (auto const known = world_.find(spec.name); known && known->state != docker::RunState::Created)
    return boost::system::in_place_value;
  auto started = engine_.start(id);
  if (!started && is_missing_network(started.error()) && restore_network_ && restore_network_())
    started = engine_.start(id);
  return started;
}

void Actor::note_refused_start(docker::ContainerSpec const& spec, docker::Failure const& failure) {
  if (spec.ipv4_address && is_address_refusal(failure))
    world_.refuse_address(*spec.ipv4_address, clock_.now() + address_refused_for);
}

}  // namespace neargate::reconcile
