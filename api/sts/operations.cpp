// The list: what of STS is served.

#include "gen/sts/operations.h"

#include "api/serve.h"
#include "gen/sts/codec.h"

namespace neargate::api::sts {

namespace {

constexpr Operation served[] = {
    {"AssumeRole", serve<&assume_role>},
    {"GetAccessKeyInfo", serve<&get_access_key_info>},
    {"GetCallerIdentity", serve<&get_caller_identity>},
    {"GetFederationToken", serve<&get_federation_token>, Access::Write},
    {"GetSessionToken", serve<&get_session_token>, Access::Write},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::sts
