#include "registry/lifecycle_policy.h"
#include "tests/fuzz/entry.h"

using namespace neargate;

int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  auto const parsed = registry::parse_lifecycle_policy(fuzz::text_of(bytes, size));
  auto const* const policy = std::get_if<registry::LifecyclePolicy>(&parsed);
  if (!policy) {
    fuzz::promise(
        std::get<registry::LifecyclePolicyInvalid>(parsed).text.starts_with("Lifecycle policy validation"));
    return 0;
  }
  fuzz::promise(!policy->rules.empty() && policy->rules.size() <= 50);
  for (auto const& rule : policy->rules) fuzz::promise(rule.priority >= 1 && rule.count >= 1);
  // What is kept is read again as the same.
  auto const again = registry::parse_lifecycle_policy(policy->text);
  auto const* const same = std::get_if<registry::LifecyclePolicy>(&again);
  fuzz::promise(same && same->rules == policy->rules && same->text == policy->text);
  return 0;
}
