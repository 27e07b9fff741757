// neargate_sim SEED                      plays one world and tells all of it
// neargate_sim --seeds N [--from M] [--jobs J] [--twice K] [--within SECONDS]
//                                        plays N worlds, over J processes; the first K twice, and compares;
//                                        none is begun after so many seconds

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "state/store.h"
#include "tests/sim/play.h"

namespace neargate::sim {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t lines_told = 40;

struct Choice {
  std::uint64_t from = 1, seeds = 1, twice = 0, within = 0;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool aloud = false;
};

/// A folder of this run's own, in memory where there is such a place.
class Folder final {
 public:
  Folder() {
    fs::path const memory = "/dev/shm";
    fs::path const base = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string pattern = (base / "neargate-sim-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder can be made in " + base.string());
    path_ = pattern;
    state::Store const migrated((path_ / "migrated").string());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

std::optional<std::string> play(std::uint64_t seed, Folder const& folder, Tale& tale) {
  try {
    Play(seed, folder.path() / fmt::format("seed-{}-{}", seed, getpid()), folder.path() / "migrated", tale)
        .run();
  } catch (Violation const& violation) {
    return violation.what;
  } catch (std::exception const& error) {
    return std::string("an exception: ") + error.what();
  }
  return std::nullopt;
}

void report(std::uint64_t seed, std::string const& what, Tale const& tale) {
  auto const& lines = tale.lines();
  std::string text = fmt::format("\nseed {}: {}\n", seed, what);
  std::size_t const first = lines.size() > lines_told ? lines.size() - lines_told : 0;
  for (std::size_t i = first; i < lines.size(); ++i) text += fmt::format("  {:4} {}\n", i, lines[i]);
  text += fmt::format("again: ./dev sim {}\n", seed);
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

bool check_seed(std::uint64_t seed, Folder const& folder, bool is_compared) {
  Tale silent(is_compared ? Tale::Kept::Last : Tale::Kept::Nothing);
  auto const wrong = play(seed, folder, silent);
  if (!wrong && !is_compared) return true;
  Tale again(Tale::Kept::Last);
  auto const still_wrong = play(seed, folder, again);
  if (wrong) {
    report(seed, *wrong, again);
  } else if (silent.digest() != again.digest()) {
    report(seed, "the same seed does not play the same twice", again);
  } else {
    return true;
  }
  if (wrong && !still_wrong)
    fmt::print("  it went well the second time: not all chance comes from the seed\n");
  return false;
}

/// What the shares have done, in memory that they have in common.
struct Tally {
  std::atomic<std::uint64_t> next = 0, played = 0, failed = 0;
};

void run_share(Choice const& choice, Folder const& folder, Tally& tally) {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{choice.within};
  while (choice.within == 0 || std::chrono::steady_clock::now() < end) {
    std::uint64_t const i = tally.next++;
    if (i >= choice.seeds) return;
    if (!check_seed(choice.from + i, folder, i < choice.twice)) ++tally.failed;
    ++tally.played;
  }
}

int run_all(Choice const& choice) {
  Folder const folder;
  void* const shared =
      mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) throw std::runtime_error("no memory to share");
  auto& tally = *new (shared) Tally;
  std::vector<pid_t> children;
  for (unsigned job = 0; job < choice.jobs; ++job) {
    pid_t const child = fork();
    if (child == 0) {
      run_share(choice, folder, tally);
      std::fflush(stdout);
      _exit(0);
    }
    children.push_back(child);
  }
  for (pid_t const child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
    fmt::print("a share of the worlds broke off, with wait status {}\n", status);
    ++tally.failed;
  }
  fmt::print("{} of {} worlds from seed {} on: {}\n", tally.played.load(), choice.seeds, choice.from,
             tally.failed == 0 ? "all well" : fmt::format("{} failed", tally.failed.load()));
  return tally.failed == 0 ? 0 : 1;
}

int tell_one(std::uint64_t seed) {
  Folder const folder;
  Tale tale(Tale::Kept::Aloud);
  auto const wrong = play(seed, folder, tale);
  fmt::print("seed {}: {}\n", seed, wrong ? *wrong : "all well");
  return wrong ? 1 : 0;
}

std::uint64_t number(char const* text) { return std::strtoull(text, nullptr, 10); }

Choice read_choice(int argc, char** argv) {
  Choice choice;
  for (int i = 1; i < argc; ++i) {
    std::string const word = argv[i];
    char const* const value = i + 1 < argc ? argv[i + 1] : "0";
    if (word == "--seeds")
      choice.seeds = number(value);
    else if (word == "--from")
      choice.from = number(value);
    else if (word == "--jobs")
      choice.jobs = static_cast<unsigned>(number(value));
    else if (word == "--within")
      choice.within = number(value);
    else if (word == "--twice")
      choice.twice = number(value);
    else {
      choice.aloud = true;
      choice.from = number(word.c_str());
      continue;
    }
    ++i;
  }
  return choice;
}

}  // namespace

}  // namespace neargate::sim

// Worlds are many and short: where each allocation came from is not kept.
extern "C" char const* __asan_default_options();
extern "C" char const* __asan_default_options() { return "malloc_context_size=0"; }

int main(int argc, char** argv) {
  using namespace neargate::sim;
  spdlog::set_level(spdlog::level::off);
  Choice const choice = read_choice(argc, argv);
  return choice.aloud ? tell_one(choice.from) : run_all(choice);
}
