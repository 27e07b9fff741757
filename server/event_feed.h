#pragma once
// What GET /_neargate/events tells, as Server-Sent Events (docs/own-pages.md): every API call, every change
// of a task's status, every service event. The newest are kept in one bounded buffer that all readers share:
// a reader who falls behind it is lost, and nobody waits for a reader.

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/clock.h"
#include "server/http_message.h"
#include "state/journal.h"

namespace neargate::api::wire {
struct Response;
}

namespace neargate::server {

class EventFeed final {
 public:
  static constexpr std::size_t kept_bytes_max = 4 * 1024 * 1024;

  /// `epoch` begins every id: another process's ids are known for what they are.
  EventFeed(std::string epoch, domain::Clock const& clock, std::size_t kept_bytes = kept_bytes_max)
      : epoch_(std::move(epoch)), clock_(clock), kept_bytes_max_(kept_bytes) {}

  void tell_call(api::wire::Response const& response) noexcept;
  void tell_changes(std::vector<state::JournalEntry> const& entries) noexcept;
  void tell(char const* kind, nlohmann::ordered_json page);

  /// A reader from now on, or behind `last_event_id` if that is given. What went lost in between is told
  /// first.
  std::shared_ptr<EndlessBody> open(std::string_view last_event_id);
  std::size_t readers() const;

 private:
  class Reader;
  struct Event {
    std::uint64_t number;
    std::string text;
  };

  // These want mutex_ held.
  std::uint64_t oldest() const { return events_.empty() ? last_ + 1 : events_.front().number; }
  std::optional<std::string> read(Reader& reader) const;
  void wake_readers();

  std::string const epoch_;
  domain::Clock const& clock_;
  std::size_t const kept_bytes_max_;
  mutable std::mutex mutex_;
  std::deque<Event> events_;
  std::size_t kept_bytes_ = 0;
  std::uint64_t last_ = 0;
  std::vector<Reader*> readers_;
};

}  // namespace neargate::server
