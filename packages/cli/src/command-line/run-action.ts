/** Does the work of a command and resolves to its exit code: 0 fine, 1 findings, 2 misuse, 3 failed work. */
type Action = (...args: never[]) => Promise<number>;

/** An action that is loaded when its command is called, so that no command waits for the code of another. */
export function runAction<A extends Action>(load: () => Promise<A>): (...args: Parameters<A>) => Promise<void> {
  return async (...args) => {
    const action = await load();
    process.exitCode = await action(...args);
  };
}
