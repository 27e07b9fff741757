#include "registry/naming.h"
#include "server/registry_routes.h"
#include "tests/fuzz/entry.h"

using namespace neargate;

int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view const text = fuzz::text_of(bytes, size);
  auto const route = server::parse_registry_target(text);
  bool const named = route.resource != server::RegistryResource::Ping &&
                     route.resource != server::RegistryResource::Catalog &&
                     route.resource != server::RegistryResource::Unknown;
  auto const asked = registry::split_asked_name(route.asked_name);
  if (asked.scope) {
    fuzz::promise(registry::is_account(asked.scope->account.text()));
    fuzz::promise(route.asked_name ==
                  asked.scope->account.text() + '/' + asked.scope->region.text() + '/' + asked.name);
  } else {
    fuzz::promise(asked.name == route.asked_name);
  }
  if (named && registry::is_repository_name(asked.name)) {
    fuzz::promise(asked.name.size() <= 256 && asked.name.find("..") == std::string::npos);
    fuzz::promise(asked.name.front() != '/' && asked.name.back() != '/');
    fuzz::promise(server::percent_decode(server::percent_encode(asked.name)) == asked.name);
  }
  if (registry::is_tag(route.reference))
    fuzz::promise(route.reference.find_first_of("/:@%") == std::string::npos &&
                  route.reference.size() <= 128);
  if (auto const scope = registry::scope_of_host(text)) fuzz::promise(!scope->region.text().empty());
  return 0;
}
