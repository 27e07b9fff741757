#include "server/simulation_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "docker/labels.h"
#include "docker/simulated_engine.h"

namespace neargate::server {

namespace {

using Json = nlohmann::json;
using Page = nlohmann::ordered_json;

Page page_of(docker::PostedScript const& posted) {
  Page page{{"id", posted.id}};
  auto const add = [&page](char const* name, std::string const& text) {
    if (!text.empty()) page[name] = text;
  };
  docker::ScriptTarget const& target = posted.target;
  add("account", target.account);
  add("region", target.region);
  add("family", target.family);
  if (target.revision) page["revision"] = *target.revision;
  add("container", target.container);
  add("image", target.image);
  page["script"] = Page::object();
  for (auto const& [name, text] : docker::print_script(posted.script)) page["script"][name] = text;
  return page;
}

Page page_of(docker::SimulatedEngine const& engine) {
  Page page{{"seed", engine.seed()}, {"scripts", Page::array()}};
  for (auto const& posted : engine.scripts()) page["scripts"].push_back(page_of(posted));
  return page;
}

/// Numbers may be written as numbers; everything else as the labels have it.
docker::Script script_of(Json const& object) {
  if (!object.is_object()) throw BadRequest{"\"script\" must be an object of names and texts"};
  docker::ScriptLines lines;
  for (auto const& [name, value] : object.items()) {
    if (!value.is_string() && !value.is_number())
      throw BadRequest{fmt::format("\"script\": \"{}\" must be text or a number", name.substr(0, 60))};
    lines.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  if (lines.empty()) throw BadRequest{"\"script\" says nothing; DELETE removes a script"};
  try {
    return docker::parse_script(lines);
  } catch (docker::ScriptError const& error) {
    throw BadRequest{error.what()};
  }
}

std::optional<int> revision_of(Json const& object) {
  auto const found = object.find("revision");
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_number_integer() || *found < 1 || *found > 1'000'000)
    throw BadRequest{"\"revision\" must be a whole number from 1"};
  return found->get<int>();
}

Answer post_script(docker::SimulatedEngine& engine, Json const& object) {
  refuse_unknown(object, {"account", "region", "family", "revision", "container", "image", "script"});
  docker::ScriptTarget target{.account = text_member(object, "account"),
                              .region = text_member(object, "region"),
                              .family = text_member(object, "family"),
                              .container = text_member(object, "container"),
                              .image = text_member(object, "image"),
                              .revision = revision_of(object)};
  if (target.family.empty() && target.container.empty() && target.image.empty())
    throw BadRequest{"say which containers the script is for: \"family\", \"container\" or \"image\""};
  if (target.revision && target.family.empty()) throw BadRequest{"\"revision\" needs \"family\""};
  auto const posted = engine.post_script(std::move(target), script_of(object.at("script")));
  if (!posted)
    return refusal(409, fmt::format("there are {} scripts; DELETE some", docker::ScriptBook::size_max));
  return json_answer(200, page_of(*posted));
}

Answer set_seed(docker::SimulatedEngine& engine, Json const& object) {
  refuse_unknown(object, {"seed"});
  if (!object.at("seed").is_number_unsigned()) throw BadRequest{"\"seed\" must be a whole number from 0"};
  engine.set_seed(object.at("seed").get<std::uint64_t>());
  return json_answer(200, page_of(engine));
}

/// The containers of a task, named by its ARN or id; pauses are nobody's business.
std::vector<docker::ContainerState> containers_of(docker::SimulatedEngine& engine, std::string const& task) {
  auto listed = engine.list(docker::label::task_arn, {});
  if (!listed) throw std::runtime_error(listed.error().message);
  std::erase_if(*listed, [&task](docker::ContainerState const& one) {
    std::string const& arn = one.labels.at(docker::label::task_arn);
    auto const role = one.labels.find(docker::label::role);
    bool const is_of_task = arn == task || arn.ends_with('/' + task);
    return !is_of_task || (role != one.labels.end() && role->second == "pause");
  });
  return std::move(*listed);
}

std::string container_name(docker::ContainerState const& state) {
  return state.labels.at(docker::label::container_name);
}

/// The one that is meant. Throws BadRequest when that is not clear.
docker::ContainerState const* choose(std::vector<docker::ContainerState> const& all,
                                     std::string const& name) {
  if (name.empty() && all.size() > 1) {
    std::vector<std::string> names;
    for (auto const& one : all) names.push_back(container_name(one));
    throw BadRequest{
        fmt::format("the task has several containers; say \"container\": {}", fmt::join(names, ", "))};
  }
  auto const found = std::ranges::find_if(
      all, [&name](auto const& one) { return name.empty() || container_name(one) == name; });
  return found == all.end() ? nullptr : &*found;
}

int exit_code_of(Json const& object) {
  auto const found = object.find("exit-code");
  if (found == object.end()) return 0;
  if (!found->is_number_integer() || *found < 0 || *found > 255)
    throw BadRequest{"\"exit-code\" must be a number from 0 to 255"};
  return found->get<int>();
}

std::optional<docker::Health> health_of(std::string const& order) {
  if (order == "starting") return docker::Health::Starting;
  if (order == "healthy") return docker::Health::Healthy;
  if (order == "unhealthy") return docker::Health::Unhealthy;
  return std::nullopt;
}

Answer act_now(docker::SimulatedEngine& engine, Json const& object) {
  refuse_unknown(object, {"task", "container", "now", "exit-code"});
  std::string const task = text_member(object, "task"), order = text_member(object, "now");
  auto const health = health_of(order);
  if (order != "exit" && order != "kill" && order != "oom" && !health)
    throw BadRequest{"\"now\" is exit, kill, oom, starting, healthy or unhealthy"};
  int const code = exit_code_of(object);
  if (object.contains("exit-code") && order != "exit") throw BadRequest{"\"exit-code\" goes with \"exit\""};
  std::string const name = text_member(object, "container");
  auto const all = containers_of(engine, task);
  auto const* const container = task.empty() ? nullptr : choose(all, name);
  if (container == nullptr)
    return refusal(404,
                   fmt::format("no container {}of the task \"{}\"", name.empty() ? "" : name + ' ', task));
  if (container->state != docker::RunState::Running)
    return refusal(409, fmt::format("container {} does not run", container_name(*container)));
  if (health) {
    auto const spec = engine.find_spec(container->id);
    if (spec && !spec->health_check)
      return refusal(
          409, fmt::format("container {} has no healthCheck in its definition", container_name(*container)));
    engine.set_health(container->id, *health);
  } else if (order == "oom") {
    engine.run_out_of_memory(container->id);
  } else if (order == "kill") {
    engine.kill_container(container->id);
  } else {
    engine.exit_container(container->id, code);
  }
  return json_answer(200, Page{{"task", container->labels.at(docker::label::task_arn)},
                               {"container", container_name(*container)},
                               {"now", order}});
}

Answer forget(docker::SimulatedEngine& engine, std::string const& id) {
  std::size_t const before = engine.scripts().size();
  if (id.empty())
    engine.clear_scripts();
  else if (!engine.remove_script(id))
    return refusal(404, fmt::format("there is no script \"{}\"", id));
  return json_answer(200, Page{{"removed", before - std::min(before, engine.scripts().size())}});
}

}  // namespace

Answer serve_simulation(docker::SimulatedEngine& engine, OwnRequest const& request) {
  constexpr std::string_view path = "/_neargate/sim";
  std::string const id = request.path.size() > path.size() ? request.path.substr(path.size() + 1) : "";
  if (request.method == "DELETE") return forget(engine, id);
  if (!id.empty()) return refusal(405, "one script can only be deleted");
  if (request.method != "POST") return json_answer(200, page_of(engine));
  Json const object = read_object(request.body);
  if (object.contains("task")) return act_now(engine, object);
  if (object.contains("seed")) return set_seed(engine, object);
  if (!object.contains("script"))
    throw BadRequest{"say \"script\" with the containers that it is for, or \"task\" and \"now\""};
  return post_script(engine, object);
}

}  // namespace neargate::server
