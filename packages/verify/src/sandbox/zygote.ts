/**
 * Python of the first process in the candidate's container: forks one child a program from a warm interpreter.
 *
 * It cannot be read, traced or signalled by a child (not dumpable, first of its process namespace, a system-call
 * filter against the rest), ends all that a child left behind, and says when files were left, so that the container
 * is not used again.
 */
export const ZYGOTE: string = `
import socket, signal, _signal, resource, gc, ctypes

def limit(what, n):
    resource.setrlimit(what, (n, n + 1 if what == resource.RLIMIT_CPU else n))

def limited(limits):
    limit(resource.RLIMIT_AS, limits["memory"])
    limit(resource.RLIMIT_CPU, limits["cpu"])
    limit(resource.RLIMIT_FSIZE, limits["file"])
    limit(resource.RLIMIT_NPROC, limits["processes"] + 1)

def child(request, fds, control):
    os.setsid()
    _signal.signal(2, _signal.default_int_handler)
    channel = os.dup2(fds[0], 20)
    os.dup2(fds[1], 0)
    os.dup2(fds[2], 1)
    os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
    os.closerange(3, 20)
    os.closerange(21, 256)
    control.detach()
    limited(request["limits"])
    random.seed()
    link = Link(20, 20)
    code = 0
    try:
        if request["mode"] == "serve":
            serve(link)
        else:
            code = main_program(link)
    except Gone:
        pass
    except BaseException as e:
        code = 70
    try:
        sys.stdout.flush()
    except BaseException:
        code = code or 74
    os._exit(code)

def look(folder):
    s = os.stat(folder)
    return (s.st_ctime_ns, s.st_mode, s.st_uid, s.st_gid)

class Folders:
    """Whether a program changed the folders it may write to: its files, or a mode, time or attribute of their own."""
    def __init__(self):
        self.seen = {f: look(f) for f in ("/tmp", "/dev/shm")}
    def changed(self):
        try:
            for f, old in self.seen.items():
                now = look(f)
                if now == old:
                    continue
                if os.listdir(f) or os.listxattr(f) or now[1:] != old[1:]:
                    return True
                os.utime(f, (0, 0))
                self.seen[f] = look(f)
            return False
        except OSError:
            return True

# What the first program would make (types of syntax trees, caches, specialised code) is made before the first fork.
def warm():
    ours, theirs = socket.socketpair()
    asker = Link(ours.fileno(), ours.fileno())
    host = Link(theirs.fileno(), theirs.fileno())
    for _ in range(4):
        asker.send({"n": 1, "source": WARM, "names": ["f", "g", "C"]})
        for n in range(2, 20):
            asker.send({"n": n, "op": "call", "h": n % 2, "a": [n, {"t": [1, 2.5]}, {"d": [["a", {"s": [1]}]]}, [[None, "b"]]], "k": {}})
        asker.send({"n": 20, "op": "call", "h": 0, "a": [None, 0, 0, 0], "k": {}})
        asker.send({"op": "end"})
        try:
            serve(host)
        except Gone:
            pass
    ours.close()
    theirs.close()
    random.seed()

WARM = """
import math
from typing import List
class C:
    def __init__(self, n): self.n = n
def f(x: int, *rest) -> List[int]:
    found = [i * i for i in range(x) if i % 2 == 0]
    for k, v in {str(n): C(n) for n in found}.items():
        while v.n < 3: v.n += 1
    try:
        found.append(sorted(found, key=lambda n: -n)[0])
    except IndexError:
        pass
    return found + [math.floor(x / 2)]
def g(*all):
    return all
"""

def zygote(fd):
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=fd)
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_MSGQUEUE, resource.RLIMIT_MEMLOCK):
        limit(what, 0)
    limit(resource.RLIMIT_NOFILE, 64)
    folders = Folders()
    warm()
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while True:
        message, fds, _, _ = socket.recv_fds(control, 4096, 3)
        if not message:
            os._exit(0)
        if message == b"end":
            continue
        pid = os.fork()
        if pid == 0:
            child(json.loads(message), fds, control)
        for f in fds:
            os.close(f)
        watch = os.pidfd_open(pid)
        p = select.poll()
        p.register(watch, select.POLLIN)
        p.register(control.fileno(), select.POLLIN)
        if not any(f == watch for f, _ in p.poll()):
            os.kill(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
        os.close(watch)
        while True:
            try:
                os.kill(-1, signal.SIGKILL)
            except ProcessLookupError:
                pass
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        end = {"status": status, "memory": usage.ru_maxrss * 1024, "cpu": usage.ru_utime + usage.ru_stime, "dirty": folders.changed()}
        control.send(dumps(end))
`;
