/** The arguments of bubblewrap: nothing of the host but its programs, read-only; no network; small temporary folders. */
export function containerArguments(bubblewrap: string): string[] {
  const parts = [
    "--unshare-all --die-with-parent --new-session --as-pid-1 --cap-drop ALL --hostname sandbox",
    "--ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin",
    "--proc /proc --dev /dev --size 1048576 --tmpfs /dev/shm --remount-ro /dev",
    "--size 33554432 --tmpfs /tmp --remount-ro / --chdir /tmp",
    "--clearenv --setenv LANG C.UTF-8 --setenv PYTHONHASHSEED 0 --setenv PATH /usr/bin",
  ];
  return [bubblewrap, ...parts.join(" ").split(" ")];
}
