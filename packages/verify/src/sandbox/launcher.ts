/**
 * Python that starts the two containers of a lane and joins them by one socket: the zygote's, where candidates run, and
 * the tester's, which this process becomes.
 */
export const LAUNCHER: string = `
import sys, os, json, socket, resource
config = json.loads(sys.argv[1])
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
def enter(mine, other, code):
    other.close()
    fd = os.dup2(mine.fileno(), 10)
    args = list(config["container"])
    if config["filter"]:
        program = os.memfd_create("filter", 0)
        os.write(program, bytes.fromhex(config["filter"]))
        os.lseek(program, 0, 0)
        os.dup2(program, 11)
        args += ["--seccomp", "11"]
    os.dup2(mine.fileno(), 10)
    # Not -I, which would ignore the hash seed; the environment holds nothing else of Python's.
    os.execv(args[0], args + [config["python"], "-s", "-S", "-B", "-c", code])
if os.fork() == 0:
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    enter(b, a, config["zygote"])
resource.setrlimit(resource.RLIMIT_AS, (config["testerMemory"],) * 2)
enter(a, b, config["tester"])
`;
