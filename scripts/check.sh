# Tests, tutorial, style: the commands that check or show something.

# test_all [NAME]: everything under the sanitizers, the stories on real containers included.
test_all() {
  need build test
  docker_if_possible test "$@"
  build dev
  local choice=()
  [ $# -eq 0 ] || choice+=(-R "$1")
  if ! docker_answers; then
    warn "tests on real containers are left out (ctest label 'docker'): $docker_problem"
    choice+=(-LE docker)
  fi
  ctest --test-dir build/dev --output-on-failure --no-tests=error -j "$(nproc)" "${choice[@]}"
}

tutorial() {
  need build tutorial
  local simulated='' option
  for option; do [ "$option" != --simulated ] || simulated=yes; done
  [ -n "$simulated" ] || docker_if_possible tutorial "$@"
  build release
  exec tutorial/run --binary "$root/build/release/neargate" "$@"
}

# simulate SEED tells one world of tests/sim step by step, under the sanitizers; simulate --seeds N [--from M]
# plays many, on all cores, as fast as users' builds are.
simulate() {
  [[ $# -ge 1 && ($1 == --seeds || $1 == --from || $1 =~ ^[0-9]+$) ]] ||
    stop_with 2 "usage: ./dev sim SEED | ./dev sim --seeds N [--from M] [--within SECONDS]"
  need build test
  if [[ $1 == --* ]]; then
    build sim
    exec build/release/tests/sim/neargate_sim "$@"
  fi
  build dev neargate_sim
  exec build/dev/tests/sim/neargate_sim "$@"
}

# fuzz [NAME]: libFuzzer on the parsers of what strangers send, a minute each; what it finds is kept below
# build/fuzz/found, and its input belongs into tests/fuzz/seeds once it is mended.
fuzz() {
  local names=(digest reference range manifest lifecycle_policy) name
  if [ $# -gt 0 ]; then
    [[ " ${names[*]} " == *" $1 "* ]] || stop_with 2 "there is no fuzz target '$1'; there are: ${names[*]}"
    names=("$1")
  fi
  need build
  cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang-14 \
    -DCMAKE_CXX_COMPILER=clang++-14 -DNEARGATE_TESTS=OFF -DNEARGATE_FUZZ=ON >/dev/null
  cmake --build build/fuzz --target "${names[@]/#/fuzz_}"
  for name in "${names[@]}"; do
    say "fuzzing $name"
    mkdir -p "build/fuzz/corpus/$name" "build/fuzz/found/$name"
    "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="${FUZZ_SECONDS:-60}" -print_final_stats=1 \
      -timeout=10 -artifact_prefix="build/fuzz/found/$name/" \
      "build/fuzz/corpus/$name" "tests/fuzz/seeds/$name" ||
      stop_with 1 "$name: the input is below build/fuzz/found/$name"
  done
}

sources() { git ls-files '*.cpp' '*.h'; }

format_sources() { sources | xargs --no-run-if-empty clang-format -i; }

tidy() {
  say 'rules of the house (tests/tidy.py)'
  python3 tests/tidy.py
  say 'format (clang-format, nothing is changed)'
  sources | xargs --no-run-if-empty clang-format --dry-run --Werror
  [ "${1:-}" = --deep ] || return 0
  need build test deep
  build dev
  say 'clang-tidy over every source: this takes minutes'
  sources | grep '\.cpp$' | grep -v '^bench/' | xargs -P "$(nproc)" -n 4 clang-tidy -p build/dev --quiet
}

clean_all() {
  local binary
  for binary in build/release/neargate build/dev/neargate; do
    [ ! -x "$binary" ] || { "$binary" clean; break; }
  done
  rm -rf build
}
