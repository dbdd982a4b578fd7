/**
 * Python of the first process in the candidate's container: forks one child a program from a warm interpreter.
 *
 * It cannot be read, traced or signalled by a child (not dumpable, first of its process namespace, a system-call
 * filter against the rest), ends all that a child left behind, and says when files were left, so that the container
 * is not used again.
 */
export const ZYGOTE: string = `
import socket, signal, resource, gc, ctypes

def limited(limits):
    for what, n in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, limits["processes"] + 1),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (n, n + 1 if what == resource.RLIMIT_CPU else n))

def child(request, fds, control):
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    channel = os.dup2(fds[0], 20)
    os.dup2(fds[1], 0)
    os.dup2(fds[2], 1)
    os.dup2(fds[2], 2)
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

def main_program(link):
    source = link.receive()["source"]
    space = {"__name__": "__main__", "__builtins__": builtins}
    try:
        exec(compile(source, "<candidate>", "exec"), space)
        return 0
    except SystemExit as e:
        c = e.code
        return c & 255 if isinstance(c, int) else 0 if c is None else 1
    except BaseException as e:
        link.send(describe(e))
        return 1

def leftovers():
    try:
        return bool(os.listdir("/tmp") or os.listdir("/dev/shm"))
    except OSError:
        return True

def zygote(fd):
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=fd)
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
        end = {"status": status, "memory": usage.ru_maxrss * 1024, "cpu": usage.ru_utime + usage.ru_stime, "dirty": leftovers()}
        control.send(json.dumps(end).encode())
`;
