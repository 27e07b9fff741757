#include "docker/http_engine.h"

#include <algorithm>
#include <charconv>

#include "docker/messages.h"
#include "docker/text.h"

namespace neargate::docker {
namespace {

using namespace std::chrono_literals;

// The ECS agent's own time-outs (ecs-task-runtime.md "Order, time-outs, essential").
constexpr auto inspect_limit = 30s;
constexpr auto create_limit = 4min;
constexpr auto start_limit = 3min;
constexpr auto stop_limit_beyond_grace = 30s;
constexpr auto remove_limit = 2min;
constexpr auto pull_limit = 2h;
constexpr auto pull_inactivity = 60s;
constexpr auto import_limit = 10min;

constexpr std::size_t line_bytes_max = std::size_t{1} << 20;
constexpr int oldest_api_minor = 41;  // Engine 20.10
constexpr char const* json_body = "Content-Type: application/json";

Failure refusal(HttpAnswer const& answer) {
  Failure::Kind kind = Failure::Kind::Refused;
  if (answer.status == 404) kind = Failure::Kind::NotFound;
  if (answer.status == 409) kind = Failure::Kind::Conflict;
  if (answer.status >= 500) kind = Failure::Kind::ServerError;
  return {kind, answer.status, message::read_refusal(answer.body)};
}

Failure not_understood(char const* what) {
  return {Failure::Kind::ServerError, 0, std::string("the Docker daemon sent a malformed ") + what};
}

/// Success for one of `statuses`, the daemon's refusal otherwise.
Outcome<void> accept(Outcome<HttpAnswer> const& answer, std::initializer_list<int> statuses) {
  if (!answer) return answer.error();
  if (std::ranges::find(statuses, answer->status) == statuses.end()) return refusal(*answer);
  return boost::system::in_place_value;
}

/// The body of an answer of `status` through one of message::read_….
template <class Value>
Outcome<Value> read(Outcome<HttpAnswer> const& answer, int status,
                    std::optional<Value> (*reader)(std::string_view), char const* what) {
  if (!answer) return answer.error();
  if (answer->status != status) return refusal(*answer);
  std::optional<Value> value = reader(answer->body);
  if (!value) return not_understood(what);
  return std::move(*value);
}

/// 1.47 -> 47; anything but 1.x is 0.
int minor_of(std::string_view version) {
  int minor = 0;
  if (version.starts_with("1.")) std::from_chars(version.data() + 2, version.data() + version.size(), minor);
  return minor;
}

std::string segment(std::string_view text) { return url_encode(text); }
/// Image names keep their slashes, tags and digests: the route takes the rest of the path.
std::string image_segment(std::string_view text) { return url_encode(text, "/:@"); }

std::string label_filter(std::string const& label, std::string const& value) {
  return value.empty() ? label : label + '=' + value;
}

/// The events after which a container's inspection reads differently. Others (exec_… of each health check,
/// attach, top) would wake the reconciler for nothing.
std::vector<std::string> const watched_actions{"create",  "start", "restart", "die",          "oom",
                                               "destroy", "pause", "unpause", "health_status"};

/// What is told while the stream opens: the daemon flushes its headers just before it subscribes, so the
/// events from this instant on are asked for again. A repeated event does no harm.
std::string now_as_since() {
  using namespace std::chrono;
  auto const now = floor<nanoseconds>(system_clock::now()).time_since_epoch();
  std::string const nanos = std::to_string((now % 1s).count());
  return std::to_string(floor<seconds>(now).count()) + '.' + std::string(9 - nanos.size(), '0') + nanos;
}

}  // namespace

Outcome<HttpEngine::Api> HttpEngine::api() {
  std::scoped_lock const lock(api_mutex_);
  if (api_) return *api_;
  HttpRequest const request{.target = "/version"};
  auto const version = read<message::Version>(client_.exchange(request, {.total = inspect_limit}), 200,
                                              &message::read_version, "version");
  if (!version) return version.error();
  int const newest = minor_of(version->engine.api_version);
  if (newest < oldest_api_minor) {
    return Failure{Failure::Kind::Refused, 0,
                   "Docker Engine API 1.41 (Engine 20.10) or newer is needed; this daemon speaks " +
                       version->engine.api_version};
  }
  // The oldest that both speak: what is written here stays true of newer daemons.
  int const minor = std::max(oldest_api_minor, minor_of(version->api_version_min));
  api_ = Api{"/v1." + std::to_string(minor), minor};
  return *api_;
}

void HttpEngine::forget_api_if_unreachable(Failure const& failure) {
  if (failure.kind != Failure::Kind::Unreachable) return;
  std::scoped_lock const lock(api_mutex_);
  api_.reset();  // what comes back may be another version
}

Outcome<HttpAnswer> HttpEngine::exchange(HttpRequest request, Limits const& limits) {
  auto const spoken = api();
  if (!spoken) return spoken.error();
  request.target.insert(0, spoken->prefix);
  Outcome<HttpAnswer> answer = client_.exchange(request, limits);
  if (!answer) forget_api_if_unreachable(answer.error());
  return answer;
}

Outcome<HttpAnswer> HttpEngine::get(std::string target) {
  return exchange({.target = std::move(target)}, {.total = inspect_limit});
}

Outcome<void> HttpEngine::remove_at(std::string target, std::chrono::seconds limit) {
  HttpRequest request{.method = "DELETE", .target = std::move(target)};
  return accept(exchange(std::move(request), {.total = limit}), {200, 204, 404});
}

Outcome<EngineVersion> HttpEngine::version() {
  HttpRequest const request{.target = "/version"};
  auto version = read<message::Version>(client_.exchange(request, {.total = inspect_limit}), 200,
                                        &message::read_version, "version");
  if (!version) return version.error();
  return version->engine;
}

Outcome<std::vector<ContainerState>> HttpEngine::list(std::string const& label, std::string const& value) {
  std::string const filters = message::write_filters({{"label", {label_filter(label, value)}}});
  auto const ids =
      read<std::vector<std::string>>(get("/containers/json?all=1&filters=" + url_encode(filters)), 200,
                                     &message::read_container_ids, "container list");
  if (!ids) return ids.error();
  std::vector<ContainerState> containers;
  containers.reserve(ids->size());
  for (std::string const& id : *ids) {
    auto container = inspect(id);
    if (!container) return container.error();
    if (*container) containers.push_back(std::move(**container));  // else it went in between
  }
  return containers;
}

Outcome<std::optional<ContainerState>> HttpEngine::inspect(std::string const& id_or_name) {
  auto const answer = get("/containers/" + segment(id_or_name) + "/json");
  if (answer && answer->status == 404) return std::optional<ContainerState>{};
  auto container = read<ContainerState>(answer, 200, &message::read_container, "container");
  if (!container) return container.error();
  return std::optional(std::move(*container));
}

Outcome<std::string> HttpEngine::create(ContainerSpec const& spec) {
  auto const spoken = api();
  if (!spoken) return spoken.error();
  std::string const body = message::write_container(spec, spoken->minor);
  HttpRequest request{.method = "POST",
                      .target = "/containers/create?name=" + url_encode(spec.name),
                      .headers = {json_body},
                      .body = body};
  return read<std::string>(exchange(std::move(request), {.total = create_limit}), 201,
                           &message::read_created_id, "created container");
}

Outcome<void> HttpEngine::start(std::string const& id) {
  HttpRequest request{.method = "POST", .target = "/containers/" + segment(id) + "/start"};
  return accept(exchange(std::move(request), {.total = start_limit}), {204, 304});
}

Outcome<void> HttpEngine::stop(std::string const& id, std::chrono::seconds grace) {
  HttpRequest request{.method = "POST",
                      .target = "/containers/" + segment(id) + "/stop?t=" + std::to_string(grace.count())};
  return accept(exchange(std::move(request), {.total = grace + stop_limit_beyond_grace}), {204, 304, 404});
}

Outcome<void> HttpEngine::remove(std::string const& id) {
  auto removed = remove_at("/containers/" + segment(id) + "?force=1&v=1", remove_limit);
  if (!removed && removed.error().message.find("already in progress") != std::string::npos) {
    return wait_until_removed(id);
  }
  return removed;
}

/// Someone else's removal is under way: gone is gone.
Outcome<void> HttpEngine::wait_until_removed(std::string const& id) {
  HttpRequest request{.method = "POST", .target = "/containers/" + segment(id) + "/wait?condition=removed"};
  return accept(exchange(std::move(request), {.total = remove_limit}), {200, 404});
}

Outcome<std::optional<ImageState>> HttpEngine::find_image(std::string const& reference) {
  auto const answer = get("/images/" + image_segment(reference) + "/json");
  if (answer && answer->status == 404) return std::optional<ImageState>{};
  auto image = read<ImageState>(answer, 200, &message::read_image, "image");
  if (!image) return image.error();
  return std::optional(std::move(*image));
}

Outcome<void> HttpEngine::pull(std::string const& reference, std::optional<RegistryAuth> const& auth) {
  auto const spoken = api();
  if (!spoken) return spoken.error();
  PullReference const parts = split_reference(reference);
  HttpRequest request{.method = "POST",
                      .target = spoken->prefix + "/images/create?fromImage=" + url_encode(parts.name) +
                                "&tag=" + url_encode(parts.tag)};
  if (auth) request.headers.push_back("X-Registry-Auth: " + base64_url(message::write_registry_auth(*auth)));

  std::string error;
  LineCutter lines(line_bytes_max);
  bool readable = true;
  auto const on_line = [&error, &readable](std::string_view line) {
    auto const progress = message::read_progress(line);
    readable = readable && progress.has_value();
    if (progress && !progress->error.empty()) error = progress->error;
  };
  Sink const sink{.on_open = {}, .on_bytes = [&](std::string_view bytes) {
                    return lines.append(bytes, on_line) && readable;
                  }};
  auto const answer = client_.stream(request, {.total = pull_limit, .inactivity = pull_inactivity}, sink);
  if (!answer) {
    forget_api_if_unreachable(answer.error());
    return answer.error();
  }
  if (answer->status != 200) return refusal(*answer);
  // The manifest was found, so 200 was said; then a layer failed: the text is all there is.
  if (!error.empty()) return Failure{Failure::Kind::ServerError, answer->status, error};
  return boost::system::in_place_value;
}

Outcome<std::string> HttpEngine::import_image(std::string const& tar, std::string const& repository,
                                              std::string const& tag,
                                              std::vector<std::string> const& changes) {
  std::string target = "/images/create?fromSrc=-&repo=" + url_encode(repository) + "&tag=" + url_encode(tag);
  for (std::string const& change : changes) target += "&changes=" + url_encode(change);
  HttpRequest request{.method = "POST",
                      .target = std::move(target),
                      .headers = {"Content-Type: application/x-tar"},
                      .body = tar};
  auto const answer = exchange(std::move(request), {.total = import_limit});
  if (!answer) return answer.error();
  if (answer->status != 200) return refusal(*answer);
  message::Progress last;
  LineCutter lines(line_bytes_max);
  lines.append(answer->body + '\n', [&last](std::string_view line) {
    if (auto progress = message::read_progress(line); progress && last.error.empty()) last = *progress;
  });
  if (!last.error.empty()) return Failure{Failure::Kind::ServerError, answer->status, last.error};
  if (!last.status.starts_with("sha256:")) return not_understood("import progress");
  return last.status;
}

Outcome<std::vector<NetworkState>> HttpEngine::list_networks() {
  return read<std::vector<NetworkState>>(get("/networks"), 200, &message::read_networks, "network list");
}

Outcome<std::string> HttpEngine::create_network(NetworkSpec const& spec) {
  std::string const body = message::write_network(spec);
  HttpRequest request{.method = "POST", .target = "/networks/create", .headers = {json_body}, .body = body};
  return read<std::string>(exchange(std::move(request), {.total = create_limit}), 201,
                           &message::read_created_id, "created network");
}

Outcome<void> HttpEngine::remove_network(std::string const& id) {
  return remove_at("/networks/" + segment(id), remove_limit);
}

Outcome<std::vector<VolumeState>> HttpEngine::list_volumes() {
  return read<std::vector<VolumeState>>(get("/volumes"), 200, &message::read_volumes, "volume list");
}

Outcome<void> HttpEngine::remove_volume(std::string const& name) {
  return remove_at("/volumes/" + segment(name), remove_limit);
}

Outcome<void> HttpEngine::watch(std::string const& label, std::string const& value,
                                std::function<void()> const& on_open,
                                std::function<void(Event const&)> const& on_event, std::stop_token stop) {
  auto const spoken = api();
  if (!spoken) return spoken.error();
  std::string const filters = message::write_filters(
      {{"type", {"container"}}, {"label", {label_filter(label, value)}}, {"event", watched_actions}});
  HttpRequest const request{.target = spoken->prefix + "/events?since=" + now_as_since() +
                                      "&filters=" + url_encode(filters)};

  LineCutter lines(line_bytes_max);
  bool readable = true;
  auto const on_line = [&](std::string_view line) {
    auto const event = message::read_event(line);
    readable = readable && event.has_value();
    if (event && !stop.stop_requested()) on_event(*event);
  };
  Sink const sink{.on_open = on_open, .on_bytes = [&](std::string_view bytes) {
                    return lines.append(bytes, on_line) && readable;
                  }};
  auto const answer = client_.stream(request, {.total = 0ms}, sink, stop);
  if (stop.stop_requested()) return boost::system::in_place_value;
  if (!answer) {
    forget_api_if_unreachable(answer.error());
    return answer.error();
  }
  if (answer->status != 200) return refusal(*answer);
  return Failure{Failure::Kind::Unreachable, 0, "the Docker daemon ended the event stream"};
}

}  // namespace neargate::docker
