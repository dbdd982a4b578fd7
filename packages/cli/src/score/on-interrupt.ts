/** First Ctrl-C: finish the batch under way and write; second: end at once. */
export function onInterrupt(): { readonly asked: boolean; ignore(): void } {
  const state = { asked: false };
  const handler = (): void => {
    if (state.asked) process.exit(130);
    state.asked = true;
    process.stderr.write("\nStopping after the rows under way; press Ctrl-C again to stop at once.\n");
  };
  process.on("SIGINT", handler);
  process.on("SIGTERM", handler);
  return {
    get asked() {
      return state.asked;
    },
    ignore: () => {
      process.off("SIGINT", handler);
      process.off("SIGTERM", handler);
    },
  };
}
