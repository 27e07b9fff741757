# Docker Engine: is it there, may we talk to it, and if not, what can be done. Sets docker_problem when it
# gives up.
docker_problem=''
docker_log=/var/log/neargate-dev-dockerd.log

docker_answers() { docker info >/dev/null 2>&1; }

# ensure_docker: 0 when `docker info` works in the end.
ensure_docker() {
  docker_answers && return 0
  if ! command -v docker >/dev/null; then
    docker_problem='the docker command is not installed'
    return 1
  fi
  if [ -n "${DOCKER_HOST:-}" ]; then
    docker_problem="nothing answers at DOCKER_HOST=$DOCKER_HOST"
    return 1
  fi
  [ -S /var/run/docker.sock ] && socket_refuses_us && return 1
  start_docker || return 1
  socket_refuses_us && return 1
  docker_answers
}

# A daemon that runs but whose socket is not ours: the group `docker` owns it.
socket_refuses_us() {
  [ -S /var/run/docker.sock ] && [ ! -w /var/run/docker.sock ] || return 1
  docker_problem="Docker runs, but user $(id -un) may not use it"
  docker_problem+=" (sudo usermod -aG docker $(id -un), then log in again)"
}

start_docker() {
  if ! is_there dockerd; then
    docker_problem='Docker Engine (dockerd) is not installed'
    return 1
  fi
  if [ -d /run/systemd/system ]; then
    say 'starting Docker Engine: systemctl start docker (to stop it: systemctl stop docker.socket docker)'
    as_root systemctl start docker || { docker_problem='systemctl start docker failed'; return 1; }
    wait_until 60 'Docker Engine' test -S /var/run/docker.sock && return 0
    docker_problem='the service docker started, but its socket does not appear'
    return 1
  fi
  say "starting Docker Engine: dockerd (log: $docker_log; to stop it: kill \$(cat /var/run/docker.pid))"
  # In a session of its own, its streams elsewhere: it outlives this script and holds none of its pipes open.
  dockerd_pid=$(as_root sh -c "PATH=\$PATH:/usr/sbin:/sbin
    setsid dockerd </dev/null >'$docker_log' 2>&1 &
    echo \$!")
  wait_until 90 'Docker Engine' docker_is_up_or_dead
  as_root docker info >/dev/null 2>&1 && return 0
  docker_problem="dockerd does not come up; its log ($docker_log) says: $(why_no_docker)"
  return 1
}

docker_is_up_or_dead() { as_root docker info || ! as_root kill -0 "$dockerd_pid"; }

why_no_docker() {
  as_root grep -iE 'failed to start|level=(fatal|error)|panic:|not permitted' "$docker_log" |
    tail -n 1 | cut -c 1-300
}

# docker_if_possible COMMAND ARGS...: makes Docker usable for this run. A user outside the group `docker` is
# given the group for this one run by starting ./dev again through sudo; nobody's membership is changed.
docker_if_possible() {
  ensure_docker && return 0
  if [ -z "${NEARGATE_DEV_AGAIN:-}" ] && [ "$(id -u)" -ne 0 ] && command -v sudo >/dev/null &&
    getent group docker >/dev/null && socket_refuses_us; then
    say 'your user is not in the group docker: starting again with it, for this run only (sudo -g docker)'
    exec sudo -u "$(id -un)" -g docker env NEARGATE_DEV_AGAIN=1 PATH="$PATH" HOME="$HOME" "$root/dev" "$@"
  fi
  warn "no Docker: $docker_problem"
  return 0
}
