/**
 * Python that runs a program as its own main module, and at the end prints a line with what a file descriptor of its
 * own would have held: errors, exit code, files. The line begins with a mark that the program does not know beforehand;
 * who forges it forges nothing but its own output.
 */
export function pythonHarness(request: {
  readonly code: string;
  readonly files: { readonly [path: string]: string };
  readonly fetch: readonly string[];
  readonly mark: string;
}): string {
  return HARNESS.replace("REQUEST", () => JSON.stringify(JSON.stringify(request)));
}

const HARNESS = `
import base64, builtins, io, json, os, sys, traceback
def main(q):
    for path, data in q["files"].items():
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))
    out, err, code = sys.stdout, io.StringIO(), 0
    sys.stderr, sys.argv = err, ["main.py"]
    try:
        exec(compile(q["code"], "main.py", "exec"), {"__name__": "__main__", "__builtins__": builtins})
    except SystemExit as e:
        if isinstance(e.code, int):
            code = e.code & 255
        elif e.code is not None:
            err.write(str(e.code) + "\\n")
            code = 1
    except BaseException as e:
        code = 1
        trace = e.__traceback__.tb_next if e.__traceback__ else None
        err.write("".join(traceback.format_exception(type(e), e, trace)))
    sys.stdout = out
    out.flush()
    files = {}
    for path in q["fetch"]:
        try:
            with open(path, "rb") as f:
                files[path] = base64.b64encode(f.read()).decode()
        except OSError:
            pass
    out.write("\\n" + q["mark"] + json.dumps({"code": code, "stderr": err.getvalue()[-65536:], "files": files}))
    out.flush()
main(json.loads(REQUEST))
`;
