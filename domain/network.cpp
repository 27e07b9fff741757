#include "domain/network.h"

#include <algorithm>
#include <charconv>

namespace neargate::domain {

std::optional<std::uint32_t> parse_ipv4(std::string const& text) {
  std::uint32_t address = 0;
  char const* at = text.data();
  char const* const end = at + text.size();
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (at == end || *at++ != '.')) return std::nullopt;
    unsigned octet = 0;
    auto const [next, error] = std::from_chars(at, end, octet);
    if (error != std::errc{} || octet > 255 || next - at > 3) return std::nullopt;
    address = (address << 8) | octet;
    at = next;
  }
  if (at != end) return std::nullopt;
  return address;
}

std::string print_ipv4(std::uint32_t address) {
  return std::to_string(address >> 24) + '.' + std::to_string((address >> 16) & 255) + '.' +
         std::to_string((address >> 8) & 255) + '.' + std::to_string(address & 255);
}

std::optional<Cidr> Cidr::parse(std::string const& text) {
  auto const slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  auto const base = parse_ipv4(text.substr(0, slash));
  int prefix = 0;
  char const* const begin = text.data() + slash + 1;
  char const* const end = text.data() + text.size();
  auto const [next, error] = std::from_chars(begin, end, prefix);
  if (!base || error != std::errc{} || next != end || prefix < 0 || prefix > 32) return std::nullopt;
  Cidr cidr;
  cidr.prefix = prefix;
  cidr.base = prefix == 0 ? 0 : *base & ~static_cast<std::uint32_t>((std::uint64_t{1} << (32 - prefix)) - 1);
  return cidr;
}

bool Cidr::contains(std::uint32_t address) const {
  return address >= base && std::uint64_t{address} < std::uint64_t{base} + size();
}

bool Cidr::overlaps(Cidr const& other) const { return contains(other.base) || other.contains(base); }

std::string Cidr::text() const { return print_ipv4(base) + '/' + std::to_string(prefix); }

std::string loopback_twin(std::string const& private_ip) {
  auto const dot = private_ip.find('.');
  return dot == std::string::npos ? "127.0.0.1" : "127" + private_ip.substr(dot);
}

std::string private_dns_name(NetworkInterface const& eni) {
  if (eni.private_ip.empty()) return {};
  std::string address = eni.private_ip;
  std::ranges::replace(address, '.', '-');
  std::string const& region = eni.scope.region.text();
  return "ip-" + address + (region == "us-east-1" ? ".ec2.internal" : '.' + region + ".compute.internal");
}

}  // namespace neargate::domain
