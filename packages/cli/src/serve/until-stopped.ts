/** Resolves at the first Ctrl-C or SIGTERM; the second ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      process.stderr.write("Stopping: what is under way is answered first. Once more stops at once.\n");
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
