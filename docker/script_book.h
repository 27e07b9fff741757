#pragma once
// The scripts that were posted, and which containers each is for.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "docker/engine.h"
#include "docker/script.h"

namespace neargate::docker {

/// Which containers a script is for: those that fit in every member that is given ("" = any).
struct ScriptTarget {
  std::string account, region, family, container;
  std::string image;  ///< as a task definition names it; without a tag it means :latest
  std::optional<int> revision;
  bool operator==(ScriptTarget const&) const = default;
};

struct PostedScript {
  std::string id;  ///< script-1, script-2 …
  ScriptTarget target;
  Script script;
  bool operator==(PostedScript const&) const = default;
};

/// Used by one thread at a time.
class ScriptBook final {
 public:
  static constexpr std::size_t size_max = 1000;

  /// A script for the very same target is replaced. nullopt: the book is full.
  std::optional<PostedScript> post(ScriptTarget target, Script script);
  std::vector<PostedScript> const& list() const { return posted_; }
  bool remove(std::string const& id);
  void clear() { posted_.clear(); }
  /// Those that name this account or region; "" = any.
  void clear(std::string const& account, std::string const& region);

  /// The container's own labels, then what was posted for it, in that order: what comes later wins, member by
  /// member. Throws ScriptError when a label cannot be read.
  Script resolve(Labels const& labels, std::string const& image) const;

 private:
  std::vector<PostedScript> posted_;
  int last_id_ = 0;
};

}  // namespace neargate::docker
