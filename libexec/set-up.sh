# shellcheck shell=bash disable=SC2015,SC2016,SC2154
# Part of the launcher, read when something is missing: packages and the engine.
apt_log=/var/log/orch-apt.log engine_log=/var/log/orch-dockerd.log
engine_packages=(docker.io ca-certificates) # and, which Debian only recommends, what an AppArmor kernel needs
[[ ! -e /sys/module/apparmor ]] || engine_packages+=(apparmor)

# Says why nothing may be set up, or installed, here; nothing when it may.
refusal() {
  [[ ${ORCH_SETUP-} != never ]] || { echo "set-up is forbidden (--no-setup or ORCH_SETUP=never)" && return; }
  ((EUID == 0)) || { echo "set-up needs root, and this is user $(id -un)" && return; }
  [[ $1 != install ]] || command -v apt-get >/dev/null || echo "set-up needs apt-get (Debian, Ubuntu): not here"
}

# Installs those packages that are neither a command nor installed; one orch at a time: apt-get update does not wait.
install_packages() {
  local package missing=() why apt=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
    timeout --foreground 1800 apt-get -qy -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
  for package; do
    command -v "$package" || dpkg -s "$package" 2>/dev/null | grep -q '^Status: .* installed' || missing+=("$package")
  done >/dev/null
  ((${#missing[@]})) || return 0
  why=$(refusal install)
  [[ -z $why ]] || fail 3 "not on this machine: ${missing[*]}" "$why" "as root, with set-up allowed"
  echo "orch: setting up: installs ${missing[*]} (apt, as root)" >&2
  {
    flock -w 1800 8 || true # apt has a lock of its own, but may give up
    DEBIAN_FRONTEND=noninteractive dpkg --configure -a || true # goes on where an installation was killed
    "${apt[@]}" update || true # lists that could not all be updated may still do
    "${apt[@]}" install -f --no-install-recommends "${missing[@]}" 7>&- 8>&- 9>&- # what it starts must not keep locks
  } </dev/null &>$apt_log 8>>/run/orch-apt.lock ||
    fail 3 "apt could not install ${missing[*]}" "$(tail -n 6 $apt_log && echo "log: $apt_log")"
}

# Whether an engine answers; by perl, which every Debian has: bash cannot speak to a socket, curl may be missing.
answers() {
  [[ -S $socket ]] && perl -MIO::Socket::UNIX -e '$SIG{ALRM} = sub { exit 1 }; alarm 5;
    $s = IO::Socket::UNIX->new(Peer => shift) or exit 1;
    print $s "GET /_ping HTTP/1.0\r\n\r\n"; exit(<$s> =~ / 200 / ? 0 : 1)' $socket 2>/dev/null
}

# Whether pid file $1 names a living $2: after a kill the number may be a zombie's or another program's.
living() { [[ $(readlink "/proc/$(cat "$1")/exe") == */"$2"* ]]; } 2>/dev/null

# Starts dockerd and waits until it answers. It gets none of our files, else a caller's pipe would never end.
start_engine() {
  local id='' last=$((SECONDS + 60)) run=/var/run/docker
  if [[ -d /run/systemd/system ]]; then
    echo "orch: starting the engine (systemctl start docker)" >&2
    timeout 120 systemctl start docker </dev/null &>$engine_log || last=0
  elif ! living $run.pid dockerd; then
    living $run/containerd/containerd.pid containerd || rm -f $run/containerd/containerd.pid
    rm -f $run.pid
    echo "orch: starting dockerd (log: $engine_log)" >&2
    setsid bash -c 'cd /; for fd in /proc/self/fd/*; do fd=${fd##*/}; ((fd < 3)) || eval "exec $fd>&-"; done
      exec dockerd' </dev/null &>$engine_log &
    id=$! && disown # from the wait for other children
  fi
  until answers; do
    ((SECONDS < last)) && kill -0 "${id:-$$}" 2>/dev/null ||
      fail 3 "the engine does not answer on $socket" "$(tail -n 6 $engine_log && echo "log: $engine_log")"
    sleep 0.2
  done
  remember $run.pid
}

# Writes down which process is the engine that was started, so that `orch engine stop` ends that one and no other.
remember() {
  local pid state=${XDG_STATE_HOME-} field
  pid=$(cat "$1" 2>/dev/null) && read -ra field <"/proc/$pid/stat" || return 0
  [[ $state == /* ]] || state=~/.local/state
  (umask 077 && mkdir -p "$state/orch" && echo "$pid ${field[21]} unix://$socket" >"$state/orch/engine") || true
}

# Makes an engine answer on the default socket; one orch at a time, since two dockerd would fight.
set_up_engine() {
  local why state="dockerd is not installed (package docker.io)"
  ! answers || return 0
  why=$(refusal start)
  ! command -v dockerd >/dev/null || state="dockerd is installed, but does not answer"
  [[ ! -S $socket || -w $socket ]] || state="no permission to use the socket"
  [[ -z $why ]] || fail 3 "no engine answers on $socket" "$state"$'\n'"$why" "as root, with set-up allowed"
  {
    flock -w 600 9 || fail 3 "another orch has been starting the engine for ten minutes" "log: $engine_log"
    command -v dockerd >/dev/null || install_packages "${engine_packages[@]}"
    answers || start_engine
  } 9>>/run/orch-engine.lock
}
