#include "docker/script_book.h"

#include <algorithm>

#include "docker/labels.h"
#include "docker/text.h"
#include "domain/arn.h"

namespace neargate::docker {
namespace {

std::string value_of(Labels const& labels, char const* label) {
  auto const found = labels.find(label);
  return found == labels.end() ? std::string{} : found->second;
}

bool fits(std::string const& wanted, std::string const& is) { return wanted.empty() || wanted == is; }

bool fits_image(std::string const& wanted, std::string const& is) {
  return wanted.empty() || split_reference(wanted) == split_reference(is);
}

bool fits(ScriptTarget const& target, Labels const& labels, std::string const& image) {
  auto const task = domain::Arn::parse(value_of(labels, label::task_arn)).value_or(domain::Arn{});
  bool const fits_revision =
      !target.revision || std::to_string(*target.revision) == value_of(labels, label::revision);
  return fits_revision && fits(target.account, task.account) && fits(target.region, task.region) &&
         fits(target.family, value_of(labels, label::family)) &&
         fits(target.container, value_of(labels, label::container_name)) && fits_image(target.image, image);
}

}  // namespace

std::optional<PostedScript> ScriptBook::post(ScriptTarget target, Script script) {
  std::erase_if(posted_, [&target](PostedScript const& one) { return one.target == target; });
  if (posted_.size() >= size_max) return std::nullopt;
  posted_.push_back({"script-" + std::to_string(++last_id_), std::move(target), std::move(script)});
  return posted_.back();
}

bool ScriptBook::remove(std::string const& id) {
  return std::erase_if(posted_, [&id](PostedScript const& one) { return one.id == id; }) > 0;
}

void ScriptBook::clear(std::string const& account, std::string const& region) {
  std::erase_if(posted_, [&](PostedScript const& one) {
    bool const names_it = !one.target.account.empty() || !one.target.region.empty();
    return names_it && fits(account, one.target.account) && fits(region, one.target.region);
  });
}

Script ScriptBook::resolve(Labels const& labels, std::string const& image) const {
  Script script = parse_script_labels(labels);
  for (PostedScript const& one : posted_)
    if (fits(one.target, labels, image)) script = merge(std::move(script), one.script);
  return script;
}

}  // namespace neargate::docker
