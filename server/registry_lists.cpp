// tags/list and _catalog.

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "registry/naming.h"
#include "server/registry_exchange.h"
#include "state/images.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

using Json = nlohmann::json;

constexpr int page_size_max = 1000;

/// ?n= of a list; nullopt: not asked.
struct PageAsked {
  std::optional<int> size;
  std::optional<std::string> last;
  std::optional<RegistryAnswer> refusal;
};

PageAsked page_asked(RegistryExchange const& exchange) {
  PageAsked page;
  page.last = exchange.route.parameter("last");
  auto const text = exchange.route.parameter("n");
  if (!text) return page;
  long long size = -1;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (error != std::errc{} || end != text->data() + text->size() || size < 0)
    page.refusal = error_answer(oci::page_size_invalid, "n must be a number of results");
  else if (exchange.is_oci())
    page.size = static_cast<int>(std::min<long long>(size, page_size_max));  // Link tells that there is more
  else if (size > page_size_max)
    page.refusal = error_answer(
        oci::unsupported,
        "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or"
        " equal to 1000'");
  else
    page.size = static_cast<int>(size);
  return page;
}

/// Cuts a list that was read one entry too long and says where the next page begins.
void cut_page(std::vector<std::string>& names, int size, std::string const& path, RegistryAnswer& answer) {
  if (names.size() <= static_cast<std::size_t>(size)) return;
  names.resize(static_cast<std::size_t>(size));
  if (size == 0) return;
  answer.headers.emplace_back("Link", '<' + path + "?n=" + std::to_string(size) +
                                          "&last=" + percent_encode(names.back()) + ">; rel=\"next\"");
}

/// The specification's order, or of ECR by bytes as soon as pages are asked or needed, else by time of
/// tagging.
std::optional<std::vector<std::string>> read_tags(RegistryExchange const& exchange, PageAsked const& page) {
  return exchange.registry.store().read([&](state::Database& db) -> std::optional<std::vector<std::string>> {
    auto const repository = find_repository(db, exchange);
    if (!repository) return std::nullopt;
    int const limit = page.size.value_or(page_size_max) + 1;
    if (exchange.is_oci())
      return state::list_tags_lexically(db, repository->id, page.last.value_or(""), limit);
    if (!page.size && !page.last) {
      auto tags = state::list_tags(db, repository->id, limit);
      if (tags.size() < static_cast<std::size_t>(limit)) return tags;
    }
    return state::list_tags_after(db, repository->id, page.last.value_or(""), limit);
  });
}

}  // namespace

RegistryAnswer list_tags(RegistryExchange const& exchange) {
  if (!exchange.is("GET") && !exchange.is("HEAD")) return method_unsupported("GET, HEAD");
  PageAsked page = page_asked(exchange);
  if (page.refusal) return *std::move(page.refusal);
  auto tags = read_tags(exchange, page);
  if (!tags) return name_unknown(exchange);
  // text/plain is what ECR says of this JSON (ecr.md "Token and registry HTTP").
  RegistryAnswer answer =
      json_answer({}, exchange.is_oci() ? "application/json" : "text/plain; charset=utf-8");
  cut_page(*tags, page.size.value_or(page_size_max), exchange.path("tags/list"), answer);
  answer.body = Json{{"name", exchange.route.asked_name}, {"tags", *tags}}.dump();
  return answer;
}

RegistryAnswer list_catalog(RegistryExchange const& exchange) {
  if (!exchange.is("GET") && !exchange.is("HEAD")) return method_unsupported("GET, HEAD");
  PageAsked page = page_asked(exchange);
  if (page.refusal) return *std::move(page.refusal);
  domain::Scope const scope = exchange.host_scope.value_or(exchange.caller);
  int const size = page.size.value_or(page_size_max);
  // Names as this client can pull them: with ACCOUNT/REGION/ unless its host name says both, or bare names
  // mean them anyway.
  bool const bare = exchange.host_scope || exchange.is_oci();
  std::string const prefix = bare ? std::string() : scope.account.text() + '/' + scope.region.text() + '/';
  std::string after = page.last.value_or("");
  if (after.starts_with(prefix)) after.erase(0, prefix.size());
  std::vector<std::string> names;
  exchange.registry.store().read([&](state::Database& db) {
    for (auto const& repository : state::list_repositories(db, scope, after, size + 1))
      names.push_back(prefix + repository.name.text());
  });
  RegistryAnswer answer = json_answer({}, "application/json; charset=utf-8");
  cut_page(names, size, "/v2/_catalog", answer);
  answer.body = Json{{"repositories", names}}.dump();
  return answer;
}

}  // namespace neargate::server
