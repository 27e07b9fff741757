#include "server/event_feed.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "api/wire/wire.h"
#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::server {

namespace {

using Page = nlohmann::ordered_json;

constexpr std::size_t piece_bytes_max = 64 * 1024;

/// 2025-04-21T08:53:13.754Z, as EventBridge writes times.
std::string print_time(domain::Time time) {
  using namespace std::chrono;
  auto const day = floor<days>(time);
  year_month_day const date{day};
  hh_mm_ss const clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Page page_of(state::TaskChange const& change) {
  Page page{{"taskArn", domain::task_arn(change.task)},
            {"clusterArn", domain::cluster_arn(change.task.scope, change.task.cluster)},
            {"group", change.group},
            {"from", change.from.empty() ? Page() : Page(change.from)},
            {"lastStatus", change.last_status},
            {"desiredStatus", change.desired_status},
            {"version", change.version}};
  if (!change.stop_code.empty()) page["stopCode"] = change.stop_code;
  if (!change.stopped_reason.empty()) page["stoppedReason"] = change.stopped_reason;
  return page;
}

Page page_of(state::ServiceEventAdded const& added) {
  return {{"serviceArn", domain::service_arn(added.service)},
          {"id", added.event.id},
          {"createdAt", print_time(added.event.created_at)},
          {"message", added.event.message}};
}

}  // namespace

/// Registered with the feed while it lives.
class EventFeed::Reader final : public EndlessBody {
 public:
  Reader(EventFeed& feed, std::uint64_t next, std::string greeting)
      : feed_(feed), next_(next), greeting_(std::move(greeting)) {
    feed_.readers_.push_back(this);
  }
  ~Reader() override {
    std::scoped_lock const lock(feed_.mutex_);
    std::erase(feed_.readers_, this);
  }
  Reader(Reader const&) = delete;
  Reader& operator=(Reader const&) = delete;

  std::optional<std::string> next() override {
    std::scoped_lock const lock(feed_.mutex_);
    is_woken_ = false;
    if (!greeting_.empty()) return std::exchange(greeting_, {});
    return feed_.read(*this);
  }
  bool is_lost() const override {
    std::scoped_lock const lock(feed_.mutex_);
    return next_ < feed_.oldest();
  }
  void on_more(std::function<void()> wake) override {
    std::scoped_lock const lock(feed_.mutex_);
    wake_ = std::move(wake);
  }

 private:
  friend class EventFeed;
  EventFeed& feed_;
  std::uint64_t next_;
  std::string greeting_;
  std::function<void()> wake_;
  bool is_woken_ = false, was_told_of_loss_ = false;
};

std::optional<std::string> EventFeed::read(Reader& reader) const {
  if (reader.next_ < oldest()) return std::nullopt;
  std::string text;
  for (std::size_t i = reader.next_ - oldest(); i < events_.size() && text.size() < piece_bytes_max; ++i) {
    text += events_[i].text;
    ++reader.next_;
  }
  return text;
}

void EventFeed::wake_readers() {
  for (Reader* const reader : readers_) {
    bool const is_lost = reader->next_ < oldest();
    bool const knows =
        is_lost ? std::exchange(reader->was_told_of_loss_, true) : std::exchange(reader->is_woken_, true);
    if (!knows && reader->wake_) reader->wake_();
  }
}

void EventFeed::tell(char const* kind, Page page) {
  page["time"] = print_time(clock_.now());
  std::string const data = page.dump(-1, ' ', false, Page::error_handler_t::replace);
  std::scoped_lock const lock(mutex_);
  std::uint64_t const number = ++last_;
  events_.push_back({number, fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", epoch_, number, kind, data)});
  kept_bytes_ += events_.back().text.size();
  while (kept_bytes_ > kept_bytes_max_ && events_.size() > 1) {
    kept_bytes_ -= events_.front().text.size();
    events_.pop_front();
  }
  wake_readers();
}

void EventFeed::tell_call(api::wire::Response const& response) noexcept {
  try {
    Page page{{"service", response.service},
              {"operation", response.operation},
              {"status", response.status},
              {"requestId", response.request_id}};
    if (!response.error_code.empty()) page["error"] = response.error_code;
    if (!response.account.empty()) page["account"] = response.account;
    if (!response.region.empty()) page["region"] = response.region;
    tell("api-call", std::move(page));
  } catch (std::exception const& error) {
    spdlog::error("an event went untold: {}", error.what());
  }
}

void EventFeed::tell_changes(std::vector<state::JournalEntry> const& entries) noexcept {
  try {
    for (auto const& entry : entries) {
      if (auto const* const change = std::get_if<state::TaskChange>(&entry)) tell("task", page_of(*change));
      if (auto const* const added = std::get_if<state::ServiceEventAdded>(&entry))
        tell("service-event", page_of(*added));
    }
  } catch (std::exception const& error) {
    spdlog::error("an event went untold: {}", error.what());
  }
}

std::shared_ptr<EndlessBody> EventFeed::open(std::string_view last_event_id) {
  std::scoped_lock const lock(mutex_);
  std::uint64_t next = last_ + 1;
  std::string greeting = ": events of neargate\n\n";
  if (!last_event_id.empty()) {
    std::uint64_t known = 0;
    std::string const prefix = epoch_ + '-';
    bool const is_ours = last_event_id.starts_with(prefix);
    std::string_view const digits = is_ours ? last_event_id.substr(prefix.size()) : std::string_view{};
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), known);
    bool const is_number = is_ours && error == std::errc{} && end == digits.data() + digits.size();
    bool const is_kept = is_number && known + 1 >= oldest() && known <= last_;
    next = is_kept ? known + 1 : oldest();
    if (!is_kept)
      greeting +=
          "event: lost\ndata: {\"reason\":\"what came right after this Last-Event-ID is not kept any "
          "more; what is kept follows\"}\n\n";
  }
  return std::make_shared<Reader>(*this, next, std::move(greeting));
}

std::size_t EventFeed::readers() const {
  std::scoped_lock const lock(mutex_);
  return readers_.size();
}

}  // namespace neargate::server
