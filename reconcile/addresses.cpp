#include "reconcile/addresses.h"

#include "domain/network.h"

namespace neargate::reconcile {

Addresses addresses_of(std::vector<domain::Task> const& tasks) {
  Addresses held;
  for (auto const& task : tasks)
    if (task.eni)
      if (auto const address = domain::parse_ipv4(task.eni->private_ip)) held.insert(*address);
  return held;
}

AddressBook::AddressBook(Addresses const& held, std::set<std::string> const& refused) : held_(held) {
  for (auto const& text : refused)
    if (auto const address = domain::parse_ipv4(text)) given_.insert(*address);
}

std::optional<std::string> AddressBook::take(std::string const& cidr) {
  auto const block = domain::Cidr::parse(cidr);
  if (!block) return std::nullopt;
  // The network, its router, its DNS server and one for the future come first, broadcast last.
  std::uint64_t& offset = next_.try_emplace(cidr, 4).first->second;
  for (; offset + 1 < block->size(); ++offset) {
    auto const address = block->base + static_cast<std::uint32_t>(offset);
    if (!held_.contains(address) && given_.insert(address).second) return domain::print_ipv4(address);
  }
  return std::nullopt;
}

}  // namespace neargate::reconcile
