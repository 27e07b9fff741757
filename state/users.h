#pragma once
// Rows of users, their access keys, and temporary credentials. A user's name is looked up without case.

#include <optional>
#include <string>
#include <vector>

#include "domain/user.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::User> find_user(Database& db, domain::AccountId const& account,
                                      std::string const& name);
std::vector<domain::User> list_users(Database& db, domain::AccountId const& account);  ///< by name
void save_user(Database& db, domain::User const& user);
void delete_user(Database& db, domain::AccountId const& account, std::string const& name);
/// The user's keys follow.
void rename_user(Database& db, domain::User const& user, std::string const& new_name);

std::optional<domain::AccessKey> find_access_key(Database& db, std::string const& id);
/// Of a user, or of the account's root when the name is empty; oldest first.
std::vector<domain::AccessKey> list_access_keys(Database& db, domain::AccountId const& account,
                                                std::string const& user);
void save_access_key(Database& db, domain::AccessKey const& key);
void delete_access_key(Database& db, std::string const& id);

std::optional<domain::Session> find_session(Database& db, std::string const& access_key);
void insert_session(Database& db, domain::Session const& session);
/// Forgets credentials that ended before `time`.
void delete_sessions_before(Database& db, domain::Time time);

}  // namespace neargate::state
