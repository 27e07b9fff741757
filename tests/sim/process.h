#pragma once
// One life of neargate: everything that memory holds between two deaths, over what outlives it (Ground). No
// threads: the play decides what runs when.

#include <deque>
#include <filesystem>
#include <memory>
#include <string>

#include "api/dispatch.h"
#include "docker/simulated_engine.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "reconcile/act.h"
#include "reconcile/observe.h"
#include "reconcile/reconciler.h"
#include "reconcile/world.h"
#include "state/store.h"
#include "tests/sim/faulty_engine.h"

namespace neargate::sim {

/// What a death of the process leaves as it is: the disk, the daemon, the clock.
struct Ground {
  domain::ManualClock clock{domain::Time{std::chrono::milliseconds{1'700'000'000'000}}};
  domain::Mint mint, daemon_mint;
  docker::SimulatedEngine daemon{clock, daemon_mint};
  reconcile::Settings settings;
  std::deque<docker::Event> events;  ///< told by the daemon, not heard yet
  bool is_stream_open = false;

  explicit Ground(std::uint64_t seed);
};

struct Answer {
  int status = 0;
  std::string error, body;  ///< "ClientException" …
  std::string detail;       ///< for people: why the program failed inside
};

class Process final {
 public:
  Process(Ground& ground, std::filesystem::path const& directory, FaultyEngine::Trouble trouble);
  ~Process();
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  /// One call of the ECS API, JSON in, JSON out.
  Answer call(std::string const& operation, std::string const& request);
  template <class Work>
  auto read(Work work) {
    return store_.read(work);
  }

  /// A commit, an event or a finished action asks for a tick, or the last plan named a time that has come.
  bool wants_tick() const;
  std::optional<domain::Time> wake_at() const { return wake_at_; }
  reconcile::Plan tick();

  std::deque<reconcile::Action> const& actions() const { return actions_; }  ///< begun, not done
  void act(std::size_t index);

  /// The stream of events opens, which brings a list; breaks; tells one event.
  void open_stream();
  void break_stream();
  void hear(docker::Event const& event);
  void relist();

  reconcile::World const& world() const { return world_; }

 private:
  Ground& ground_;
  FaultyEngine engine_;
  state::Store store_;
  api::Dispatch dispatch_;
  bool is_woken_ = true;
  std::optional<domain::Time> wake_at_;
  std::deque<reconcile::Action> actions_;
  reconcile::World world_;
  reconcile::Actor actor_;
  reconcile::Sight sight_;
  reconcile::Reconciler reconciler_;
};

}  // namespace neargate::sim
