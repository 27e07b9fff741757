#include "tests/sim/process.h"

#include "docker/address_space.h"
#include "docker/labels.h"

namespace neargate::sim {

namespace {

constexpr char const* instance = "5eed5eed-0000-4000-8000-000000000000";
constexpr std::chrono::hours stopped_task_ttl{1};

}  // namespace

Ground::Ground(std::uint64_t seed) : mint(seed), daemon_mint(seed + 1) {
  auto const network = docker::ensure_vpc_network(daemon, instance, "/data", std::nullopt, "");
  settings = {.instance_id = instance,
              .data_label = "/data",
              .vpc_network = network.value().name,
              .local_machine = placement::Machine{.cpu = 65536, .memory_mib = 65536}};
  daemon.on_event([this](docker::Event const& event) {
    if (is_stream_open) events.push_back(event);
  });
}

Process::Process(Ground& ground, std::filesystem::path const& directory, FaultyEngine::Trouble trouble)
    : ground_(ground),
      engine_(ground.daemon, std::move(trouble)),
      store_(directory.string()),
      dispatch_({.data_dir = directory, .local_machine = ground.settings.local_machine}, store_, ground.clock,
                ground.mint),
      world_([this] { is_woken_ = true; }),
      actor_(engine_, world_, {}, ground.clock,
             [this]() -> docker::Outcome<void> {
               auto const network = docker::ensure_vpc_network(engine_, instance, "/data", std::nullopt, "");
               if (!network) return network.error();
               return {};
             }),
      sight_(engine_, world_, instance),
      reconciler_(ground.settings, stopped_task_ttl, store_, world_, ground.mint,
                  [this](reconcile::Action const& action) { actions_.push_back(action); }) {
  store_.on_commit([this] { is_woken_ = true; });
}

Process::~Process() { break_stream(); }

Answer Process::call(std::string const& operation, std::string const& request) {
  auto response = dispatch_.handle(
      {.method = "POST",
       .path = "/",
       .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                   {"X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation},
                   {"X-Amz-Date", "20260916T000000Z"},
                   {"Authorization",
                    "AWS4-HMAC-SHA256 Credential=123456789012/20260916/eu-west-1/ecs/aws4_request, "
                    "SignedHeaders=host, Signature=0"}},
       .body = request});
  return {response.status, std::move(response.error_code), std::move(response.body),
          std::move(response.detail)};
}

bool Process::wants_tick() const { return is_woken_ || (wake_at_ && *wake_at_ <= ground_.clock.now()); }

reconcile::Plan Process::tick() {
  is_woken_ = false;
  reconcile::Plan made = reconciler_.tick(ground_.clock.now());
  wake_at_ = made.wake_at;
  return made;
}

void Process::act(std::size_t index) {
  reconcile::Action const action = actions_[index];
  actions_.erase(actions_.begin() + static_cast<std::ptrdiff_t>(index));
  actor_.act(action);
}

void Process::open_stream() {
  ground_.is_stream_open = true;
  for (int attempt = 0; attempt < 3; ++attempt)  // as Observer does
    if (sight_.list()) return;
}

void Process::break_stream() {
  ground_.is_stream_open = false;
  ground_.events.clear();
  world_.lose_sight("the stream broke");
}

void Process::hear(docker::Event const& event) { sight_.take_event(event); }

void Process::relist() {
  if (ground_.is_stream_open) sight_.list();
}

}  // namespace neargate::sim
