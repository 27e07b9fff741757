#pragma once
// Temporary credentials: made, kept until they end, told.

#include <chrono>

#include "api/call.h"
#include "domain/user.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

/// Keeps new credentials of a caller (what GetCallerIdentity will answer for them).
domain::Session open_session(Call& call, domain::AccountId const& account, std::string const& arn,
                             std::string const& caller_id, std::chrono::seconds lifetime);
Credentials credentials_view(domain::Session const& session);
/// Whether the request itself came with temporary credentials.
bool has_session(Call const& call);
/// Nobody here has an MFA device, so a code is refused as AWS refuses one of an unknown device.
void refuse_mfa(std::optional<std::string> const& serial_number, std::optional<std::string> const& code);

}  // namespace neargate::api::sts
