#!/usr/bin/env bash
# Once by hand: does everything work on a Debian 12 that has nothing? Makes a root file system of Debian 12 in a folder,
# clones this project into it and runs ./dev test and ./dev tutorial there, with a Docker Engine of its own inside.
#
#   scripts/bare-debian.sh FOLDER [MIRROR]        as root; needs debootstrap
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:?where to put the root file system}
mirror=${2:-http://deb.debian.org/debian}
log=$folder.log

[ -d "$folder/usr" ] || debootstrap --variant=minbase bookworm "$folder" "$mirror"
# A network namespace of its own keeps its Docker's bridges and iptables rules apart from this machine's; apt goes first,
# while the network is still shared.
cat >"$folder/etc/apt/sources.list" <<SOURCES
deb $mirror bookworm main
SOURCES
cp /etc/resolv.conf "$folder/etc/resolv.conf"
rm -rf "$folder/root/neargate"
git clone --quiet "$root" "$folder/root/neargate"

inside() { chroot "$folder" env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
in_a_room_of_its_own() {
  unshare --mount --net --pid --ipc --uts --fork --kill-child sh -c "
    mount --make-rprivate /
    ip link set lo up 2>/dev/null || ifconfig lo up
    mount -t proc proc '$folder/proc'
    mount -t sysfs sysfs '$folder/sys'
    mount --rbind /dev '$folder/dev'
    mount -t tmpfs tmpfs '$folder/run'
    mkdir -p '$folder/var/lib/docker' && mount --bind '$folder/var/lib/docker' '$folder/var/lib/docker'
    if [ -d /sys/fs/cgroup ]; then mount --rbind /sys/fs/cgroup '$folder/sys/fs/cgroup'; fi
    exec chroot '$folder' env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \"\$@\"" sh "$@"
}

# 1. What the project installs by itself, Docker not yet started (there is no cgroup mount here).
mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc"' EXIT
inside bash -c 'apt-get update -q && apt-get install -y -q --no-install-recommends git ca-certificates' >"$log" 2>&1
inside bash -c 'cd /root/neargate && time ./dev setup' 2>&1 | tee -a "$log"
umount "$folder/proc"
trap - EXIT

# 2. Build, test and tutorial.
in_a_room_of_its_own bash -c 'cd /root/neargate && time ./dev test && time ./dev tutorial --no-pause' 2>&1 | tee -a "$log"
