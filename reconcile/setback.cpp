#include "reconcile/setback.h"

#include <algorithm>

namespace neargate::reconcile {

namespace {

using namespace std::chrono_literals;
using Kind = docker::Failure::Kind;

constexpr std::chrono::milliseconds back_off_first = 100ms, back_off_max = 10s;
constexpr int attempts_max = 3;

std::chrono::milliseconds back_off(int attempts) {
  return std::min(back_off_first * (1 << std::min(attempts - 1, 10)), back_off_max);
}

bool is_final(Setback const& setback) {
  if (setback.step > Step::Start) return false;
  if (setback.failure.kind == Kind::Unreachable) return false;
  // An image that went between being found and being used is obtained anew.
  bool const may_pass = setback.failure.kind == Kind::TimedOut || is_missing_image(setback.failure);
  return !(may_pass && setback.step != Step::Pull) || setback.attempts >= attempts_max;
}

}  // namespace

bool is_missing_image(docker::Failure const& failure) {
  return failure.kind == Kind::NotFound && failure.message.starts_with("No such image");
}

bool is_missing_network(docker::Failure const& failure) {
  return failure.kind == Kind::NotFound && failure.message.find("network") != std::string::npos;
}

bool is_address_refusal(docker::Failure const& failure) {
  return failure.message.find("Address already in use") != std::string::npos &&
         failure.message.find("external connectivity") == std::string::npos;
}

Setback next_setback(std::optional<Setback> const& previous, Step step, docker::Failure failure,
                     domain::Time now) {
  Setback next{.step = step, .failure = std::move(failure)};
  if (previous && previous->step == step) next.attempts = previous->attempts + 1;
  next.is_final = is_final(next);
  next.retry_at = now + back_off(next.attempts);
  return next;
}

}  // namespace neargate::reconcile
