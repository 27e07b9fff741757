#include "reconcile/world.h"

#include <utility>

namespace neargate::reconcile {

void World::tell(std::unique_lock<std::mutex>& lock) {
  bool const changed = std::exchange(has_changed_, false);
  lock.unlock();
  if (changed) changed_();
}

Observed World::observe(domain::Time now) {
  std::scoped_lock const lock(mutex_);
  std::erase_if(refused_until_, [now](auto const& entry) { return entry.second <= now; });
  now_.refused_addresses.clear();
  for (auto const& [address, until] : refused_until_) now_.refused_addresses.insert(address);
  return now_;
}

std::string World::trouble() const {
  std::scoped_lock const lock(mutex_);
  return trouble_;
}

World::Ticket World::take_ticket() {
  std::scoped_lock const lock(mutex_);
  return ++last_ticket_;
}

void World::erase(Known& known, std::string const& id) {
  known.exists = false;
  auto const container = now_.containers.find(known.name);
  if (container == now_.containers.end() || container->second.id != id) return;
  auto const code = exit_codes_.find(id);
  now_.vanished[known.name] =
      code != exit_codes_.end() ? std::optional(code->second) : container->second.exit_code;
  now_.containers.erase(container);
  has_changed_ = true;
}

void World::put(Ticket ticket, std::string const& id, std::optional<docker::ContainerState> state) {
  auto const [entry, is_new] = by_id_.try_emplace(id);
  Known& known = entry->second;
  if (!is_new && known.ticket > ticket) return;
  known.ticket = ticket;
  if (!state) return erase(known, id);
  known.exists = true;
  known.name = state->name;
  now_.vanished.erase(state->name);
  auto const container = now_.containers.find(state->name);
  if (container != now_.containers.end() && container->second == *state) return;
  now_.containers.insert_or_assign(state->name, std::move(*state));
  has_changed_ = true;
}

void World::show(Ticket ticket, std::string const& id, std::optional<docker::ContainerState> state) {
  std::unique_lock lock(mutex_);
  put(ticket, id, std::move(state));
  tell(lock);
}

void World::show_all(Ticket ticket, std::vector<docker::ContainerState> states) {
  std::unique_lock lock(mutex_);
  std::set<std::string> listed;
  for (auto& state : states) {
    std::string const id = state.id;
    listed.insert(id);
    put(ticket, id, std::move(state));
  }
  for (auto& [id, known] : by_id_)
    if (known.exists && known.ticket < ticket && !listed.contains(id)) erase(known, id);
  std::erase_if(by_id_,
                [ticket](auto const& entry) { return !entry.second.exists && entry.second.ticket < ticket; });
  std::erase_if(exit_codes_, [this](auto const& entry) { return !by_id_.contains(entry.first); });
  if (!now_.is_known) has_changed_ = true;
  now_.is_known = true;
  trouble_.clear();
  tell(lock);
}

void World::lose_sight(std::string why) {
  std::unique_lock lock(mutex_);
  if (now_.is_known) has_changed_ = true;
  now_.is_known = false;
  trouble_ = std::move(why);
  tell(lock);
}

bool World::take_event(docker::Event const& event) {
  std::unique_lock lock(mutex_);
  if (event.action == "die" && event.exit_code) exit_codes_[event.container_id] = *event.exit_code;
  auto const known = by_id_.find(event.container_id);
  if (event.action == "destroy") {
    if (known != by_id_.end()) {
      known->second.ticket = ++last_ticket_;
      erase(known->second, event.container_id);
      if (now_.in_flight.contains(known->second.name)) stale_.insert(known->second.name);
    }
    tell(lock);
    return false;
  }
  // Whoever is making a container looks at it when done.
  if (known == by_id_.end()) return !(event.action == "create" && starts_in_flight_ > 0);
  if (!now_.in_flight.contains(known->second.name)) return true;
  stale_.insert(known->second.name);
  return false;
}

void World::begin(std::string const& name, Step step) {
  std::scoped_lock const lock(mutex_);
  now_.in_flight[name] = step;
  if (step != Step::Start) return;
  ++starts_in_flight_;
  now_.vanished.erase(name);
}

void World::expect(std::string const& name, std::string const& id) {
  std::scoped_lock const lock(mutex_);
  auto const [entry, is_new] = by_id_.try_emplace(id);
  if (is_new) entry->second.exists = false;
  entry->second.name = name;
}

void World::before_look(std::string const& name) {
  std::scoped_lock const lock(mutex_);
  stale_.erase(name);
}

bool World::try_end(std::string const& name) {
  {
    std::scoped_lock const lock(mutex_);
    if (stale_.contains(name)) return false;
  }
  end(name);
  return true;
}

void World::end(std::string const& name) {
  std::unique_lock lock(mutex_);
  auto const entry = now_.in_flight.find(name);
  if (entry != now_.in_flight.end()) {
    if (entry->second == Step::Start) --starts_in_flight_;
    now_.in_flight.erase(entry);
  }
  stale_.erase(name);
  has_changed_ = true;
  tell(lock);
}

void World::succeed(std::string const& name) {
  std::scoped_lock const lock(mutex_);
  now_.setbacks.erase(name);
}

void World::fail(std::string const& name, Step step, docker::Failure failure, domain::Time now) {
  std::scoped_lock const lock(mutex_);
  auto const known = now_.setbacks.find(name);
  std::optional<Setback> previous;
  if (known != now_.setbacks.end()) previous = known->second;
  now_.setbacks.insert_or_assign(name, next_setback(previous, step, std::move(failure), now));
}

void World::obtain(std::string const& name, ObtainedImage image) {
  std::scoped_lock const lock(mutex_);
  now_.images.insert_or_assign(name, std::move(image));
}

void World::lose_image(std::string const& name) {
  std::scoped_lock const lock(mutex_);
  now_.images.erase(name);
}

void World::refuse_address(std::string const& address, domain::Time until) {
  std::scoped_lock const lock(mutex_);
  refused_until_[address] = until;
}

void World::forget(std::vector<std::string> const& names) {
  std::scoped_lock const lock(mutex_);
  for (auto const& name : names) {
    now_.vanished.erase(name);
    now_.setbacks.erase(name);
    now_.images.erase(name);
  }
}

std::optional<docker::ContainerState> World::find(std::string const& name) const {
  std::scoped_lock const lock(mutex_);
  auto const found = now_.containers.find(name);
  if (found == now_.containers.end()) return std::nullopt;
  return found->second;
}

}  // namespace neargate::reconcile
