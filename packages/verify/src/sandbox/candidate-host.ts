/**
 * Python that runs in the candidate's process: `serve` loads the program, then answers calls with plain data;
 * `main_program` runs it to its end.
 */
export const CANDIDATE_HOST: string = `
def describe(e):
    try:
        names = [c.__name__ for c in type(e).__mro__][:8]
        return {"x": [str(n)[:80] for n in names], "m": str(e)[:200]}
    except BaseException:
        return {"x": ["Exception"], "m": ""}

class Lines:
    """Which lines of the program ran: a word of its own process, which it could forge, so nothing is decided by it."""
    def __init__(self, code):
        self.code, self.ran = code, set()
        import threading
        threading.settrace(self.enter)
        sys.settrace(self.enter)
    def enter(self, frame, event, arg):
        if frame.f_code.co_filename != "<candidate>":
            return None
        ran = self.ran
        def line(frame, event, arg):
            if event == "line":
                ran.add(frame.f_lineno)
            return line
        return line
    def found(self):
        sys.settrace(None)
        codes, lines = [self.code], set()
        for code in codes:
            lines.update(n for _, _, n in code.co_lines() if n)
            codes += [c for c in code.co_consts if type(c) is type(code)]
        return {"ran": sorted(self.ran & lines), "lines": sorted(lines)}

def main_program(link):
    first = link.receive()
    space = {"__name__": "__main__", "__builtins__": builtins}
    seen, word, status = None, {}, 0
    try:
        code = compile(first["source"], "<candidate>", "exec")
        seen = Lines(code) if first.get("coverage") else None
        exec(code, space)
    except SystemExit as e:
        c = e.code
        status = c & 255 if isinstance(c, int) else 0 if c is None else 1
    except BaseException as e:
        word, status = describe(e), 1
    if seen is not None:
        word["lines"] = seen.found()
    if word:
        link.send(word)
    return status

def serve(link):
    objects, numbers = [], {}
    def keep(v):
        n = numbers.get(id(v))
        if n is None:
            n = numbers[id(v)] = len(objects)
            objects.append(v)
        return n
    find = objects.__getitem__
    first = link.receive()
    space = {"__name__": "__main__", "__builtins__": builtins}
    try:
        code = compile(first["source"], "<candidate>", "exec")
    except BaseException as e:
        return link.send({"n": first["n"], "syntax": True, **describe(e)})
    seen = Lines(code) if first.get("coverage") else None
    try:
        exec(code, space)
        names = {k: encode(space[k], keep) for k in first["names"] if k in space}
        link.send({"n": first["n"], "v": {"d": [[k, v] for k, v in names.items()]}})
    except BaseException as e:
        link.send({"n": first["n"], **describe(e)})
    while True:
        m = link.receive()
        if m["op"] == "end":
            raise Gone()
        if m["op"] == "lines":
            link.send({"n": m["n"], "v": {"d": list(seen.found().items())}})
            continue
        try:
            op, target = m["op"], objects[m["h"]]
            args = [decode(a, find) for a in m["a"]]
            if op == "call":
                kw = {k: decode(v, find) for k, v in m["k"].items()}
                v = target(*args, **kw)
            elif op == "get":
                v = getattr(target, args[0])
            elif op == "set":
                v = setattr(target, args[0], args[1])
            elif op == "item":
                v = target[args[0]]
            elif op == "next":
                v = next(target)
            elif op == "await":
                import asyncio
                v = asyncio.run(target)
            else:
                v = {"iter": iter, "len": len, "bool": bool, "str": str}[op](target)
            reply = {"n": m["n"], "v": encode(v, keep)}
            if op == "call":
                after = [encode(a, keep) if type(a) in (list, dict, set) else b for a, b in zip(args, m["a"])]
                if after != m["a"]:
                    reply["a"] = after
        except BaseException as e:
            reply = {"n": m["n"], **describe(e)}
        try:
            link.send(reply)
        except Gone:
            raise
        except BaseException as e:
            link.send({"n": m["n"], **describe(e)})
`;
