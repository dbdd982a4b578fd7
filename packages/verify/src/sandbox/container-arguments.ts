/** Where a container has the packages it was given. */
export const PACKAGES = "/packages";

/**
 * The arguments of bubblewrap: nothing of the host but its programs, read-only; no network; small temporary folders.
 *
 * @param packages folder of Python packages to show, read-only; their linear algebra starts no threads
 */
export function containerArguments(bubblewrap: string, packages?: string): string[] {
  const parts = [
    "--unshare-all --die-with-parent --new-session --as-pid-1 --cap-drop ALL --hostname sandbox",
    "--ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin",
  ];
  const rest = [
    "--proc /proc --dev /dev --size 1048576 --tmpfs /dev/shm --remount-ro /dev",
    "--size 33554432 --tmpfs /tmp --remount-ro / --chdir /tmp",
    "--clearenv --setenv LANG C.UTF-8 --setenv PYTHONHASHSEED 0 --setenv PATH /usr/bin",
    ...(packages === undefined ? [] : ["OPENBLAS", "OMP", "MKL"].map((name) => `--setenv ${name}_NUM_THREADS 1`)),
  ];
  const shown = packages === undefined ? [] : ["--ro-bind", packages, PACKAGES];
  return [bubblewrap, ...parts.join(" ").split(" "), ...shown, ...rest.join(" ").split(" ")];
}
