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
