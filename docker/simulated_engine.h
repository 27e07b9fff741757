#pragma once
// A daemon in memory, for `--runtime simulated` and for tests: containers go through every state, addresses
// and ports are given and refused as Docker does, in Docker's words (Engine 20.10, seen on a real one), and
// exits, failures and events are scripted. Time and ids come in, so a run can be repeated.
//
// A script (script.h) says what a container will do. What it says of later is played when the clock gets
// there: by every call, by play(), or by a thread of its own (follow_clock). Calls that a script makes slow
// wait for the clock, too.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "docker/engine.h"
#include "docker/script.h"
#include "docker/script_book.h"
#include "domain/clock.h"
#include "domain/mint.h"

namespace neargate::docker {

class SimulatedEngine final : public Engine {
 public:
  /// Starts with the networks every daemon has. Both must outlive it.
  SimulatedEngine(domain::Clock const& clock, domain::Mint& mint);
  ~SimulatedEngine() override;
  SimulatedEngine(SimulatedEngine const&) = delete;
  SimulatedEngine& operator=(SimulatedEngine const&) = delete;

  // Scripting --------------------------------------------------------------------------------------------

  /// Pulling `reference` fails so, and the daemon does not have it. Other references are all there.
  void set_pull_failure(std::string const& reference, std::string const& text);
  void clear_pull_failure(std::string const& reference);
  /// From now on only what was pulled or imported is there.
  void require_pulls();
  /// The next call of this method (its name in engine.h) fails so; several queue up.
  void fail_next(std::string const& call, Failure failure);
  /// How often a method was called.
  int calls(std::string const& call) const;

  /// Scripts for containers to come; nullopt: there are too many.
  std::optional<PostedScript> post_script(ScriptTarget target, Script script);
  std::vector<PostedScript> scripts() const;
  bool remove_script(std::string const& id);
  void clear_scripts();
  void clear_scripts(std::string const& account, std::string const& region);
  /// Which containers a fail-rate hits depends on this, on the family and container name, and on how many of
  /// them came before: so the first hundred fare the same in every run.
  void set_seed(std::uint64_t seed);
  std::uint64_t seed() const;

  /// Does what is due by now.
  void play();
  /// When the next scripted thing is due.
  std::optional<Time> next_due() const;
  /// From now on play() happens by itself, on time.
  void follow_clock();
  /// How a slow call waits: by default until the clock is there. A simulation with one thread turns its clock
  /// here, or returns at once.
  void set_waiting(std::function<void(Time)> wait_until);
  /// Slow calls under way, and those to come, end at once with a failure.
  void end_waits();

  /// These do nothing to a container that does not run, or does not exist.
  void exit_container(std::string const& id_or_name, int code);
  void kill_container(std::string const& id_or_name);  ///< SIGKILL: 137
  void run_out_of_memory(std::string const& id_or_name);
  void set_health(std::string const& id_or_name, Health health);
  /// It takes no notice of SIGTERM: a stop ends in 137.
  void ignore_term(std::string const& id_or_name);

  void add_volume(VolumeState volume);
  /// Every watch under way ends with this, as when the daemon goes.
  void break_watches(Failure const& failure);
  /// Tells every event, at once and on the thread that causes it, beside the watches: for a test without
  /// threads. It must not call the engine.
  void on_event(std::function<void(Event const&)> listener);

  std::optional<ContainerSpec> find_spec(std::string const& id_or_name) const;

  // Engine -----------------------------------------------------------------------------------------------

  Outcome<EngineVersion> version() override;

  Outcome<std::vector<ContainerState>> list(std::string const& label, std::string const& value) override;
  Outcome<std::optional<ContainerState>> inspect(std::string const& id_or_name) override;
  Outcome<std::string> create(ContainerSpec const& spec) override;
  Outcome<void> start(std::string const& id) override;
  /// Takes no time unless a script says so: then what is left of the container at the end of the grace is
  /// killed.
  Outcome<void> stop(std::string const& id, std::chrono::seconds grace) override;
  Outcome<void> remove(std::string const& id) override;

  Outcome<void> announce_pull(std::string const& container_name, std::string const& image,
                              Labels const& labels) override;
  Outcome<std::optional<ImageState>> find_image(std::string const& reference) override;
  Outcome<void> pull(std::string const& reference, std::optional<RegistryAuth> const& auth) override;
  Outcome<std::string> import_image(std::string const& tar, std::string const& repository,
                                    std::string const& tag, std::vector<std::string> const& changes) override;

  Outcome<std::vector<NetworkState>> list_networks() override;
  Outcome<std::string> create_network(NetworkSpec const& spec) override;
  Outcome<void> remove_network(std::string const& id) override;
  Outcome<std::vector<VolumeState>> list_volumes() override;
  Outcome<void> remove_volume(std::string const& name) override;

  Outcome<void> watch(std::string const& label, std::string const& value,
                      std::function<void()> const& on_open, std::function<void(Event const&)> const& on_event,
                      std::stop_token stop) override;

 private:
  struct Container {
    ContainerState state;
    ContainerSpec spec;
    bool ignores_term = false;
    int run = 0;  ///< how often it was started
  };
  /// Something that a script says of later.
  struct Turn {
    enum class Kind { Exit, OutOfMemory, Health };
    std::string id;
    int run = 0;  ///< void once the container was started again
    Kind kind = Kind::Exit;
    int exit_code = 0;
    Health health = Health::None;
  };
  /// What was decided for one container when it was first heard of.
  struct Fate {
    Script script;
    std::string error;  ///< why the script cannot be followed
  };
  struct Watcher;
  class Watching;

  // All of these want mutex_ held.
  std::optional<Failure> begin(std::string const& call);
  Container* find(std::string const& id_or_name);
  NetworkState const* find_network(std::string const& id_or_name) const;
  bool has_image(std::string const& reference) const;
  bool port_in_use(PublishedPort const& wanted) const;
  Outcome<void> connect(Container& container);
  void hold(Container& container, std::string const& network, std::string const& address);
  void release(Container& container);
  Outcome<void> join_network(Container& container, NetworkState const& network);
  Outcome<void> publish_ports(Container& container);
  void end(Container& container, int code);
  void run_out_of_memory(Container& container);
  void set_health(Container& container, Health health);
  Fate fate_of(std::string const& container_name, std::string const& image, Labels const& labels);
  double draw_luck(Labels const& labels);
  Outcome<void> refuse_start(Container& container, Failure const& failure);
  void begin_to_run(Container& container, Script const& script);
  void schedule(Time due, Turn turn);
  void play_due();
  void play(Turn const& turn);
  /// Lets the lock go meanwhile. False: waiting has been ended.
  bool wait_until(std::unique_lock<std::mutex>& lock, Time due);
  void keep_time(std::stop_token const& stop);
  void tell(Container const& container, std::string action, std::optional<int> exit_code = {});

  domain::Clock const& clock_;
  domain::Mint& mint_;

  mutable std::mutex mutex_;
  std::condition_variable_any told_;
  std::map<std::string, Container> containers_;                    ///< by id
  std::set<std::pair<std::string, std::string>> addresses_;        ///< held: network, address
  std::multimap<std::pair<int, std::string>, std::string> ports_;  ///< held: host port and protocol, host IP
  std::map<std::string, NetworkState> networks_;
  std::map<std::string, VolumeState> volumes_;
  std::set<std::string> images_;  ///< pulled or imported
  bool pulls_required_ = false;
  std::map<std::string, std::string> pull_failures_;
  std::map<std::string, std::deque<Failure>> scripted_;
  std::map<std::string, int> calls_;
  std::vector<Watcher*> watchers_;
  std::function<void(Event const&)> listener_;
  int next_port_ = 0;

  ScriptBook book_;
  std::uint64_t seed_ = 0;
  std::map<std::string, std::uint64_t> draws_;  ///< by family and container name
  std::map<std::string, Fate> fates_;           ///< by container name, where there is a script
  std::multimap<Time, Turn> turns_;
  std::condition_variable_any scheduled_, moved_;
  std::function<void(Time)> waiting_;
  bool waits_ended_ = false;
  std::jthread timekeeper_;
};

}  // namespace neargate::docker
