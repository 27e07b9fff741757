#pragma once
// What ECR's layer API knows of an upload beside its bytes: were the parts large enough?

#include <string>

#include "state/database.h"
#include "state/repositories.h"

namespace neargate::state {

/// AWS takes smaller parts only as the last one of a layer.
inline constexpr std::int64_t layer_part_bytes_min = 5 * 1024 * 1024;

/// Notes a part that was received, in order.
void note_layer_part(Database& db, std::string const& upload, RepositoryId repository, std::int64_t size);
/// A part that others followed was too small.
bool has_small_layer_part(Database& db, std::string const& upload);
void forget_layer_upload(Database& db, std::string const& upload);

}  // namespace neargate::state
