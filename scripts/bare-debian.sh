#!/usr/bin/env bash
# Once by hand: does everything work on a Debian 12 that has nothing? Makes a root file system of Debian 12 in
# a folder, clones this project into it and runs ./dev test and ./dev tutorial there, with a Docker Engine of
# its own inside.
#
#   scripts/bare-debian.sh FOLDER        as root; needs debootstrap
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:?where to put the root file system}
log=$folder.log

[ -d "$folder/usr" ] || debootstrap --variant=minbase bookworm "$folder"
cp /etc/resolv.conf "$folder/etc/resolv.conf"
rm -rf "$folder/root/neargate"
git clone --quiet "$root" "$folder/root/neargate"

surroundings='HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8'

# A Docker of its own must not meet this machine's: processes, mounts and network of their own. The folder is
# bound to itself because runc's pivot_root wants a root that is a mount.
in_a_room_of_its_own() {
  unshare --mount --net --pid --ipc --uts --fork --kill-child sh -c "
    mount --make-rprivate /
    mount --bind '$folder' '$folder'
    mount -t proc proc '$folder/proc'
    mount -t sysfs sysfs '$folder/sys'
    mount --rbind /dev '$folder/dev'
    mount -t tmpfs tmpfs '$folder/run'
    if [ -d /sys/fs/cgroup ]; then
      mount --rbind /sys/fs/cgroup '$folder/sys/fs/cgroup'
    fi
    chroot '$folder' busybox ip link set lo up
    exec chroot '$folder' env -i $surroundings \"\$@\"" sh "$@"
}

# apt needs the network, so the room comes second: here setup installs everything and reports that Docker
# cannot start.
inside() { chroot "$folder" env -i $surroundings "$@"; }
mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc"' EXIT
inside bash -c 'apt-get update -q && apt-get install -y -q --no-install-recommends git' >"$log" 2>&1
inside bash -c 'cd /root/neargate && time ./dev setup build test tutorial style' 2>&1 | tee -a "$log"
umount "$folder/proc"
trap - EXIT

in_a_room_of_its_own bash -c 'cd /root/neargate && time ./dev test && time ./dev tutorial --no-pause' 2>&1 |
  tee -a "$log"
