#include "reconcile/failure_text.h"

#include <fmt/format.h>

namespace neargate::reconcile {

namespace {

constexpr std::size_t reason_bytes_max = 1024;  // the agent cuts there

char const* error_name(Step step) {
  switch (step) {
    case Step::Pull:
      return "CannotPullContainerError";
    case Step::Create:
      return "CannotCreateContainerError";
    case Step::Start:
      return "CannotStartContainerError";
    case Step::Stop:
      return "CannotStopContainerError";
    case Step::Remove:
      return "CannotRemoveContainerError";
  }
  return "";
}

/// What the container could not become, for DockerTimeoutError.
std::pair<char const*, char const*> target_and_limit(Step step) {
  switch (step) {
    case Step::Pull:
      return {"pulled", "2h0m0s"};
    case Step::Create:
      return {"created", "4m0s"};
    case Step::Start:
      return {"started", "3m0s"};
    case Step::Stop:
    case Step::Remove:
      return {"stopped", "2m0s"};
  }
  return {"", ""};
}

std::string cut(std::string text) {
  if (text.size() > reason_bytes_max) text.resize(reason_bytes_max);
  return text;
}

}  // namespace

std::string describe(Setback const& setback) {
  if (setback.failure.kind == docker::Failure::Kind::TimedOut) {
    auto const [target, limit] = target_and_limit(setback.step);
    return fmt::format("DockerTimeoutError: Could not transition to {}; timed out after waiting {}", target,
                       limit);
  }
  bool const answered = setback.failure.status != 0;
  return cut(fmt::format("{}: {}{}", error_name(setback.step), answered ? "Error response from daemon: " : "",
                         setback.failure.message));
}

std::string describe_fargate_pull(Setback const& setback, std::string const& image) {
  return cut(
      fmt::format("CannotPullContainerError: pull image manifest has been retried {} time(s): failed to "
                  "resolve ref {}: {}",
                  setback.attempts, canonical_reference(image), setback.failure.message));
}

std::string no_free_address(std::string const& subnet, bool with_public_ip) {
  return fmt::format(
      "Unexpected EC2 error while attempting to Create Network Interface{} in subnet '{}': "
      "InsufficientFreeAddressesInSubnet",
      with_public_ip ? " with public IP assignment enabled" : "", subnet);
}

std::string canonical_reference(std::string const& image) {
  std::string name = image;
  auto const slash = name.find('/');
  std::string const first = slash == std::string::npos ? "" : name.substr(0, slash);
  bool const has_host = first.find_first_of(".:") != std::string::npos || first == "localhost";
  if (!has_host) name = (slash == std::string::npos ? "docker.io/library/" : "docker.io/") + name;
  auto const last = name.rfind('/');
  bool const has_tag = name.find_first_of(":@", last) != std::string::npos;
  return has_tag ? name : name + ":latest";
}

}  // namespace neargate::reconcile
