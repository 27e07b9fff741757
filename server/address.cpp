#include "server/address.h"

#include <charconv>

namespace neargate::server {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  auto const colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto const port = parse_port(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  // Without brackets nobody can tell an IPv6 address from its port.
  bool const ambiguous = !bracketed && host.find(':') != std::string_view::npos;
  bool const misplaced = host.find_first_of("[]/ \t") != std::string_view::npos;
  if (!port || host.empty() || ambiguous || misplaced) return std::nullopt;
  return Address{std::string(host), *port};
}

std::string Address::text() const {
  bool const ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool Address::is_loopback() const { return host.starts_with("127.") || host == "::1" || host == "localhost"; }

Address Address::callable() const {
  if (host == "0.0.0.0") return {"127.0.0.1", port};
  if (host == "::") return {"::1", port};
  return *this;
}

std::string registry_host_of(Address const& listening) {
  Address const called = listening.callable();
  return called.host == "::1" ? "localhost:" + std::to_string(called.port) : called.text();
}

}  // namespace neargate::server
