// The list: what of STS is served.

#include "gen/sts/operations.h"

#include "api/serve.h"
#include "gen/sts/codec.h"

namespace neargate::api::sts {

namespace {

constexpr Operation served[] = {
    {"GetCallerIdentity", serve<&get_caller_identity>},
};

}  // namespace

std::span<Operation const> operations() { return served; }

}  // namespace neargate::api::sts
