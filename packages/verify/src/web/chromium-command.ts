import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** How Chromium is started, and what holds it. */
export interface ChromiumCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly containment: string;
}

export const INSTALL = "apt-get install chromium bubblewrap";

const BINARIES = [
  "/usr/lib/chromium/chromium",
  "/usr/lib/chromium-browser/chromium-browser",
  "/opt/google/chrome/chrome",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const BUBBLEWRAP = "/usr/bin/bwrap";

// Not 65534: "nobody" may own other processes. Another one than the sandbox of programs has.
const USER = 64322;
const PROCESS_BYTES = 1_073_741_824;

// Nothing of the host but its programs and fonts, read-only; no network; small temporary folders.
const CONTAINER = [
  "--unshare-all --die-with-parent --new-session --cap-drop ALL --hostname sandbox",
  "--ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin",
  "--ro-bind-try /opt/google /opt/google --ro-bind-try /etc/fonts /etc/fonts",
  "--ro-bind-try /var/cache/fontconfig /var/cache/fontconfig",
  "--proc /proc --dev /dev --size 268435456 --tmpfs /dev/shm --remount-ro /dev",
  "--size 67108864 --tmpfs /tmp --remount-ro / --chdir /tmp",
  "--clearenv --setenv HOME /tmp --setenv LANG C.UTF-8 --setenv PATH /usr/bin",
]
  .join(" ")
  .split(" ");

// No request may leave even where no container cuts the network.
const FLAGS = [
  "--headless",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--disable-gpu",
  "--hide-scrollbars",
  "--mute-audio",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-breakpad",
  "--disable-crash-reporter",
  "--disable-domain-reliability",
  "--disable-features=Translate,MediaRouter,OptimizationHints,DialMediaRouteProvider,WebRtcHideLocalIpsWithMdns",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--force-webrtc-ip-handling-policy",
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-server=http://127.0.0.1:9",
  "--proxy-bypass-list=<-loopback>",
  "--force-color-profile=srgb",
  "--font-render-hinting=none",
  "--force-device-scale-factor=1",
  "--js-flags=--max-old-space-size=256",
];

/** What holds Chromium: the best there is, that without the sandbox of its own, or its own sandbox alone. */
export type Containment = "both" | "container" | "own";

/** How to start Chromium here, or why it cannot be. */
export function chromiumCommand(
  profile: string,
  by: Containment = canContain() ? "both" : "own",
): ChromiumCommand | string {
  const binary = BINARIES.find((path) => existsSync(path));
  if (binary === undefined) return `Chromium is not installed; ${INSTALL}`;
  if (by !== "own") {
    const limit = ["/usr/bin/prlimit", `--data=${PROCESS_BYTES}`, "--core=0"];
    const bare = by === "container" ? ["--no-sandbox"] : [];
    const inside = [binary, ...FLAGS, ...bare, "--user-data-dir=profile", "about:blank"];
    const [command, ...args] = [...dropRoot(), ...limit, BUBBLEWRAP, ...CONTAINER, ...inside];
    const own = by === "container" ? "" : " and the sandbox of Chromium";
    return { command: command as string, args, containment: `bubblewrap${own}, no network` };
  }
  if (isRoot()) return `root must not run Chromium outside of a container; ${INSTALL}, or run as another user`;
  const args = [...FLAGS, `--user-data-dir=${profile}`, "about:blank"];
  return { command: binary, args, containment: "the sandbox of Chromium, requests refused" };
}

let contains: boolean | undefined;

/** Whether bubblewrap works here for the user Chromium runs as: it may be installed and user namespaces forbidden. */
export function canContain(): boolean {
  contains ??= process.platform === "linux" && existsSync(BUBBLEWRAP) && triesContainer();
  return contains;
}

function triesContainer(): boolean {
  const [command, ...args] = [...dropRoot(), BUBBLEWRAP, ...CONTAINER, "/usr/bin/true"];
  return spawnSync(command as string, args, { timeout: 10_000, env: {}, cwd: "/" }).status === 0;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function dropRoot(): readonly string[] {
  return isRoot() ? ["/usr/bin/setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"] : [];
}
