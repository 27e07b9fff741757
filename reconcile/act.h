#pragma once
// Carries out one action: one attempt, "already so" is success. What came of it goes into the World, where
// the next plan finds it; a failure is noted there too, with the time of the next attempt.

#include <atomic>

#include "domain/clock.h"
#include "reconcile/action.h"
#include "reconcile/images.h"
#include "reconcile/world.h"

namespace neargate::reconcile {

/// Makes the VPC's network again when somebody has removed it.
using NetworkRestorer = std::function<docker::Outcome<void>()>;

class Actor final {
 public:
  Actor(docker::Engine& engine, World& world, ImageSource source, domain::Clock const& clock,
        NetworkRestorer restore_network)
      : engine_(engine),
        world_(world),
        images_(engine, std::move(source)),
        clock_(clock),
        restore_network_(std::move(restore_network)) {}

  /// The caller has called World::begin for it; it ends with World::end. Safe on several threads.
  void act(Action const& action);

 private:
  void carry_out(ObtainImage const& obtain);
  void carry_out(StartContainer const& start);
  void carry_out(StopContainer const& stop);
  void carry_out(RemoveContainer const& remove);

  /// The id of a container of this name: made, or found to be there.
  docker::Outcome<std::string> make(docker::ContainerSpec const& spec);
  docker::Outcome<std::string> create(docker::ContainerSpec const& spec);
  docker::Outcome<std::string> adopt(docker::ContainerSpec const& spec, docker::Failure const& conflict);
  docker::Outcome<void> start(docker::ContainerSpec const& spec, std::string const& id);
  void note_refused_start(docker::ContainerSpec const& spec, docker::Failure const& failure);
  void fail(std::string const& name, Step step, docker::Failure const& failure);
  /// Looks at the container, so that the result is known before its events come.
  void settle(std::string const& name, std::string const& id);

  docker::Engine& engine_;
  World& world_;
  Images images_;
  domain::Clock const& clock_;
  NetworkRestorer restore_network_;
  std::atomic<bool> has_pause_image_ = false;
};

}  // namespace neargate::reconcile
