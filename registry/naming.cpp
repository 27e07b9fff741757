#include "registry/naming.h"

#include <algorithm>

#include "domain/arn.h"

namespace neargate::registry {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_letter(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

/// [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*
bool is_name_component(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    std::size_t const word = at;
    while (at < text.size() && is_name_letter(text[at])) ++at;
    if (at == word) return false;
    if (at == text.size()) return true;
    std::size_t const separator = at;
    while (at < text.size() && !is_name_letter(text[at])) ++at;
    std::string_view const between = text.substr(separator, at - separator);
    bool const dashes = std::ranges::all_of(between, [](char c) { return c == '-'; });
    if (between != "." && between != "_" && between != "__" && !dashes) return false;
  }
}

bool is_region(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return is_name_letter(c) || c == '-'; }) &&
         text.front() >= 'a' && text.front() <= 'z';
}

/// Takes `prefix` off the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string result(text);
  for (std::size_t at = result.find(what); at != std::string::npos; at = result.find(what, at + by.size()))
    result.replace(at, what.size(), by);
  return result;
}

std::string host_for(std::string_view registry_host, domain::Scope const& scope) {
  return replaced(replaced(registry_host, "{account}", scope.account.text()), "{region}",
                  scope.region.text());
}

}  // namespace

bool is_repository_name(std::string_view text, Profile profile) {
  std::size_t const shortest = profile == Profile::Ecr ? 2 : 1;
  if (text.size() < shortest || text.size() > 256) return false;
  for (;;) {
    auto const slash = text.find('/');
    if (!is_name_component(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

bool is_tag(std::string_view text) {
  auto const is_word = [](char c) { return is_name_letter(c) || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && text.size() <= 128 && is_word(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return is_word(c) || c == '.' || c == '-'; });
}

bool is_account(std::string_view text) { return text.size() == 12 && std::ranges::all_of(text, is_digit); }

std::optional<domain::Scope> scope_of_host(std::string_view host) {
  std::string_view const account = host.substr(0, 12);
  if (!is_account(account)) return std::nullopt;
  host.remove_prefix(12);
  if (!take(host, ".dkr.ecr") && !take(host, ".dkr-ecr")) return std::nullopt;
  take(host, "-fips");
  if (!take(host, ".")) return std::nullopt;
  auto const dot = host.find('.');
  std::string_view const region = host.substr(0, dot);
  if (dot == std::string_view::npos || dot + 1 == host.size() || !is_region(region)) return std::nullopt;
  return domain::Scope{domain::AccountId{account}, domain::Region{region}};
}

AskedName split_asked_name(std::string_view asked) {
  auto const first = asked.find('/');
  auto const second = first == std::string_view::npos ? first : asked.find('/', first + 1);
  if (second != std::string_view::npos) {
    std::string_view const account = asked.substr(0, first);
    std::string_view const region = asked.substr(first + 1, second - first - 1);
    if (is_account(account) && is_region(region))
      return {domain::Scope{domain::AccountId{account}, domain::Region{region}},
              std::string(asked.substr(second + 1))};
  }
  return {std::nullopt, std::string(asked)};
}

std::string repository_uri(std::string_view registry_host, domain::Scope const& scope,
                           domain::RepositoryName const& name) {
  bool const host_tells = registry_host.find("{account}") != std::string_view::npos &&
                          registry_host.find("{region}") != std::string_view::npos;
  std::string const prefix =
      host_tells ? std::string() : scope.account.text() + '/' + scope.region.text() + '/';
  return host_for(registry_host, scope) + '/' + prefix + name.text();
}

std::string repository_arn(domain::Scope const& scope, domain::RepositoryName const& name) {
  return domain::Arn{.partition = domain::partition_of(scope.region),
                     .service = "ecr",
                     .region = scope.region.text(),
                     .account = scope.account.text(),
                     .resource = "repository/" + name.text()}
      .text();
}

std::string proxy_endpoint(std::string_view registry_host, domain::Scope const& scope) {
  return "http://" + host_for(registry_host, scope);
}

}  // namespace neargate::registry
