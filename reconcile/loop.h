#pragma once
// Makes the machine agree with the state: drives the Reconciler's ticks from a thread of its own, and has
// crews of threads carry out the actions.
//
// Level-triggered: commits, Docker events and finished actions wake it, and it looks. Without them it sleeps
// until the next moment that a plan named, or the full list that mends what events missed. It knows nothing
// of HTTP.

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "domain/clock.h"
#include "domain/mint.h"
#include "reconcile/act.h"
#include "reconcile/action.h"
#include "reconcile/crew.h"
#include "reconcile/images.h"
#include "reconcile/observe.h"
#include "reconcile/reconciler.h"
#include "reconcile/snapshot.h"
#include "reconcile/world.h"
#include "state/store.h"

namespace neargate::reconcile {

/// How many Docker calls of a kind may be under way.
struct CrewSizes {
  std::size_t pulls = 16, starts = 8, stops = 64;
};

struct Options {
  Settings settings;
  std::chrono::seconds stopped_task_ttl{std::chrono::hours{1}};  ///< AWS tells of STOPPED tasks that long
  std::chrono::seconds list_every{60};
  NetworkRestorer restore_network;
  CrewSizes threads;
};

class Loop final {
 public:
  /// All but `options` must outlive it. `images` is called on several threads.
  Loop(Options options, state::Store& store, docker::Engine& engine, ImageSource images,
       domain::Clock const& clock, domain::Mint& mint);
  /// Waits for the Docker calls under way, at worst a container's stopTimeout.
  ~Loop();
  Loop(Loop const&) = delete;
  Loop& operator=(Loop const&) = delete;

  void start();
  void wake();
  /// No more ticks; containers are left as they are. False when Docker calls are still under way after
  /// `patience`: the caller may end the process without destroying the Loop, the next start picks up there.
  bool stop(std::chrono::milliseconds patience = std::chrono::seconds{2});

  /// Waits until none of these containers is there or in the making; answers how many are left when
  /// `patience` is over, or at once when the daemon cannot be seen.
  std::size_t wait_until_gone(std::set<std::string> const& docker_names, std::chrono::milliseconds patience);

  /// What does not work, for people: empty while all is well.
  std::vector<std::string> degraded() const;
  /// Why things do not move, as of the last plan.
  std::vector<Waiting> waiting() const;
  /// How often it has looked: grows by every wake, hardly at all on a quiet machine.
  std::uint64_t ticks() const;

 private:
  void run();
  std::optional<domain::Time> tick();
  Crew& crew_for(Step step);
  void list_when_due();
  void sleep(std::optional<domain::Time> wake_at);

  Options const options_;
  state::Store& store_;
  domain::Clock const& clock_;
  World world_;
  Actor actor_;
  Observer observer_;

  // The loop's own thread alone uses these.
  Reconciler reconciler_;
  std::optional<std::chrono::steady_clock::time_point> listed_at_;

  mutable std::mutex mutex_;
  std::condition_variable woken_, ticked_;
  bool is_woken_ = true, is_stopping_ = false, is_running_ = false;
  std::string trouble_;
  std::vector<Waiting> waiting_;
  std::uint64_t ticks_ = 0;

  // Pulls last long and stops wait for their grace: neither may hold up a start.
  Crew pulls_, starts_, stops_;
  std::thread thread_;
};

}  // namespace neargate::reconcile
