# What each step needs from Debian, and getting it. The list is packages.txt: what is there is found by
# looking for the thing itself, so a tool from elsewhere counts and no stamp can be wrong.

is_there() {
  case "$1" in
    py:*) python3 -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('${1#py:}') is None)" ;;
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null || command -v "/usr/sbin/$1" >/dev/null ;;
  esac 2>/dev/null
}

# missing GROUP...: the packages of these groups that are not there, each once.
missing() {
  local group package probe wanted=" $* " seen=' '
  while read -r group package probe; do
    case "$group" in '' | '#') continue ;; esac
    [[ $wanted == *" $group "* && $seen != *" $package "* ]] || continue
    seen+="$package "
    is_there "$probe" || printf '%s\n' "$package"
  done <scripts/packages.txt
}

# need GROUP...: installs what is missing of these groups; silent and quick when nothing is.
need() {
  local packages
  mapfile -t packages < <(missing "$@")
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    stop_with 1 "missing here, please install the like of these Debian packages: ${packages[*]}"
  say "installing with apt (for: $*): ${packages[*]}"
  # A fresh machine has no package lists; one in use has them, and then no network call is made for them.
  if ! apt-cache show "${packages[@]}" >/dev/null 2>&1; then
    as_root apt-get update
  fi
  install_packages "${packages[@]}" || { as_root apt-get update && install_packages "${packages[@]}"; }
  mapfile -t packages < <(missing "$@")
  [ ${#packages[@]} -eq 0 ] || stop_with 1 "still missing after the installation: ${packages[*]}"
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o Dpkg::Use-Pty=0 ca-certificates "$@"
}

setup() {
  [ $# -gt 0 ] || set -- build test tutorial
  local group
  for group; do
    grep -q "^$group " scripts/packages.txt ||
      stop_with 2 "no group '$group'; there are: build test tutorial bench style deep fuzz"
  done
  need "$@"
  if [[ " $* " =~ \ (test|tutorial|bench)\  ]]; then
    ensure_docker || warn "Docker is not running: $docker_problem"
  fi
  say "all of this is there: $*"
}
