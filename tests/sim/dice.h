#pragma once
// All chance of a world comes from here, so a seed is the whole story.

#include <cstdint>
#include <random>
#include <vector>

namespace neargate::sim {

class Dice final {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// 0 … sides-1. Not std::uniform_int_distribution: libraries differ in how they draw.
  std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(engine_() % sides); }
  int between(int least, int most) { return least + static_cast<int>(roll(most - least + 1)); }
  bool chance(int percent) { return roll(100) < static_cast<std::size_t>(percent); }
  template <class Value>
  Value const& pick(std::vector<Value> const& values) {
    return values[roll(values.size())];
  }
  /// An index, drawn by its weight.
  std::size_t pick_weighted(std::vector<int> const& weights) {
    std::size_t sum = 0;
    for (int const weight : weights) sum += static_cast<std::size_t>(weight);
    std::size_t drawn = roll(sum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (drawn < static_cast<std::size_t>(weights[i])) return i;
      drawn -= static_cast<std::size_t>(weights[i]);
    }
    return 0;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace neargate::sim
