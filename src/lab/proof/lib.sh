# What the proofs share; each begins with `. "$(dirname "$0")/lib.sh"`. It gives them
#   $root $lab      the repository, its src/lab
#   $cache          where things that take long to make are kept between runs ($LAB_CACHE, else in the user's cache)
#   $work           a folder of this proof's own, removed at its end
# and functions. Servers started here are stopped at the end, however it comes. shellcheck shell=bash
set -euo pipefail
# Proofs publish what they say, whatever started the run that they are a part of.
unset GITHUB_ACTIONS GITLAB_CI

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$lab/../.." && pwd)
cache=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/image-maven-plugin-lab}
work=$(mktemp -d "${TMPDIR:-/tmp}/image-proof.XXXXXX")
servers=()

stop_all() {
  local status=$?
  if [ ${#servers[@]} -gt 0 ]; then
    kill "${servers[@]}" 2>/dev/null || true
    wait "${servers[@]}" 2>/dev/null || true
  fi
  # Docker leaves its network namespace mounted.
  umount "$work"/docker/exec/netns/* "$work"/docker/data/overlay2/*/merged "$work"/storage*/overlay 2>/dev/null || true
  if [ "$status" -ne 0 ] && [ -n "${KEEP_WORK:-}" ]; then echo "left: $work" >&2; else rm -rf "$work"; fi
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# fresh_storage: buildah's and podman's is an empty one from here on; overlay where the machine can, which copies less than vfs.
storages=0
fresh_storage() {
  local driver=vfs probe=$work/probe
  mkdir -p "$probe/lower" "$probe/upper" "$probe/work" "$probe/merged"
  if mount -t overlay overlay -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" "$probe/merged" 2>/dev/null; then
    umount "$probe/merged"
    driver=overlay
  fi
  rm -rf "$probe"
  storages=$((storages + 1))
  export CONTAINERS_STORAGE_CONF=$work/storage.conf
  printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' "$driver" "$work/storage$storages" "$work/run$storages" \
    >"$CONTAINERS_STORAGE_CONF"
}

ok() { echo "ok $*"; }
fail() {
  echo "FAILED ${0##*/}: $*" >&2
  exit 1
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "$what did not happen in time"
    sleep 0.2
  done
}

# One that the system gives to no connection meanwhile, as it does those from 32768 on.
free_port() {
  local port
  while true; do
    port=$((12000 + SRANDOM % 20000))
    if python3 -c "import socket; socket.socket().bind(('127.0.0.1', $port))" 2>/dev/null; then
      echo "$port"
      return 0
    fi
  done
}

# start_registry NAME [USER PASSWORD]: leaves its host:port in $registry.
start_registry() {
  local port
  port=$(free_port)
  registry=127.0.0.1:$port
  "$lab/registry" "$port" "$work/registry-$1" "${@:2}" >"$work/registry-$1.log" 2>&1 &
  servers+=($!)
  # Where it asks for a password, 401 is an answer too.
  wait_for 20 "an answer of registry $1" curl -s -o /dev/null "http://$registry/v2/"
}

# use_docker: the engine of $DOCKER_HOST, else one of this proof's own.
use_docker() {
  export DOCKER_CONFIG=${DOCKER_CONFIG:-$work/docker-config}
  [ -z "${DOCKER_HOST:-}" ] || return 0
  "$lab/docker-engine" "$work/docker" >"$work/docker.log" 2>&1 &
  servers+=($!)
  export DOCKER_HOST=unix://$work/docker/docker.sock
  wait_for 60 "an answer of the Docker Engine" docker version
}

# base_layout: leaves the lab's base image, an OCI layout with the tag 17, in $base.
base_layout() {
  base=$cache/base
  "$lab/base-image" "$base"
}

# copy_app FOLDER NAME: a copy without its target, in $work/NAME.
copy_app() {
  mkdir -p "$work/$2"
  tar -C "$root/$1" --exclude=./target -cf - . | tar -C "$work/$2" -xf -
}

# maven FOLDER ARGUMENTS...: $LAB_MVN or mvn; its log is shown when it fails.
maven() {
  local folder=$1 log
  shift
  log=$(mktemp "$work/maven.XXXXXX")
  if ! (cd "$folder" && "${LAB_MVN:-mvn}" -B -ntp -nsu "$@") >"$log" 2>&1; then
    tail -60 "$log" >&2
    fail "mvn $*"
  fi
}

# raw_digest REFERENCE...: the sha256 of the bytes that skopeo finds at a reference.
raw_digest() { skopeo inspect --raw --tls-verify=false "$@" | sha256sum | cut -d' ' -f1; }

# http_get SECONDS URL: the body, asked for until it comes; leaves it in $body.
http_get() {
  wait_for "$1" "an answer of $2" curl -fs -m 10 -o "$work/body" "$2"
  body=$(cat "$work/body")
}

# docker_run NAME ARGUMENTS...: in the background, removed at its end.
docker_run() {
  local name=$1
  shift
  docker run --detach --rm --name "$name" --network host "$@" >/dev/null
}
