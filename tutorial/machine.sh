# What the tutorial does to this machine, and how it is undone. Nothing that was here before is touched: a folder of
# its own, a docker login of its own, no AWS profile, and images found before are given their names back.

prepare_machine() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/neargate-tutorial.XXXXXX")
  answer=$work/answer errors=$work/errors
  mkfifo "$work/out" "$work/err"
  mkdir "$work/docker" "$work/here"
  cd "$work/here" || exit 1

  # Docker's own plugins (buildx) live in the user's config folder: keep them findable, but not the logins.
  local plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  [ ! -d "$plugins" ] || ln -s "$plugins" "$work/docker/cli-plugins"
  export DOCKER_CONFIG=$work/docker
  docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0

  unset AWS_PROFILE AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_OUTPUT http_proxy HTTP_PROXY
  export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_PAGER=''
  export HELLO_CONTAINER=neargate-tutorial-$$
  server='' endpoint=''
  image_before=$(docker images --quiet --no-trunc hello-world:latest 2>/dev/null)
  names_before=$(image_names)
}

image_names() { docker images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null | sort -u; }

# The tutorial's own base image where it can be had, else one FROM scratch.
choose_image() {
  [ "$runtime" = docker ] || return 0
  cp "$here/image/Dockerfile" .
  if [ "$image" = auto ] && curl --silent --max-time 5 --output /dev/null https://public.ecr.aws/v2/; then
    return 0
  fi
  cp "$here/image/Dockerfile.small" Dockerfile
  cp "$(command -v busybox)" busybox
  show_heading "$(title_of ui.small-image)"
  show_meaning ui.small-image
}

start_server() {
  endpoint=${NEARGATE_TUTORIAL_ENDPOINT:-}
  if [ -z "$endpoint" ]; then
    # A session of its own, so that Ctrl-C reaches this script first, which then ends the server in order.
    setsid "$binary" serve --listen 127.0.0.1:0 --data "$work/data" --runtime "$runtime" --on-exit stop \
      >"$work/server.log" 2>&1 </dev/null &
    server=$!
    wait_until 30 neargate server_is_up || stop_with 1 "the server does not start: $(tail -n 3 "$work/server.log")"
    endpoint=$(listening_on)
  fi
  if aws_knows_endpoint_variable; then
    export AWS_ENDPOINT_URL=$endpoint
  else
    aws() { command aws --endpoint-url "$endpoint" "$@"; }
  fi
}

listening_on() { grep -oE -m 1 'listening on http://[0-9.]+:[0-9]+' "$work/server.log" | cut -d' ' -f 3; }

server_is_up() {
  # A server that died is noticed at once: a failed `kill -0` ends the waiting as "up", and the next test says no.
  kill -0 "$server" 2>/dev/null || stop_with 1 "the server ended: $(tail -n 3 "$work/server.log")"
  [ -n "$(listening_on)" ] && curl --silent --fail --output /dev/null "$(listening_on)/_neargate/health"
}

# aws-cli 1.29 and 2.13 were the first to read AWS_ENDPOINT_URL; Debian 12 has 2.9.
aws_knows_endpoint_variable() {
  local major minor
  IFS=./ read -r _ major minor _ <<<"$(command aws --version 2>&1 | head -n 1 | tr ' ' '.')"
  [ "$major" -gt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -ge 13 ]; } || { [ "$major" -eq 1 ] && [ "$minor" -ge 29 ]; }
}

leave_as_found() {
  local status=$?
  trap '' INT TERM HUP
  end_server
  if [ "$runtime" = docker ]; then
    docker rm --force "$HELLO_CONTAINER" >/dev/null 2>&1
    remove_our_images
  fi
  cd / && rm -rf "$work"
  [ $status -ne 0 ] || title_of ui.cleaned
  exit $status
}

end_server() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2>/dev/null
  wait_until 45 'the server to stop its containers' server_is_gone || kill -KILL "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  "$binary" clean --data "$work/data" >"$work/clean.log" 2>&1 || cat "$work/clean.log" >&2
}
server_is_gone() { ! kill -0 "$server" 2>/dev/null; }

remove_our_images() {
  local name
  comm -13 <(echo "$names_before") <(image_names) | while read -r name; do
    case "$name" in
      hello-world:latest | "${endpoint#http://}"/* | 123456789012.dkr.ecr.*/hello-repository:*)
        docker rmi "$name" >/dev/null ;;
    esac
  done
  [ -z "$image_before" ] || docker tag "$image_before" hello-world:latest
}

