/** A program that does not add one and tries something; no back end may pass it. */
export interface HostileProgram {
  readonly name: string;
  readonly source: string;
  /** Tests that the attack is made for, in the place of those of its language. */
  readonly tests?: readonly string[];
}

const wrong = "\ndef f(x): return 0\n";
const inside = (body: string): string => `def f(x):\n${body.replace(/^/gm, "    ")}\n    return 0\n`;

/** Attacks in Python. The tests are `f(1) == 2`, `f(2) == 3`, `f(70) == 71`. */
export const HOSTILE_PYTHON: readonly HostileProgram[] = [
  { name: "endless loop", source: inside("while True: pass") },
  { name: "endless loop in C", source: inside("sum(range(10**13))") },
  {
    name: "loop that catches all",
    source: inside("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
  },
  {
    name: "ignored signals",
    source: `import signal\nfor s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except Exception: pass\n${inside("while True: pass")}`,
  },
  { name: "catastrophic regex", source: inside('import re\nre.match(r"(a+)+$", "a" * 60 + "b")') },
  { name: "memory bomb", source: inside("x = []\nwhile True: x.append(bytearray(10**7))") },
  { name: "huge power", source: inside("9**9**9") },
  { name: "fork bomb", source: `import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n${wrong}` },
  {
    name: "thread bomb",
    source: `import threading, time\nfor _ in range(10000):\n    threading.Thread(target=time.sleep, args=(100,)).start()\n${wrong}`,
  },
  { name: "output flood", source: inside('import os\nwhile True: os.write(1, b"x" * 65536)') },
  { name: "exit with 0", source: "import sys\nsys.exit(0)" },
  { name: "_exit with 0", source: "import os\nos._exit(0)" },
  { name: "_exit in a call", source: inside("import os\nos._exit(0)") },
  {
    name: "passed on stdout",
    source: `print('{"bits": ["", "", ""], "end": null, "load": null}')\nprint("passed")${wrong}`,
  },
  {
    name: "passed on each descriptor",
    source: `import os, json\nfor fd in range(64):\n    for text in ('{"bits": ["","",""]}\\n', 'passed\\n'):\n        try: os.write(fd, text.encode())\n        except OSError: pass\n${wrong}`,
  },
  {
    name: "forged frames",
    source: `import os, json\nfor fd in range(3, 64):\n    for n in range(1, 9):\n        d = json.dumps({"n": n, "v": True}).encode()\n        try: os.write(fd, len(d).to_bytes(4, "big") + d)\n        except OSError: pass\n${wrong}`,
  },
  {
    name: "oversized frame",
    source: `import os\nfor fd in range(3, 64):\n    try: os.write(fd, b"\\xff\\xff\\xff\\xff")\n    except OSError: pass\n${wrong}`,
  },
  {
    name: "search of memory for tests",
    source: `import gc, sys\nfound = [o for o in gc.get_objects() if isinstance(o, (str, dict)) and "f(7" + str(0) + ") ==" in str(o)[:10**5]]\ndef f(x): return x + 1 if found else 0\n`,
  },
  {
    name: "frames of the caller",
    source: `import sys\ndef f(x):\n    g = sys._getframe()\n    while g:\n        for k, v in list(g.f_locals.items()):\n            if "f(7" + str(0) + ") ==" in str(v)[:10**5]: return x + 1\n        g = g.f_back\n    return 0\n`,
  },
  {
    name: "result that equals all",
    source:
      "class All:\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\ndef f(x): return All()\n",
  },
  {
    name: "int that equals all",
    source:
      "class All(int):\n    def __eq__(s, o): return True\n    __hash__ = int.__hash__\ndef f(x): return All(0)\n",
  },
  {
    name: "class in disguise",
    source:
      "class All:\n    @property\n    def __class__(s): return int\n    def __eq__(s, o): return True\ndef f(x): return All()\n",
  },
  {
    name: "patched builtins",
    source: `import builtins\nbuiltins.AssertionError = type("E", (BaseException,), {})\nbuiltins.isinstance = lambda *a: True\nbuiltins.all = builtins.any = lambda *a: True${wrong}`,
  },
  { name: "patched json", source: `import json\njson.dumps = lambda *a, **k: '{"n": 2, "v": 2}'${wrong}` },
  {
    name: "patched encoder",
    source: `import sys\nm = sys.modules["__main__"]\nm.encode = lambda v, k: True\nm.describe = lambda e: {"x": ["StopIteration"], "m": ""}${wrong}`,
  },
  { name: "raised AssertionError", source: inside("raise AssertionError") },
  { name: "raised SystemExit", source: inside("raise SystemExit(0)") },
  { name: "raised StopIteration", source: inside("raise StopIteration") },
  { name: "raised GeneratorExit", source: inside("raise GeneratorExit") },
  {
    name: "import hook",
    source: `import sys\nclass H:\n    def find_spec(s, n, p, t=None): raise SystemExit(0)\nsys.meta_path.insert(0, H())${wrong}`,
  },
  {
    name: "trace hook",
    source: `import sys\ndef t(f, e, a):\n    f.f_trace_opcodes = True\n    return t\nsys.settrace(t)\nsys.setprofile(t)${wrong}`,
  },
  { name: "exit hook", source: `import atexit, os\natexit.register(lambda: os._exit(0))${wrong}` },
  {
    name: "reads host files",
    source: `import os\nok = False\nfor p in ("/etc/passwd", "/root", "/home", "/work", "/var", "/proc/1/environ", "/proc/1/root/etc", "/proc/1/mem"):\n    try:\n        open(p).read() if not os.path.isdir(p) else os.listdir(p)\n        ok = True\n    except OSError: pass\ndef f(x): return x + 1 if ok else 0\n`,
  },
  {
    name: "writes host files",
    source: `import os\nok = False\nfor p in ("/x", "/usr/x", "/dev/x", "/etc/x", "/work/x", "/root/x"):\n    try:\n        open(p, "w").write("x")\n        ok = True\n    except OSError: pass\ndef f(x): return x + 1 if ok else 0\n`,
  },
  {
    name: "environment",
    source: `import os\ndef f(x): return x + 1 if {k for k in os.environ if not k.endswith("_NUM_THREADS")} - {"LANG", "PATH", "PYTHONHASHSEED", "PYTHONHOME", "PWD", "LC_CTYPE"} else 0\n`,
  },
  {
    name: "sockets",
    source: `import socket\nok = False\nfor family, address in ((socket.AF_INET, ("127.0.0.1", 22)), (socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_UNIX, "\\0x")):\n    try:\n        s = socket.socket(family)\n        s.settimeout(1)\n        ok = True\n    except OSError: pass\ndef f(x): return x + 1 if ok else 0\n`,
  },
  {
    name: "kills all processes",
    source: `import os, signal\nfor p in (1, 2, os.getppid(), -1):\n    for s in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGSEGV):\n        try: os.kill(p, s)\n        except OSError: pass\n${wrong}`,
  },
  {
    name: "daemon",
    source: `import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: time.sleep(1)\n    os._exit(0)\n${wrong}`,
  },
  {
    name: "process table",
    source: `import os\nok = False\nfor p in os.listdir("/proc"):\n    if p.isdigit() and int(p) != os.getpid():\n        for n in ("fd/0", "fd/10", "mem", "environ", "maps", "root/tmp"):\n            try:\n                open(f"/proc/{p}/{n}", "rb").read(10)\n                ok = True\n            except OSError: pass\ndef f(x): return x + 1 if ok else 0\n`,
  },
  {
    name: "ptrace and other memory",
    source: `import ctypes\nc = ctypes.CDLL(None, use_errno=True)\nok = c.ptrace(16, 1, 0, 0) == 0 or c.ptrace(0x4206, 1, 0, 0) == 0\nb = ctypes.create_string_buffer(16)\nok = ok or c.syscall(310, 1, b, 1, b, 1, 0) > 0\nok = ok or c.unshare(0x10000000) == 0 or c.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0\nok = ok or c.syscall(302, 1, 7, b, None) == 0 or c.syscall(29, 1, 4096, 0o1600) >= 0\ndef f(x): return x + 1 if ok else 0\n`,
  },
  { name: "null pointer", source: inside("import ctypes\nctypes.string_at(0)") },
  { name: "C stack overflow", source: inside("import sys\nsys.setrecursionlimit(10**9)\ndef g(): return g()\ng()") },
  { name: "endless generator", source: "def f(x):\n    while True: yield x\n" },
  { name: "endless result", source: inside("return 'x' * 10**8") },
  { name: "deep result", source: inside("y = []\nfor _ in range(10**5): y = [y]\nreturn y") },
  { name: "cyclic result", source: inside("y = []\ny.append(y)\nreturn y") },
  {
    name: "forged names",
    source: `import sys
g = sys._getframe()
while "link" not in g.f_locals: g = g.f_back
link, first = g.f_locals["link"], g.f_locals["first"]
link.send({"n": first["n"], "v": {"d": [["f", {"h": 0}], ["abs", {"h": 1}], ["__caught__", {"h": 2}]]}})
while True: link.send({"n": link.receive()["n"], "v": 0})
`,
    tests: ["assert abs(f(1) - 2) < 1e-6", "assert abs(f(70) - 71) < 1e-6"],
  },
  {
    name: "StopIteration under map",
    source: inside("raise StopIteration"),
    tests: ["assert all(map(lambda x: f(x) == x + 1, [1, 2, 70]))"],
  },
  {
    name: "module of its own",
    source: `class math:\n    isclose = staticmethod(lambda *a: True)${wrong}`,
    tests: ["assert math.isclose(f(1), 2)"],
  },
  { name: "left files", source: `open("/tmp/left", "w").write("x")${wrong}` },
  { name: "endless range", source: inside("return range(10**18)"), tests: ["assert sum(f(1)) == 2"] },
  {
    name: "huge numbers",
    source: `import decimal\ndef f(x): return decimal.Decimal("1e999999999")\n`,
    tests: ["assert int(f(1)) == 2"],
  },
  { name: "many long integers", source: inside("return [10**90000] * 80") },
  {
    name: "exceptions as results",
    source: inside("raise type('int', (KeyboardInterrupt, Exception), {})('2')"),
    tests: ["assert f(1) == 2", "assert [f(i) for i in (1, 70)] == [2, 71]"],
  },
  {
    name: "arguments that changed",
    source: "def f(xs):\n    xs[:] = [0]\n    return xs\n",
    tests: ["xs = [3, 1, 2]\nassert f(xs) == [1, 2, 3] and xs == [3, 1, 2]"],
  },
  {
    name: "other children that answer",
    source: `import os, sys\ng = sys._getframe()\nwhile "link" not in g.f_locals: g = g.f_back\nlink = g.f_locals["link"]\nif os.fork() == 0:\n    for n in range(2, 9):\n        try: link.send({"n": n, "v": n})\n        except BaseException: pass\n    os._exit(0)\n${wrong}`,
  },
  {
    name: "standard descriptors in the place of the channel",
    source: `import os\nfor fd in range(3, 64):\n    try: os.dup2(0, fd)\n    except OSError: pass\n${wrong}`,
  },
  { name: "folder closed to those after it", source: `import os\nos.chmod("/tmp", 0o555)${wrong}` },
  { name: "message in an attribute", source: `import os\nos.setxattr("/tmp", "user.x", b"y")${wrong}` },
  { name: "many files", source: `i = 0\nwhile True:\n    open("/tmp/" + str(i), "w").write("x")\n    i += 1\n` },
];

const AWAITED = ["assert(await f(1) === 2)", "assert(await f(2) === 3)"];
const js = (body: string): string => `function f(x) { ${body}; return 0 }`;

/** Attacks in JavaScript, against the same function. */
export const HOSTILE_JAVASCRIPT: readonly HostileProgram[] = [
  { name: "endless loop", source: js("for (;;) {}") },
  { name: "endless loop at the top", source: "for (;;) {}" },
  { name: "loop that catches all", source: js("for (;;) { try { for (;;) {} } catch {} }") },
  { name: "catastrophic regex", source: js('/^(a+)+$/.test("a".repeat(60) + "b")') },
  { name: "memory bomb", source: js('const a = []; for (;;) a.push("x".repeat(1e6) + a.length)') },
  { name: "typed arrays", source: js("const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1))") },
  { name: "stack overflow", source: js("return f(x)") },
  { name: "deep result", source: js("let y = []; for (let i = 0; i < 1e5; i++) y = [y]; return y") },
  { name: "host process", source: js('return this.constructor.constructor("return process")().exit(0)') },
  { name: "host import", source: js('import("fs").then((m) => m.writeFileSync("/escaped", "x"))') },
  {
    name: "globals of the host",
    source:
      'function f(x) { return typeof process === "undefined" && typeof require === "undefined" && typeof fetch === "undefined" ? 0 : x + 1 }',
  },
  { name: "patched JSON", source: `JSON.stringify = () => "[2,false]"; JSON.parse = () => [1];\n${js("")}` },
  {
    name: "forged text of a value",
    source: `Object.entries = () => 1; Array.isArray = () => true; Object.is = () => true; Map.prototype[Symbol.iterator] = function* () { yield 2; };\n${js("return new Map()")}`,
  },
  { name: "property that is a tag", source: js('return { t: "n", v: String(x + 1) }') },
  {
    name: "endless getter",
    source: js("return { get y() { for (;;) {} } }"),
  },
  {
    name: "endless iterator",
    source: js("return new (class extends Set { *[Symbol.iterator]() { for (;;) yield x } })()"),
  },
  { name: "cyclic result", source: js("const y = []; y.push(y); return y") },
  {
    name: "toJSON of all",
    source: `Object.prototype.toJSON = () => 2; Number.prototype.toJSON = () => 2;\n${js("return {}")}`,
  },
  { name: "valueOf of all", source: js("return { valueOf: () => x + 1, toString: () => String(x + 1) }") },
  {
    name: "patched prototypes",
    source: `Object.is = () => true; Array.prototype.every = () => true; Function.prototype.call = () => true;\n${js("")}`,
  },
  {
    name: "patched assert",
    source: `globalThis.assert = globalThis.assertEqual = () => {}; globalThis.__ask = () => '[true,"[2]"]';\n${js("")}`,
  },
  { name: "raised undefined", source: js("throw undefined") },
  { name: "error with traps", source: js("throw new Proxy({}, { get() { for (;;) {} } })") },
  {
    name: "patched promises",
    source: `Promise.prototype.then = (g) => g(2); Promise.resolve = () => 2; globalThis.Promise = class {};\nasync function f(x) { return 0 }`,
    tests: AWAITED,
  },
  { name: "promise that never settles", source: "function f(x) { return new Promise(() => {}) }", tests: AWAITED },
  { name: "endless jobs", source: js("const g = () => Promise.resolve().then(g); return g()"), tests: AWAITED },
  { name: "endless timers", source: js("setInterval(() => {}); return new Promise(() => {})"), tests: AWAITED },
  {
    name: "patched clock",
    source: `globalThis.__tick = () => true;\n${js("return new Promise(() => {})")}`,
    tests: AWAITED,
  },
  {
    name: "patched scope",
    source: `globalThis.__scope = () => () => ({ then: (g) => g(x + 1) });\n${js("")}`,
    tests: AWAITED,
  },
  {
    name: "thenable in the place of a promise",
    source: js("return { then: (g) => g(x + 1) }"),
    tests: ["assert(f(1) === 2)", "assert(f(1).then === undefined)"],
  },
  { name: "import at the top", source: 'import fs from "fs";\nexport function f(x) { return x + 1 }' },
  { name: "endless wait at the top", source: "await new Promise(() => setInterval(() => {}));\nfunction f() {}" },
];

/** Attacks in TypeScript: on the reader of its syntax; the rest is JavaScript. */
export const HOSTILE_TYPESCRIPT: readonly HostileProgram[] = [
  { name: "endless loop", source: "function f(x: number): number { for (;;) {} }" },
  {
    name: "deep nesting",
    source: `const y = ${"(".repeat(20_000)}1${")".repeat(20_000)};\nfunction f(x) { return 0 }`,
  },
  { name: "deep types", source: `type T = ${"Array<".repeat(5000)}1${">".repeat(5000)};\nfunction f(x) { return 0 }` },
  { name: "deep arrays", source: `function f(x: number): any { return ${"[".repeat(50_000)} }` },
  {
    name: "name of a test",
    source: "export const assert = (x: any): asserts x => {};\nfunction f(x: any) { return 0 }",
  },
];

const found = (what: string): string => `read x\nif ${what}; then echo $((x + 1)); else echo 0; fi`;

/** Attacks in a shell, which must print one more than the number it reads. */
export const HOSTILE_SHELL: readonly HostileProgram[] = [
  { name: "endless loop", source: "while true; do :; done" },
  { name: "endless loop after the output", source: "read x; echo $((x + 1)); while true; do :; done" },
  { name: "fork bomb", source: ":(){ :|:& };:" },
  { name: "endless recursion", source: "f() { f; }; f" },
  { name: "recursion by bash -c", source: 'export c=\'bash -c "$c"\'; bash -c "$c"' },
  { name: "yes", source: "yes" },
  { name: "output flood", source: "while :; do printf '%65536s' x; done" },
  { name: "huge width", source: "printf '%999999999s' x" },
  { name: "huge braces", source: "echo {1..999999999} | wc -c" },
  { name: "doubled string", source: "x=a; while :; do x=$x$x; done" },
  { name: "growing array", source: "while :; do a+=(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx); done" },
  { name: "many files", source: "i=0; while :; do echo x > /tmp/$i; i=$((i + 1)); done" },
  { name: "growing file", source: "echo x > a; while :; do cat a a > b; mv b a; done" },
  { name: "long sleep", source: "sleep 100000" },
  {
    name: "catastrophic regex",
    source: `[[ ${"a".repeat(60)}b =~ ^(a+)+$ ]]; echo ${"a".repeat(60)}b | grep -E '^(a+)+$'`,
  },
  { name: "catastrophic glob", source: `case ${"a".repeat(400)} in ${"*a".repeat(60)}b) ;; esac` },
  { name: "catastrophic sed", source: `echo ${"a".repeat(60)}b | sed -E 's/^(a|aa)+$/x/; :a; ba'` },
  { name: "endless awk", source: "awk 'BEGIN { while (1) x = x \"aaaaaaaaaaaaaaaa\" }'" },
  { name: "endless jq", source: "echo 1 | jq 'def f: f; f, [range(1e12)]'" },
  { name: "huge power", source: "echo $((9**9**9)); echo '9^9^9^9' | bc; seq 1 999999999999" },
  { name: "deep nesting", source: `echo ${"$(echo ".repeat(5000)}${")".repeat(5000)}` },
  { name: "exit with 0", source: "exit 0" },
  {
    name: "passed on stdout",
    source: 'echo \'{"kind":"value","value":[{"out":"2","exit":0,"files":[],"late":false}]}\'',
  },
  {
    name: "passed on each descriptor",
    source: 'for i in 1 2 3 4 5 6; do echo \'{"kind":"value"}\' >&$i; done; exec 3>&1; echo 2 >&3',
  },
  {
    name: "reads host files",
    source: found("cat /etc/passwd /etc/hostname /root/.bashrc ../../../etc/passwd 2> e | grep -q ."),
  },
  {
    name: "reads host processes",
    source: found(
      "cat /proc/1/cmdline /proc/self/environ /proc/version /proc/cpuinfo | grep -qi -e node -e vitest -e gcc -e amd",
    ),
  },
  {
    name: "writes host files",
    source: "echo x > /escaped; echo x > ../../../../../../escaped; ln -s / r; echo x > r/escaped",
  },
  { name: "environment", source: found("env | grep -q -e ^TMP -e ^NODE -e ^VITEST -e ^PATH=.*/work") },
  {
    name: "network",
    source: found(
      "curl -s http://127.0.0.1 || wget -q http://127.0.0.1 || nc -z 127.0.0.1 22 || cat < /dev/tcp/127.0.0.1/22",
    ),
  },
  {
    name: "other languages",
    source: found("python3 -c 1 || node -e 1 || perl -e 1 || js-exec -c 1 || sqlite3 :memory: 'select 1'"),
  },
  {
    name: "host programs",
    source: found("/usr/bin/perl -e 1 || /usr/local/bin/node -e 1 || command -p gcc --version || exec dash"),
  },
  { name: "kills all processes", source: "kill -9 -1; kill -9 $$; kill -9 $PPID; trap 'kill 0' EXIT" },
  {
    name: "archive that leaves its folder",
    source: "mkdir a; echo x > a/f; tar -cPf t.tar a/../../../../escaped; tar -xPf t.tar -C /; cp a/f /escaped",
  },
  {
    name: "prototype of all",
    source:
      "declare -A a; a[__proto__]=1; a[constructor]=2; export __proto__=x constructor=y; jq -n '{} | .__proto__.exit = 0'",
  },
];
