#pragma once
// Whose pulls refresh an image's lastRecordedPullTime: everybody's but those of excluded principals.

#include <string>

#include "domain/ids.h"
#include "state/database.h"

namespace neargate::registry {

/// `caller_arn` as STS tells it: arn:aws:iam::A:root, …:user/U, or arn:aws:sts::A:assumed-role/R/SESSION.
bool records_pull(state::Database& db, domain::Scope const& registry, std::string const& caller_arn);

}  // namespace neargate::registry
