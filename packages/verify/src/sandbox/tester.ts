/**
 * Python of the interpreter that holds the tests and decides. The candidate's functions are stand-ins here that send
 * plain arguments and receive plain results.
 */
export const TESTER: string = String.raw`
import ast, symtable

class Session:
    def __init__(self, link):
        self.link, self.count, self.handles, self.end = link, 0, {}, None
    def find(self, n):
        if n not in self.handles:
            self.handles[n] = CandidateObject(self, n)
        return self.handles[n]
    def keep(self, v):
        if type(v) is CandidateObject:
            return object.__getattribute__(v, "_number")
        raise TypeError("a test may hand plain data to a candidate only, not " + type(v).__name__)
    def exchange(self, message):
        if self.end is not None:
            raise Gone()
        self.count += 1
        message["n"] = self.count
        try:
            self.link.send(message)
            reply = self.link.receive()
            if type(reply) is not dict or reply.get("n") != self.count or ("v" in reply) == ("x" in reply):
                raise Garbled()
            if "x" in reply:
                raise rebuilt(reply, message.get("op"))
            value = decode(reply["v"], self.find)
            after = [decode(a, self.find) for a in reply["a"]] if "a" in reply else None
            return value, after
        except (Gone, Late, Garbled) as e:
            self.end = type(e).__name__
            raise
        except (KeyError, TypeError, ValueError, RecursionError, AttributeError, decimal.InvalidOperation, ZeroDivisionError, MemoryError, OverflowError) as e:
            if getattr(e, "of_candidate", False):
                raise
            self.end = "Garbled"
            raise Garbled()
    def ask(self, op, number, args=(), kwargs={}):
        sent = [encode(a, self.keep) for a in args]
        message = {"op": op, "h": number, "a": sent}
        if op == "call":
            message["k"] = {k: encode(v, self.keep) for k, v in kwargs.items()}
        value, after = self.exchange(message)
        if after is not None:
            for old, new in zip(args, after):
                if type(old) is not type(new):
                    continue
                if type(old) is list:
                    old[:] = new
                elif type(old) is dict or type(old) is set:
                    old.clear()
                    old.update(new)
        return value

class CandidateObject:
    __slots__ = ("_session", "_number")
    def __init__(self, session, number):
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_number", number)
    def __call__(self, *args, **kwargs):
        return ask(self, "call", args, kwargs)
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return ask(self, "get", [name])
    def __setattr__(self, name, value):
        ask(self, "set", [name, value])
    def __getitem__(self, key):
        return ask(self, "item", [key])
    def __iter__(self):
        iterator = ask(self, "iter")
        if type(iterator) is not CandidateObject:
            raise TypeError("not iterable")
        while True:
            try:
                yield ask(iterator, "next")
            except StopIteration:
                return
    def __len__(self):
        return ask(self, "len")
    def __bool__(self):
        return ask(self, "bool") is True
    def __str__(self):
        return str(ask(self, "str"))
    __hash__ = object.__hash__

def ask(target, op, args=(), kwargs={}):
    get = object.__getattribute__
    return get(target, "_session").ask(op, get(target, "_number"), args, kwargs)

async def awaited(target):
    """A coroutine of the candidate, which runs to its end over there when it is awaited here."""
    return ask(target, "await")

def rebuilt(reply, op=None):
    names, base = reply["x"], Exception
    if type(names) is not list or not names or not all(type(n) is str for n in names):
        return Garbled()
    for n in names:
        c = getattr(builtins, n, None)
        if isinstance(c, type) and issubclass(c, BaseException):
            base = c
            break
    # Raised by a call it would end a loop of the tests over map() as if there were no more to test.
    if op != "next" and issubclass(base, (StopIteration, StopAsyncIteration)):
        base = RuntimeError
    try:
        e = base(str(reply.get("m", ""))[:200]) if base.__name__ == names[0] else type(names[0][:80], (base,), {})(str(reply.get("m", ""))[:200])
    except Exception:
        e = type("Error", (Exception,), {})("")
    e.of_candidate = True
    e.shown = names[0][:80]
    e.is_syntax = reply.get("syntax") is True
    return e

def checked_lines(found, source):
    """What a candidate says of its own lines, when it is such a thing at all; it decides nothing."""
    try:
        last = source.count("\n") + 1
        ran, lines = ({n for n in found[k] if type(n) is int and 0 < n <= last} for k in ("ran", "lines"))
        return {"ran": sorted(ran & lines), "lines": sorted(lines)}
    except Exception:
        return None

def lines_of(session, source):
    end, session.link.deadline = session.end, min(session.link.deadline, time.monotonic() + 1)
    try:
        return checked_lines(session.exchange({"op": "lines"})[0], source)
    except BaseException:
        return None
    finally:
        session.end = end

class Bits(ast.NodeTransformer):
    """Each assert outside try becomes a bit of its own, and the tests after it still run."""
    def __init__(self):
        self.count = 0
    def visit_Assert(self, node):
        bit = ast.Constant(self.count)
        self.count += 1
        call = lambda *a: ast.Expr(ast.Call(ast.Name("__bit__", ast.Load()), [bit, *a], []))
        again = ast.If(ast.Call(ast.Name("isinstance", ast.Load()), [ast.Name("__error__", ast.Load()), ast.Name("RecursionError", ast.Load())], []), [ast.Raise()], [])
        handler = ast.ExceptHandler(ast.Name("__caught__", ast.Load()), "__error__", [call(ast.Name("__error__", ast.Load())), again])
        return ast.Try([node, call()], [handler], [], [])
    def visit_Try(self, node):
        return node

# What tests use without importing it is the tester's own, never the candidate's.
MODULES = {"math", "re", "itertools", "heapq", "collections", "functools", "string", "bisect", "random", "datetime", "copy", "operator", "typing", "statistics", "fractions", "decimal", "json", "time", "asyncio"}

COMPILED = {}
def prepared(texts, setup):
    key = (tuple(texts), setup)
    found = COMPILED.get(key)
    if found is None:
        if len(COMPILED) >= 256:
            COMPILED.clear()
        bits, codes, names, calls, spans, bases, called = Bits(), [], set(), False, [], set(), set()
        for text in texts:
            tree = ast.parse(text)
            calls = calls or any(isinstance(s, ast.Expr) and isinstance(s.value, ast.Call) and isinstance(s.value.func, ast.Name) and s.value.func.id == "check" for s in tree.body)
            names.update(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
            bases.update(n.value.id for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name))
            called.update(n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
            start = bits.count
            tree = ast.fix_missing_locations(bits.visit(tree))
            if bits.count == start:
                bits.count += 1
                spans.append((start, True))
            else:
                spans.append((start, False))
            codes.append(compile(tree, "<tests>", "exec"))
        first = compile(setup, "<setup>", "exec")
        modules = (bases - called) & MODULES
        found = COMPILED[key] = (codes, names, calls, bits.count, spans, first, modules)
    return found

def started(request, control, mode, stdin, stdout, deadline):
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    socket.send_fds(control, [json.dumps({"mode": mode, "limits": request["limits"]}).encode()], [theirs.fileno(), stdin, stdout])
    theirs.close()
    return ours, Link(ours.fileno(), ours.fileno(), deadline)

def finished(control):
    control.send(b"end")
    return json.loads(control.recv(4096))

def run_tests(request, link):
    session = Session(link)
    try:
        codes, names, calls, count, spans, setup, modules = prepared(request["tests"], request["setup"])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        return {"task": "the tests cannot be parsed: " + str(e)[:200]}
    space = {"__name__": "__tests__", "__builtins__": builtins}
    bits = [None] * count
    def bit(n, e=None):
        if e is None:
            bits[n] = bits[n] or ""
        else:
            bits[n] = bits[n] or getattr(e, "shown", type(e).__name__)
    space["__bit__"], space["__caught__"] = bit, Exception
    result = {"bits": bits, "load": None, "syntax": False, "message": ""}
    try:
        exec(setup, space)
    except BaseException as e:
        return {"task": "the setup fails with " + type(e).__name__}
    entry = request["entry"]
    for n in modules - {entry} - space.keys():
        space[n] = __import__(n)
    wanted = sorted({n for n in names if n not in space and not hasattr(builtins, n)} | ({entry} if entry else set()))
    try:
        loaded, _ = session.exchange({"source": request["source"], "names": wanted, "coverage": request["coverage"]})
        if type(loaded) is not dict:
            raise Garbled()
        # A forged reply must not put a name of its own in the place of a built-in.
        space.update({n: v for n, v in loaded.items() if n in wanted})
        if entry and entry not in space:
            raise NameError(entry)
    except (Gone, Late, Garbled) as e:
        session.end = type(e).__name__
    except BaseException as e:
        result["load"] = getattr(e, "shown", type(e).__name__)
        result["syntax"] = getattr(e, "is_syntax", False)
        result["message"] = str(e)[:200]
    if session.end is None and result["load"] is None:
        for i, code in enumerate(codes):
            start, whole = spans[i]
            stop = spans[i + 1][0] if i + 1 < len(spans) else count
            space["__bit__"] = bit
            try:
                exec(code, space)
                if i == len(codes) - 1 and entry and not calls and callable(space.get("check")):
                    space["check"](space[entry])
                if whole:
                    bit(start)
            except (Gone, Late, Garbled):
                break
            except BaseException as e:
                name = getattr(e, "shown", type(e).__name__)
                if not any(bits[start:stop]):
                    at = next((n for n in range(start, stop) if bits[n] is None), stop - 1)
                    bits[at] = name
    result["end"] = session.end
    if request["coverage"] and session.end is None and not result["syntax"]:
        result["coverage"] = lines_of(session, request["source"])
    return result

def run_io(request, control, deadline):
    results, dirty, coverage = [], False, []
    for text in request["inputs"]:
        stdin = os.memfd_create("input")
        os.write(stdin, text.encode("utf-8", "surrogatepass"))
        os.lseek(stdin, 0, 0)
        r, w = os.pipe()
        os.set_blocking(r, False)
        limit = time.monotonic() + request["wall"]
        ours, link = started(request, control, "main", stdin, w, limit)
        os.close(stdin)
        os.close(w)
        got, size, end, word = [], 0, None, None
        try:
            link.send({"source": request["source"], "coverage": request["coverage"]})
            while size <= request["output"]:
                link.wait(r, select.POLLIN)
                part = os.read(r, 65536)
                if not part:
                    break
                got.append(part)
                size += len(part)
            else:
                end = "Flood"
            if end is None:
                try:
                    word = link.receive()
                except Gone:
                    word = None
        except (Gone, Late, Garbled) as e:
            end = type(e).__name__
        status = finished(control)
        ours.close()
        os.close(r)
        error, said = None, word if type(word) is dict else {}
        if word is not None and ("x" in said or "lines" not in said):
            error = getattr(rebuilt(said), "shown", "Error") if "x" in said else "Error"
        if request["coverage"]:
            coverage.append(checked_lines(said.get("lines"), request["source"]))
        results.append({"out": b"".join(got)[:request["output"]].decode("utf-8", "replace"), "end": end, "error": error, "exit": status})
        dirty = dirty or status["dirty"]
        if dirty:
            break
    return {"cases": results, "coverage": coverage, "dirty": dirty}

def tester(fd):
    import socket as s
    globals()["socket"] = s
    control = s.socket(fileno=fd)
    null = os.open("/dev/null", os.O_RDWR)
    out = os.dup(1)
    os.dup2(null, 1)
    control.recv(64)
    os.write(out, b'"ready"\n')
    for line in sys.stdin.buffer:
        request = json.loads(line)
        random.seed(0)
        sys.setrecursionlimit(1000)
        deadline = time.monotonic() + request["wall"]
        if "inputs" in request:
            result = run_io(request, control, deadline)
        else:
            ours, link = started(request, control, "serve", null, null, deadline)
            result = run_tests(request, link)
            result["exit"] = finished(control)
            result["dirty"] = result["exit"]["dirty"]
            ours.close()
        data = memoryview(json.dumps(result).encode() + b"\n")
        while data:
            data = data[os.write(out, data):]
        if result["dirty"]:
            os._exit(0)
`;
