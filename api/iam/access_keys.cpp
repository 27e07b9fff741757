#include "api/iam/paging.h"
#include "api/iam/user_view.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/users.h"

namespace neargate::api::iam {

namespace {

constexpr std::size_t keys_per_user_max = 2;
constexpr int secret_length = 40;

/// The name of the user meant, spelled as it was created; "" for the account's root.
std::string user_meant(Call& call, std::optional<std::string> const& name) {
  std::string const meant = name ? *name : calling_user(call);
  return meant.empty() ? meant : require_user(call, meant).name;
}

std::optional<std::string> name_shown(std::string const& user) {
  return user.empty() ? std::nullopt : std::optional(user);
}

statusType status_of(domain::AccessKey const& key) {
  return key.active ? statusType::Active : statusType::Inactive;
}

domain::AccessKey require_key(Call& call, std::string const& user, std::string const& id) {
  auto const key = state::find_access_key(call.db, id);
  if (!key || key->account != call.scope.account || key->user != user)
    throw wire::Error(NoSuchEntityException, "The Access Key with id " + id + " cannot be found.");
  return *key;
}

}  // namespace

CreateAccessKeyResponse create_access_key(Call& call, CreateAccessKeyRequest const& request) {
  std::string const user = user_meant(call, request.user_name);
  if (state::list_access_keys(call.db, call.scope.account, user).size() >= keys_per_user_max)
    throw wire::Error(LimitExceededException, "Cannot exceed quota for AccessKeysPerUser: 2");
  domain::AccessKey const key{.id = call.mint.access_key_id("AKIA", call.scope.account),
                              .account = call.scope.account,
                              .user = user,
                              .secret = call.mint.secret(secret_length),
                              .created_at = call.clock.now()};
  state::save_access_key(call.db, key);
  return {.access_key = AccessKey{.user_name = name_shown(user),
                                  .access_key_id = key.id,
                                  .status = status_of(key),
                                  .secret_access_key = key.secret,
                                  .create_date = key.created_at}};
}

ListAccessKeysResponse list_access_keys(Call& call, ListAccessKeysRequest const& request) {
  std::string const user = user_meant(call, request.user_name);
  auto keys = state::list_access_keys(call.db, call.scope.account, user);
  std::sort(keys.begin(), keys.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
  auto const page = marked_page("keys " + call.scope.account.text() + user, keys, request.max_items,
                                request.marker, [](domain::AccessKey const& key) { return key.id; });
  ListAccessKeysResponse response{.access_key_metadata = std::vector<AccessKeyMetadata>{},
                                  .is_truncated = page.is_truncated,
                                  .marker = page.marker};
  for (domain::AccessKey const& key : page.items)
    response.access_key_metadata->push_back({.user_name = name_shown(user),
                                             .access_key_id = key.id,
                                             .status = status_of(key),
                                             .create_date = key.created_at});
  return response;
}

UpdateAccessKeyResponse update_access_key(Call& call, UpdateAccessKeyRequest const& request) {
  domain::AccessKey key =
      require_key(call, user_meant(call, request.user_name), request.access_key_id.value_or(""));
  if (request.status == statusType::Expired)
    throw wire::Error(ValidationError,
                      "1 validation error detected: Value 'Expired' at 'status' failed to "
                      "satisfy constraint: Member must satisfy enum value set: [Active, "
                      "Inactive]");
  key.active = request.status == statusType::Active;
  state::save_access_key(call.db, key);
  return {};
}

DeleteAccessKeyResponse delete_access_key(Call& call, DeleteAccessKeyRequest const& request) {
  state::delete_access_key(
      call.db, require_key(call, user_meant(call, request.user_name), request.access_key_id.value_or("")).id);
  return {};
}

}  // namespace neargate::api::iam
