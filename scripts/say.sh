# How ./dev talks: one voice for people, plain text where nobody watches.
if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' yellow='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }
warn() { printf '%s==> %s%s\n' "$yellow" "$*" "$plain" >&2; }
stop_with() {
  local status=$1
  shift
  printf '%s==> %s%s\n' "$red" "$*" "$plain" >&2
  exit "$status"
}

# as_root COMMAND...: directly, or with sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    stop_with 1 "this needs root and sudo is not installed; as root, run: $*"
  fi
}

# wait_until SECONDS WHAT COMMAND...: asks again until COMMAND succeeds; shows that time passes.
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2 dotted=''
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      [ -z "$dotted" ] || printf '\n' >&2
      return 1
    fi
    [ -n "$dotted" ] || printf '%s==>%s waiting for %s ' "$bold" "$plain" "$what" >&2
    dotted=yes
    printf '.' >&2
    sleep 0.5
  done
  [ -z "$dotted" ] || printf ' there\n' >&2
}
