#include "api/ecs/rules/secret_accounts.h"

#include <fmt/format.h>

#include "api/ecs/rules/registration.h"
#include "domain/arn.h"

namespace neargate::api::ecs {

std::optional<Refusal> secret_accounts_refused(RegisterTaskDefinitionRequest const& request,
                                               std::string const& account) {
  for (auto const& container : containers_of(request))
    for (Secret const& secret : items(container.secrets)) {
      auto const arn = domain::Arn::parse(secret.value_from.value_or(""));
      if (!arn || arn->service != "ssm" || arn->account == account) continue;
      return client(
          fmt::format("The Systems Manager parameter ARN has a different account ID than the current "
                      "account. The current "
                      "account ID is {} and the ARN account ID is {}. Cross-account access for ARNs is not "
                      "currently supported.",
                      account, arn->account));
    }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
