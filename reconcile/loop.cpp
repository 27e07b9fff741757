#include "reconcile/loop.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "domain/arn.h"
#include "domain/words.h"
#include "reconcile/plan.h"
#include "reconcile/unhonoured.h"
#include "state/tasks.h"

namespace neargate::reconcile {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_after_error = 1s;
constexpr auto forget_every = 1min;

void log_change(SaveTask const& save) {
  domain::Task const& task = save.task;
  if (!save.is_new && save.from == task.last_status) return;
  spdlog::info("task={} from={} to={} reason=\"{}\"", domain::task_arn(task.key),
               save.is_new ? "-" : domain::word(save.from), domain::word(task.last_status),
               task.stopped_reason);
}

std::vector<std::string> docker_names(domain::Task const& task) {
  std::vector<std::string> names;
  for (auto const& container : task.containers) names.push_back(container.docker_name);
  if (!task.pause_docker_name.empty()) names.push_back(task.pause_docker_name);
  return names;
}

}  // namespace

Loop::Loop(Options options, state::Store& store, docker::Engine& engine, ImageSource images,
           domain::Clock const& clock, domain::Mint& mint)
    : options_(std::move(options)),
      store_(store),
      engine_(engine),
      clock_(clock),
      mint_(mint),
      world_([this] { wake(); }),
      actor_(engine, world_, std::move(images), clock, options_.restore_network),
      observer_(engine, world_, options_.settings.instance_id) {}

Loop::~Loop() {
  stop(0ms);
  // The crews end before what they use: their threads are joined here.
}

void Loop::start() {
  {
    std::scoped_lock const lock(mutex_);
    is_running_ = true;
  }
  store_.on_commit([this] { wake(); });
  observer_.start();
  thread_ = std::thread([this] { run(); });
}

void Loop::wake() {
  {
    std::scoped_lock const lock(mutex_);
    is_woken_ = true;
  }
  woken_.notify_one();
}

bool Loop::stop(std::chrono::milliseconds patience) {
  bool was_running = false;
  {
    std::scoped_lock const lock(mutex_);
    was_running = std::exchange(is_running_, false);
    is_stopping_ = true;
  }
  if (was_running) {
    store_.on_commit({});
    woken_.notify_one();
    thread_.join();
    observer_.stop();
  }
  auto const deadline = std::chrono::steady_clock::now() + patience;
  bool all_ended = true;
  for (Crew* const crew : {&pulls_, &starts_, &stops_}) {
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    all_ended = crew->close(std::max(left, 0ms)) && all_ended;
  }
  return all_ended;
}

std::vector<std::string> Loop::degraded() const {
  std::vector<std::string> out;
  if (std::string trouble = world_.trouble(); !trouble.empty()) out.push_back(std::move(trouble));
  std::scoped_lock const lock(mutex_);
  if (!trouble_.empty()) out.push_back(trouble_);
  return out;
}

std::vector<Waiting> Loop::waiting() const {
  std::scoped_lock const lock(mutex_);
  return waiting_;
}

std::uint64_t Loop::ticks() const {
  std::scoped_lock const lock(mutex_);
  return ticks_;
}

void Loop::run() {
  for (;;) {
    {
      std::scoped_lock const lock(mutex_);
      if (is_stopping_) return;
      is_woken_ = false;
    }
    std::optional<domain::Time> wake_at;
    std::string trouble;
    try {
      wake_at = tick();
    } catch (std::exception const& error) {
      // A full disk, say. The rows are as they were; look again a little later.
      trouble = fmt::format("the reconciler cannot work: {}", error.what());
      spdlog::error("tick failed reason=\"{}\"", error.what());
      wake_at = clock_.now() + pause_after_error;
    }
    {
      std::scoped_lock const lock(mutex_);
      trouble_ = std::move(trouble);
      ++ticks_;
    }
    list_when_due();
    sleep(wake_at);
  }
}

void Loop::sleep(std::optional<domain::Time> wake_at) {
  std::unique_lock lock(mutex_);
  auto const is_due = [this] { return is_woken_ || is_stopping_; };
  auto until = listed_at_.value_or(std::chrono::steady_clock::now()) + options_.list_every;
  if (wake_at)
    until = std::min(until, std::chrono::steady_clock::now() + std::max(*wake_at - clock_.now(), 0ms));
  woken_.wait_until(lock, until, is_due);
}

/// The opening of the event stream brings the first list.
void Loop::list_when_due() {
  auto const now = std::chrono::steady_clock::now();
  if (!listed_at_) listed_at_ = now;
  if (now - *listed_at_ < options_.list_every) return;
  listed_at_ = now;
  pulls_.submit([this] { observer_.relist(); });
}

std::optional<domain::Time> Loop::tick() {
  domain::Time const now = clock_.now();
  Plan const plan = decide(now);
  if (!plan.is_empty() && spdlog::should_log(spdlog::level::debug)) spdlog::debug("plan\n{}", print(plan));
  for (auto const& change : plan.changes)
    if (auto const* const save = std::get_if<SaveTask>(&change)) log_change(*save);
  for (auto const& action : plan.actions) begin(action);
  warn_of_unhonoured();
  forget_stopped(plan, now);
  std::scoped_lock const lock(mutex_);
  waiting_ = plan.waiting;
  return plan.wake_at;
}

/// Reading, planning and writing are one transaction: no API call can come in between, and planning is quick.
Plan Loop::decide(domain::Time now) {
  Observed const observed = world_.observe(now);
  return store_.transact([&](state::Database& db) {
    Desired const desired = read_desired(db, definitions_);
    Plan made = plan(desired, observed, options_.settings, now, mint_);
    commit(db, made, told_, now, mint_);
    return made;
  });
}

void Loop::begin(Action const& action) {
  Step const step = step_of(action);
  std::string const& name = docker_name_of(action);
  world_.begin(name, step);
  try {
    crew_for(step).submit([this, action] { actor_.act(action); });
  } catch (std::system_error const& error) {  // no thread to be had: the next attempt comes
    world_.fail(name, step, {docker::Failure::Kind::Unreachable, 0, error.what()}, clock_.now());
    world_.end(name);
  }
}

Crew& Loop::crew_for(Step step) {
  switch (step) {
    case Step::Pull:
      return pulls_;
    case Step::Create:
    case Step::Start:
    case Step::Remove:
      return starts_;
    case Step::Stop:
      return stops_;
  }
  return starts_;
}

void Loop::warn_of_unhonoured() {
  for (auto const& [id, definition] : definitions_) {
    if (!warned_.insert(id).second) continue;
    auto const members = list_unhonoured(definition->document);
    if (members.empty()) continue;
    spdlog::warn("task-definition={}:{} not-honoured=\"{}\"", id.key.family.text(), id.key.revision,
                 fmt::join(members, ", "));
  }
}

void Loop::forget_stopped(Plan const& plan, domain::Time now) {
  for (auto const& change : plan.changes)
    if (auto const* const save = std::get_if<SaveTask>(&change);
        save && save->task.last_status == domain::TaskStatus::Stopped)
      world_.forget(docker_names(save->task));
  if (forgot_at_ && now - *forgot_at_ < forget_every) return;
  forgot_at_ = now;
  store_.transact(
      [&](state::Database& db) { return state::forget_stopped_tasks(db, now - options_.stopped_task_ttl); });
}

}  // namespace neargate::reconcile
