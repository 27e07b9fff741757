#include "server/guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "domain/network.h"

namespace neargate::server {

namespace {

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](unsigned char c) { return std::tolower(c); });
  return lowered;
}

bool is_all(std::string_view text, bool (*good)(char)) {
  return !text.empty() && std::ranges::all_of(text, good);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_host_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

/// The host without its port, lower case, without a final dot; an IPv6 literal keeps its brackets. nullopt:
/// no host at all, or characters that no host has.
std::optional<std::string> host_name(std::string_view header) {
  std::string const text = lower(header);
  if (text.starts_with("[")) {
    auto const end = text.find(']');
    if (end == std::string::npos) return std::nullopt;
    std::string const rest = text.substr(end + 1);
    if (!rest.empty() && !(rest.front() == ':' && is_all(rest.substr(1), is_digit))) return std::nullopt;
    bool const literal = is_all(text.substr(1, end - 1), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
    });
    return literal ? std::optional(text.substr(0, end + 1)) : std::nullopt;
  }
  auto const colon = text.find(':');
  if (colon != std::string::npos && !is_all(text.substr(colon + 1), is_digit)) return std::nullopt;
  std::string name = text.substr(0, colon);
  if (name.ends_with(".")) name.pop_back();
  if (!is_all(name, is_host_character)) return std::nullopt;
  return name;
}

/// 123456789012.dkr.ecr.eu-west-1.amazonaws.com and its like: only Amazon can point these elsewhere, and only
/// a resolver that already lies for this machine points them here.
bool is_ecr_name(std::string_view name) {
  auto const dot = name.find('.');
  if (dot != 12 || !is_all(name.substr(0, dot), is_digit)) return false;
  std::string_view const rest = name.substr(dot);
  bool const registry = rest.starts_with(".dkr.ecr.") || rest.starts_with(".dkr.ecr-fips.") ||
                        rest.starts_with(".dkr-ecr.") || rest.starts_with(".dkr-ecr-fips.");
  bool const amazon =
      rest.ends_with(".amazonaws.com") || rest.ends_with(".amazonaws.com.cn") || rest.ends_with(".on.aws");
  return registry && amazon;
}

/// Does this configured pattern ({account}.dkr.ecr.{region}.example:4566) name the host?
bool fits(std::string_view pattern, std::string_view name) {
  auto const brace = pattern.find('{');
  if (brace == std::string_view::npos) return pattern == name;
  auto const end = pattern.find('}', brace);
  if (end == std::string_view::npos || !name.starts_with(pattern.substr(0, brace))) return false;
  std::string_view const label = name.substr(brace, name.substr(brace).find('.'));
  return !label.empty() && fits(pattern.substr(end + 1), name.substr(brace + label.size()));
}

bool is_safe_method(std::string_view method) { return method == "GET" || method == "HEAD"; }

/// http://HOST:PORT of an Origin header, as the Host header would say it.
bool is_same_origin(std::string_view origin, std::string_view host) {
  std::string const text = lower(origin);
  return text == "http://" + lower(host);
}

}  // namespace

HostList::HostList(std::vector<std::string> const& configured) {
  for (std::string const& text : configured) {
    std::string const name = lower(text);
    configured_.push_back(name.starts_with("[") ? name.substr(0, name.find(']') + 1)
                                                : name.substr(0, name.find(':')));
  }
}

bool HostList::allows(std::string_view host_header) const {
  auto const name = host_name(host_header);
  if (!name) return false;
  if (name->starts_with("[") || domain::parse_ipv4(*name)) return true;
  if (name->find('.') == std::string::npos) return true;  // localhost, a compose service's name
  if (name->ends_with(".localhost") || *name == "host.docker.internal" || is_ecr_name(*name)) return true;
  return std::ranges::any_of(configured_, [&](std::string const& pattern) { return fits(pattern, *name); });
}

std::optional<Refused> refuse_stranger(HostList const& hosts, GuardedRequest const& request) {
  if (!request.host) {
    if (request.http_1_1) return Refused{400, "a request needs a Host header"};
  } else if (!hosts.allows(*request.host)) {
    return Refused{421,
                   fmt::format("this server does not answer for the host \"{}\"; call it by IP address or "
                               "localhost, or name the host with --registry-host",
                               *request.host)};
  }
  bool const harmless = is_safe_method(request.method) && !request.upgrade;
  if (harmless || !request.origin) return std::nullopt;
  if (request.host && is_same_origin(*request.origin, *request.host)) return std::nullopt;
  return Refused{403, fmt::format("pages of another origin ({}) may change nothing here", *request.origin)};
}

}  // namespace neargate::server
