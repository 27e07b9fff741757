#pragma once
// What is known of this instance's containers, gathered by the watcher and by those who act, handed to the
// planner as one value. Memory only: labels on the containers bring it all back after a restart.

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reconcile/setback.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

class World final {
 public:
  /// `changed` is called, outside the lock, when a plan may come out differently than before.
  explicit World(std::function<void()> changed) : changed_(std::move(changed)) {}
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  Observed observe(domain::Time now);
  /// Why nothing is known, "" while all is well.
  std::string trouble() const;

  // What the daemon shows ----------------------------------------------------------------------------------
  // Reads run at the same time and end in any order: a ticket is taken before a read, and what was read under
  // an older one than is known already is dropped.

  using Ticket = std::uint64_t;
  Ticket take_ticket();
  void show(Ticket ticket, std::string const& id, std::optional<docker::ContainerState> state);
  void show_all(Ticket ticket, std::vector<docker::ContainerState> states);
  /// The daemon cannot be reached. What was known stays, but nothing is concluded from it.
  void lose_sight(std::string why);
  /// Notes what the event itself tells; true when the container has to be inspected.
  bool take_event(docker::Event const& event);

  // What is being done -------------------------------------------------------------------------------------

  void begin(std::string const& name, Step step);
  /// The Docker id of a container in the making, so that its events wait for the one who makes it.
  void expect(std::string const& name, std::string const& id);
  /// Before the last look at a container: events from here on make it stale.
  void before_look(std::string const& name);
  /// False when an event came since before_look: look again.
  bool try_end(std::string const& name);
  void end(std::string const& name);
  void succeed(std::string const& name);
  void fail(std::string const& name, Step step, docker::Failure failure, domain::Time now);
  void obtain(std::string const& name, ObtainedImage image);
  void lose_image(std::string const& name);
  void refuse_address(std::string const& address, domain::Time until);
  /// Of a task that is STOPPED nothing need be remembered.
  void forget(std::vector<std::string> const& names);

  std::optional<docker::ContainerState> find(std::string const& name) const;

 private:
  struct Known {
    std::string name;
    Ticket ticket = 0;
    bool exists = true;
  };

  // These want mutex_ held.
  void put(Ticket ticket, std::string const& id, std::optional<docker::ContainerState> state);
  void erase(Known& known, std::string const& id);

  std::function<void()> changed_;
  mutable std::mutex mutex_;
  Observed now_;
  std::string trouble_ = "the Docker daemon has not answered yet";
  Ticket last_ticket_ = 0;
  std::map<std::string, Known> by_id_;     ///< gone ones too, until the next full list
  std::map<std::string, int> exit_codes_;  ///< by id, as the events told
  std::set<std::string> stale_;            ///< names in flight that an event came for
  int starts_in_flight_ = 0;
  std::map<std::string, domain::Time> refused_until_;
  bool has_changed_ = false;
  void tell(std::unique_lock<std::mutex>& lock);
};

}  // namespace neargate::reconcile
