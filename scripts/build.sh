# Configure once, then let Ninja see to it that only what changed is built.

# On a small machine a compiler per core would swap: allow one for each 1.5 GB.
jobs() {
  local cores memory_mb fitting
  cores=$(nproc)
  memory_mb=$(awk '/^MemAvailable/ {print int($2 / 1024)}' /proc/meminfo)
  fitting=$((memory_mb / 1500))
  [ "$fitting" -ge 1 ] || fitting=1
  echo $((cores < fitting ? cores : fitting))
}

# build PRESET [TARGET...]: "bench" is the release preset with the measuring programs, "sim"
# with the simulation.
build() {
  local preset=$1 folder=build/$1 options=() targets=()
  shift
  case "$preset" in
    release) targets=(neargate) ;;
    bench)
      preset=release folder=build/release
      options=(-DNEARGATE_BENCH=ON) targets=(neargate benchmarks)
      ;;
    sim)
      preset=release folder=build/release
      options=(-DNEARGATE_SIM=ON) targets=(neargate_sim)
      ;;
    dev | tsan) targets=(all) ;;
    *) stop_with 2 "no preset '$preset'; there are: release dev tsan" ;;
  esac
  [ $# -eq 0 ] || targets=("$@")
  if [ ! -f "$folder/build.ninja" ] || [ ${#options[@]} -gt 0 ]; then
    say "configuring $folder"
    cmake --preset "$preset" "${options[@]}" >&2
  fi
  say "building $folder (${targets[*]})"
  cmake --build "$folder" --parallel "$(jobs)" --target "${targets[@]}" >&2
}
