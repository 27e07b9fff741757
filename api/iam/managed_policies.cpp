#include "api/iam/managed_policies.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace neargate::api::iam {

namespace {

constexpr std::string_view aws_policies = "arn:aws:iam::aws:policy";

ManagedPolicy read_line(std::string_view line) {
  std::array<std::string_view, 6> columns;
  for (auto& column : columns) {
    auto const tab = line.find('\t');
    column = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  }
  return {columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]};
}

}  // namespace

std::string ManagedPolicy::arn() const {
  return std::string(aws_policies) + std::string(path) + std::string(name);
}

std::string ManagedPolicy::id() const {
  std::string text = "ANPA";
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  auto const stir = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL; };
  std::for_each(name.begin(), name.end(), stir);
  while (text.size() < 21) {
    stir('+');
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(hash >> 40) & 31];
  }
  return text;
}

std::vector<ManagedPolicy> const& managed_policies() {
  static std::vector<ManagedPolicy> const all = [] {
    std::vector<ManagedPolicy> policies;
    for (std::string_view const line : managed_policy_lines()) policies.push_back(read_line(line));
    return policies;
  }();
  return all;
}

ManagedPolicy const* find_managed_policy(std::string_view arn) {
  if (!is_aws_arn(arn)) return nullptr;
  std::string_view const name = arn.substr(arn.rfind('/') + 1);
  auto const& all = managed_policies();
  auto const found =
      std::lower_bound(all.begin(), all.end(), name,
                       [](ManagedPolicy const& policy, std::string_view text) { return policy.name < text; });
  return found != all.end() && found->arn() == arn ? &*found : nullptr;
}

bool is_aws_arn(std::string_view arn) { return arn.starts_with(aws_policies); }

std::string policy_name(std::string_view arn) { return std::string(arn.substr(arn.rfind('/') + 1)); }

std::string policy_path(std::string_view arn) {
  auto const resource = arn.find(":policy/");
  if (resource == std::string_view::npos) return "/";
  std::string_view const path = arn.substr(resource + std::string_view(":policy").size());
  return std::string(path.substr(0, path.rfind('/') + 1));
}

}  // namespace neargate::api::iam
