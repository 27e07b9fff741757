#include "registry/upstream.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "registry/manifests.h"

namespace neargate::registry {

namespace {

constexpr long connect_timeout_ms = 5'000;
constexpr long silence_s = 30;
constexpr long redirects_max = 5;
constexpr long unauthorized = 401;
constexpr std::size_t token_bytes_max = 64 * 1024;
constexpr char const* manifest_types =
    "Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
    " application/vnd.docker.distribution.manifest.list.v2+json,"
    " application/vnd.docker.distribution.manifest.v2+json";

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string escaped(std::string const& text) {
  std::unique_ptr<char, decltype(&curl_free)> const out(
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), &curl_free);
  return out ? out.get() : text;
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int on_progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::stop_token*>(context)->stop_requested() ? 1 : 0;
}

UpstreamFailure failure_of(long status, std::string const& what) {
  using Kind = UpstreamFailure::Kind;
  std::string const said = fmt::format("the upstream registry answered {} to {}", status, what);
  if (status == unauthorized || status == 403) return {Kind::Denied, said};
  if (status == 404) return {Kind::Missing, said};
  if (status == 429) return {Kind::TooManyRequests, said};
  return {status >= 500 ? Kind::Unavailable : Kind::Malformed, said};
}

}  // namespace

/// One request under way, and what came of it.
struct Upstream::Exchange {
  std::string url;
  bool head_only = false;
  std::vector<std::string> headers = {};
  std::size_t body_bytes_max = manifest_bytes_max;
  std::function<bool(std::span<std::byte const>)> const* sink = nullptr;
  long status = 0;
  std::map<std::string, std::string> answered = {};  ///< headers, names in lower case
  std::string body = {};
  CURL* handle = nullptr;
  bool too_large = false;
  std::exception_ptr thrown = {};

  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& self = *static_cast<Exchange*>(context);
    std::string_view line(bytes, count);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) self.answered.clear();  // of a redirect, the last answer counts
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return count;
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    self.answered[lower(std::string(line.substr(0, colon)))] = std::string(value);
    return count;
  }

  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* context) {
    auto& self = *static_cast<Exchange*>(context);
    long status = 0;
    curl_easy_getinfo(self.handle, CURLINFO_RESPONSE_CODE, &status);
    try {
      if (self.sink && status == 200) return (*self.sink)(std::as_bytes(std::span(bytes, count))) ? count : 0;
    } catch (...) {
      self.thrown = std::current_exception();  // it must not cross curl's C frames
      return 0;
    }
    self.too_large = self.body.size() + count > self.body_bytes_max;
    if (!self.too_large) self.body.append(bytes, count);
    return self.too_large ? 0 : count;
  }

  CURLcode perform(std::stop_token& stop, std::string const& authorization) {
    std::unique_ptr<CURL, FreeEasy> const easy(curl_easy_init());
    if (!easy) return CURLE_OUT_OF_MEMORY;
    handle = easy.get();
    std::unique_ptr<curl_slist, FreeList> list;
    auto const add = [&](std::string const& line) {
      if (curl_slist* const longer = curl_slist_append(list.get(), line.c_str())) {
        static_cast<void>(list.release());
        list.reset(longer);
      }
    };
    for (std::string const& line : headers) add(line);
    if (!authorization.empty()) add(authorization);
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);  // blobs; curl keeps credentials to the first host
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, redirects_max);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_NOBODY, head_only ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "neargate");
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, silence_s);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
    answered.clear();
    body.clear();
    CURLcode const code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return code;
  }
};

Upstream::Upstream(UpstreamAddresses const& addresses, std::string const& url, std::string repository,
                   std::stop_token stop)
    : repository_(std::move(repository)), stop_(std::move(stop)) {
  static CURLcode const once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
  auto const mapped = addresses.find(url);
  base_ = mapped == addresses.end() ? "https://" + url : mapped->second;
  while (base_.ends_with('/')) base_.pop_back();
  auto const begin = base_.find("://");
  auto const at = base_.rfind('@');
  if (begin == std::string::npos || at == std::string::npos || at < begin) return;
  credentials_ = base_.substr(begin + 3, at - begin - 3);
  base_.erase(begin + 3, at - begin - 2);
}

/// Once more with what the registry asked for, when it asked for something.
std::optional<UpstreamFailure> Upstream::exchange(Exchange& exchange) {
  CURLcode code = exchange.perform(stop_, authorization_);
  if (code == CURLE_OK && exchange.status == unauthorized) {
    auto const challenge = exchange.answered.find("www-authenticate");
    if (challenge != exchange.answered.end() && authorise(challenge->second))
      code = exchange.perform(stop_, authorization_);
  }
  if (exchange.thrown) std::rethrow_exception(exchange.thrown);
  if (exchange.too_large)
    return UpstreamFailure{UpstreamFailure::Kind::Malformed, "the upstream registry's answer is too large"};
  if (code != CURLE_OK)
    return UpstreamFailure{
        UpstreamFailure::Kind::Unavailable,
        fmt::format("the upstream registry at {} cannot be read: {}", base_, curl_easy_strerror(code))};
  if (exchange.status != 200) return failure_of(exchange.status, exchange.url);
  return std::nullopt;
}

/// False: nothing new can be said.
bool Upstream::authorise(std::string const& challenge) {
  std::string const basic = credentials_.empty() ? "" : "Authorization: Basic " + [&] {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    unsigned bits = 0;
    int held = 0;
    for (unsigned char const byte : credentials_) {
      bits = bits << 8U | byte;
      for (held += 8; held >= 6; held -= 6) text += letters[bits >> (held - 6) & 63U];
    }
    if (held > 0) text += letters[bits << (6 - held) & 63U];
    while (text.size() % 4) text += '=';
    return text;
  }();
  if (parse_challenge(challenge, "basic")) {
    bool const is_new = !basic.empty() && authorization_ != basic;
    authorization_ = basic;
    return is_new;
  }
  auto bearer = parse_challenge(challenge, "bearer");
  if (!bearer || (*bearer)["realm"].empty()) return false;
  Exchange asking{.url = (*bearer)["realm"], .body_bytes_max = token_bytes_max};
  asking.url += asking.url.find('?') == std::string::npos ? '?' : '&';
  if (!(*bearer)["service"].empty()) asking.url += "service=" + escaped((*bearer)["service"]) + '&';
  if (!repository_.empty()) asking.url += "scope=" + escaped("repository:" + repository_ + ":pull");
  if (asking.perform(stop_, basic) != CURLE_OK || asking.status != 200) return false;
  auto const answer = nlohmann::json::parse(asking.body, nullptr, false);
  if (!answer.is_object()) return false;
  for (char const* const name : {"token", "access_token"}) {
    auto const token = answer.find(name);
    if (token == answer.end() || !token->is_string()) continue;
    authorization_ = "Authorization: Bearer " + token->get<std::string>();
    return true;
  }
  return false;
}

std::optional<UpstreamFailure> Upstream::ping() {
  Exchange asking{.url = base_ + "/v2/"};
  return exchange(asking);
}

UpstreamResult<std::string> Upstream::resolve(std::string const& tag) {
  Exchange asking{.url = base_ + "/v2/" + repository_ + "/manifests/" + tag,
                  .head_only = true,
                  .headers = {manifest_types}};
  if (auto failure = exchange(asking)) return *std::move(failure);
  return asking.answered["docker-content-digest"];
}

UpstreamResult<UpstreamManifest> Upstream::manifest(std::string const& reference) {
  Exchange asking{.url = base_ + "/v2/" + repository_ + "/manifests/" + reference,
                  .headers = {manifest_types}};
  if (auto failure = exchange(asking)) return *std::move(failure);
  std::string type = asking.answered["content-type"];
  type = type.substr(0, type.find(';'));
  return UpstreamManifest{std::move(asking.body), std::move(type)};
}

std::optional<UpstreamFailure> Upstream::blob(domain::Digest const& digest,
                                              std::function<bool(std::span<std::byte const>)> const& write) {
  Exchange asking{.url = base_ + "/v2/" + repository_ + "/blobs/" + digest.text(), .sink = &write};
  return exchange(asking);
}

std::optional<std::map<std::string, std::string>> parse_challenge(std::string const& header,
                                                                  std::string const& scheme) {
  auto const blank = header.find(' ');
  if (lower(header.substr(0, blank)) != scheme) return std::nullopt;
  std::map<std::string, std::string> parts;
  std::string_view rest =
      blank == std::string::npos ? std::string_view() : std::string_view(header).substr(blank);
  for (;;) {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ',')) rest.remove_prefix(1);
    auto const equals = rest.find('=');
    if (equals == std::string_view::npos) return parts;
    std::string const name = lower(std::string(rest.substr(0, equals)));
    rest.remove_prefix(equals + 1);
    bool const quoted = rest.starts_with('"');
    if (quoted) rest.remove_prefix(1);
    auto const end = std::min(rest.find(quoted ? '"' : ','), rest.size());
    parts[name] = std::string(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace neargate::registry
