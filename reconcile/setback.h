#pragma once
// What a failed Docker call means for the next attempt.

#include <optional>

#include "docker/engine.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// A refusal is final for what would make a task run; a daemon that is away or slow is asked again, at
/// growing intervals. Stopping and removing are asked for until they succeed.
Setback next_setback(std::optional<Setback> const& previous, Step step, docker::Failure failure,
                     domain::Time now);

/// Docker's address management, not a port: another address may do.
bool is_address_refusal(docker::Failure const& failure);
bool is_missing_image(docker::Failure const& failure);
bool is_missing_network(docker::Failure const& failure);

}  // namespace neargate::reconcile
