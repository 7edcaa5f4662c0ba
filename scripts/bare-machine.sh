#!/bin/bash
# Tries a machine with nothing installed: a privileged container from a minimal Debian, without JDK, Maven or Docker, with
# an engine's data on a volume of its own. Copies a clone of HEAD in, types the README's commands twice, tells what was
# seen, and removes the container and its volume whatever happens. For maintainers; needs root, an engine and its CLI.
#
#   scripts/bare-machine.sh            both rounds (30 to 60 minutes)
#   scripts/bare-machine.sh CMD...     these words to orch instead, for a closer look: scripts/bare-machine.sh status
set -euo pipefail
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
name=orch-bare-$$ image=debian:bookworm-slim work=$(mktemp -d) made='' failed=0 seen=()

fail() {
  printf 'bare-machine: %s\n' "$*" >&2
  exit 1
}

# Removes all that this run made.
tidy() {
  local code=$?
  trap - EXIT
  docker rm -fv "$name" >/dev/null 2>&1 || true
  docker volume rm "$name" >/dev/null 2>&1 || true
  [[ -z $made ]] || docker rmi "$made" >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$code"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a shell line in the machine.
inside() { docker exec "$name" sh -c "$1"; }

# Copies a file or folder into the machine, if there is one.
copy_in() { [[ ! -e $1 ]] || docker cp "$1" "$name:$2" >/dev/null 2>&1; }

# The image: what is there already, else one made by debootstrap, which needs no image registry.
base_image() {
  ! docker image inspect "$image" >/dev/null 2>&1 || return 0
  command -v debootstrap >/dev/null || "$here/orch" --setup package debootstrap
  echo "bare-machine: makes a base with debootstrap"
  debootstrap --variant=minbase bookworm "$work/root" >"$work/log" || fail "debootstrap failed: $(tail -n 3 "$work/log")"
  image=$name:base made=$name:base
  tar -C "$work/root" -c . | docker import - "$image" >/dev/null
}

# Switches the machine on. Where the engine may not give every privilege, it gives all it has.
switch_on() {
  local privileges=(--privileged)
  if ! docker run --rm --privileged "$image" true 2>/dev/null; then
    local cap number=0 bounding
    bounding=0x$(sed -n 's/^CapBnd:\s*//p' /proc/self/status)
    privileges=(--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined
      --device-cgroup-rule 'a *:* rwm' --cap-add ALL)
    for cap in CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE \
      NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN \
      SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE \
      MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ; do
      ((bounding >> number++ & 1)) || privileges+=(--cap-drop "$cap")
    done
    echo "bare-machine: no --privileged on this engine; instead: ${privileges[*]}"
  fi
  docker run -d --init --name "$name" --hostname bare "${privileges[@]}" -v "$name:/var/lib/docker" \
    -e http_proxy -e https_proxy -e no_proxy "$image" sleep infinity >/dev/null
  # shellcheck disable=SC2016 # the inner shell expands; what a real machine has: control groups that can be written, and with version 2 no process in the topmost one
  inside 'mount -o remount,bind,rw /sys; for m in /sys/fs/cgroup/*; do mount -o remount,bind,rw "$m"; done; cd /sys/fs/cgroup
    [ ! -f cgroup.controllers ] || { mkdir init; for p in $(cat cgroup.procs); do echo $p >init/cgroup.procs; done
      sed "s/^/+/; s/ / +/g" cgroup.controllers >cgroup.subtree_control; }' 2>/dev/null || true
}

# Gives the machine what belongs to its network, not to orch: certificates, package sources and proxies of this one.
connect() {
  local file
  inside 'mkdir -p /usr/local/share/ca-certificates /root/.m2'
  for file in /usr/local/share/ca-certificates/*.crt; do
    copy_in "$file" "$file"
  done
  if grep -qs 'VERSION_CODENAME=bookworm' /etc/os-release && [[ -f /etc/apt/sources.list.d/debian.sources ]]; then
    copy_in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/debian.sources
    inside ': >/etc/apt/sources.list'
  fi
  grep -rhsi '^Acquire::.*proxy' /etc/apt/apt.conf /etc/apt/apt.conf.d >"$work/proxy" || true
  copy_in "$work/proxy" /etc/apt/apt.conf.d/99proxy
  copy_in ~/.m2/settings.xml /root/.m2/settings.xml
}

# Types a command in the machine, with a time limit in seconds, and notes how it went.
type_in() {
  local limit=$1 start=$SECONDS code=0
  shift
  printf '\nbare:~/orch# %s\n' "$*"
  timeout -k 30 "$limit" docker exec -e CI -w /root/orch "$name" "$@" </dev/null || code=$?
  seen+=("$(printf '%5d s  exit %-3d  %s' $((SECONDS - start)) $code "$*")")
  ((code == 0)) || failed=1
}

docker version >/dev/null 2>&1 || fail "needs an engine and its CLI"
base_image
switch_on
connect
git -c advice.detachedHead=false clone --quiet --no-hardlinks "$here" "$work/orch"
copy_in "$work/orch" /root/orch
for tool in java mvn dockerd docker debootstrap git curl; do
  ! inside "command -v $tool" || fail "$tool is in the base image: it is not bare"
done
echo "bare-machine: $(git -C "$here" log -1 --format='%h %s'), in $image, nothing installed"
git -C "$here" diff --quiet HEAD || echo "bare-machine: what is not committed is not tried"

if (($#)); then
  type_in 3600 ./orch "$@"
else
  for round in first second; do
    printf '\n---- %s round\n' "$round"
    type_in 900 ./orch scripts/dev.groovy
    type_in 60 ./orch status
    CI=true type_in 2400 ./orch verify # on CI a missing engine is a failure, never a skip
  done
fi

printf '\nbare-machine: seen\n'
printf '  %s\n' "${seen[@]}"
((failed == 0)) || fail "not all went well"
