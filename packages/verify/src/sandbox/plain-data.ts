/**
 * Python that both interpreters load: frames of plain data over a descriptor.
 *
 * Only exact built-in values cross; a subclass crosses as its base, everything else as a numbered handle. What a
 * candidate sends is therefore never more than the value it would have returned.
 */
export const PLAIN_DATA: string = `
import sys
sys.path[:] = [p for p in sys.path if p]
import os, json, builtins
import math, re, itertools, heapq, collections, functools, string, bisect, random, datetime, copy, operator, typing
import time, select, struct, statistics, fractions, decimal
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(100000)
FRAME_LIMIT = 8 << 20

def refuse(v):
    raise TypeError(type(v).__name__)

if json.encoder.c_make_encoder is None:
    dumps = lambda v: json.dumps(v, separators=(",", ":")).encode()
else:
    # What json.dumps makes anew for each call.
    pieces = json.encoder.c_make_encoder(None, refuse, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, True)
    dumps = lambda v: "".join(pieces(v, 0)).encode()
loads = json.JSONDecoder().decode

class Garbled(BaseException):
    pass
class Gone(BaseException):
    pass
class Late(BaseException):
    pass

async def nothing():
    pass
c = nothing()
Coroutine = type(c)
c.close()

def encode(v, keep):
    if v is None or v is True or v is False:
        return v
    t = type(v)
    if t is int or t is str or t is float:
        return v
    if isinstance(v, int):
        return int.__int__(v)
    if isinstance(v, str):
        return str.__str__(v)
    if isinstance(v, float):
        return float.__float__(v)
    if isinstance(v, list):
        return [encode(x, keep) for x in list.__iter__(v)]
    if isinstance(v, tuple):
        return {"t": [encode(x, keep) for x in tuple.__iter__(v)]}
    if isinstance(v, dict):
        return {"d": [[encode(k, keep), encode(x, keep)] for k, x in dict.items(v)]}
    if isinstance(v, set):
        return {"s": [encode(x, keep) for x in set.__iter__(v)]}
    if isinstance(v, frozenset):
        return {"f": [encode(x, keep) for x in frozenset.__iter__(v)]}
    if t is bytes:
        return {"b": v.hex()}
    if t is complex:
        return {"c": [v.real, v.imag]}
    if t is range:
        return {"r": [v.start, v.stop, v.step]}
    if t is decimal.Decimal:
        return {"D": str(v)}
    if t is fractions.Fraction:
        return {"F": [v.numerator, v.denominator]}
    return {"w" if t is Coroutine else "h": keep(v)}

def decode(v, find):
    t = type(v)
    if t is list:
        return [decode(x, find) for x in v]
    if t is not dict:
        return v
    if len(v) != 1:
        raise Garbled()
    (tag, x), = v.items()
    if tag == "t":
        return tuple([decode(y, find) for y in x])
    if tag == "d":
        return {decode(k, find): decode(y, find) for k, y in x}
    if tag == "s":
        return set().union(frozenset([decode(y, find) for y in x]))
    if tag == "f":
        return frozenset([decode(y, find) for y in x])
    if tag == "h" and type(x) is int:
        return find(x)
    if tag == "w" and type(x) is int:
        return awaited(find(x))
    if tag == "b":
        return bytes.fromhex(x)
    if tag == "c":
        return complex(*x)
    if tag == "r":
        return range(*x)
    if tag == "D":
        return decimal.Decimal(x)
    if tag == "F":
        return fractions.Fraction(*x)
    raise Garbled()

class Link:
    """Frames over one or two descriptors; with a deadline when they do not block."""
    def __init__(self, source, sink, deadline=None):
        self.source, self.sink, self.deadline, self.buffer = source, sink, deadline, bytearray()
        self.polls = {}
    def wait(self, fd, event):
        left = self.deadline - time.monotonic()
        poll = self.polls.get((fd, event))
        if poll is None:
            poll = self.polls[fd, event] = select.poll()
            poll.register(fd, event)
        if left <= 0 or not poll.poll(left * 1000):
            raise Late()
    def send(self, value):
        data = dumps(value)
        data = memoryview(len(data).to_bytes(4, "big") + data)
        while data:
            try:
                data = data[os.write(self.sink, data):]
            except BlockingIOError:
                self.wait(self.sink, select.POLLOUT)
            except OSError:
                raise Gone()
    def exact(self, n):
        buffer = self.buffer
        while len(buffer) < n:
            if self.deadline is not None:
                self.wait(self.source, select.POLLIN)
            try:
                part = os.read(self.source, 1 << 18)
            except BlockingIOError:
                continue
            except OSError:
                raise Gone()
            if not part:
                raise Gone()
            buffer += part
        found = bytes(buffer[:n])
        del buffer[:n]
        return found
    def receive(self):
        n = int.from_bytes(self.exact(4), "big")
        if n > FRAME_LIMIT:
            raise Garbled()
        try:
            return loads(self.exact(n).decode())
        except (ValueError, RecursionError):
            raise Garbled()
`;
