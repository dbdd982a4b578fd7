/** Limits of one run of a program. */
export interface SandboxLimits {
  /** Wall-clock time of the whole program with its tests, or of each input. */
  readonly wallMs: number;
  /** Processor time, in whole seconds as the kernel counts it. */
  readonly cpuSeconds: number;
  /** Address space of one process. */
  readonly memoryMb: number;
  /** Bytes a program may print, and the largest file it may write. */
  readonly outputBytes: number;
  readonly processes: number;
}

export const DEFAULT_LIMITS: SandboxLimits = {
  wallMs: 10_000,
  cpuSeconds: 4,
  memoryMb: 512,
  outputBytes: 1_048_576,
  processes: 4,
};

export interface InputOutput {
  readonly input: string;
  readonly output: string;
  /** For a shell: files that are there before, by path; relative ones lie in the folder it starts in. */
  readonly files?: { readonly [path: string]: string } | undefined;
  /** For a shell: text of files afterwards, or null for one that must not be there. */
  readonly after?: { readonly [path: string]: string | null } | undefined;
  /** For a shell: the status it must end with; 0 when not given. */
  readonly exit?: number | undefined;
}

/** What is run: a candidate's source and either tests, which it never sees, or inputs with the outputs expected. */
export interface SandboxProgram {
  readonly language: "python" | "javascript" | "typescript" | "shell";
  readonly source: string;
  /** Test code. Each `assert` outside `try` is a bit of its own; a text without one is one bit. */
  readonly tests?: readonly string[] | undefined;
  /** Trusted code that the tests may use, run before them. */
  readonly setup?: string | undefined;
  /** What `check(candidate)` is called with, when the tests define it and do not call it. */
  readonly entryPoint?: string | undefined;
  readonly cases?: readonly InputOutput[] | undefined;
  /** Whether to say which lines ran; a program runs several times slower then. */
  readonly coverage?: boolean | undefined;
}

/** Lines of the program, counted from 1. The program's own process says so and could lie: for a report, not for pay alone. */
export interface LineCoverage {
  readonly ran: readonly number[];
  /** All lines that hold code. */
  readonly lines: readonly number[];
}

export type VerdictStatus = "passed" | "failed" | "timed-out" | "out-of-memory" | "crashed" | "tampered";

export interface TestOutcome {
  readonly passed: boolean;
  /** The class of the error; `not-run` when an earlier end kept it from running; `wrong-output`. */
  readonly error?: string | undefined;
}

/** What a program printed for one input, and how it ended. */
export interface ProgramOutput {
  readonly stdout: string;
  /** Where the back end keeps it. */
  readonly stderr?: string | undefined;
  /** `ended` by itself, with whatever status; else what ended it. */
  readonly end: "ended" | VerdictStatus;
  readonly exitCode: number | null;
}

export interface Verdict {
  readonly status: VerdictStatus;
  /** The back end that ran it. */
  readonly engine: string;
  readonly tests: readonly TestOutcome[];
  /** The class of the first error, with `syntax` for a program that cannot be parsed. */
  readonly error?: string | undefined;
  readonly detail?: string | undefined;
  /** The most memory the program's process held, with that of the interpreter itself. */
  readonly memoryBytes?: number | undefined;
  /** Processor time of the program's process, in user and system mode; the tests' own is not in it. */
  readonly cpuSeconds?: number | undefined;
  /** One for each input that ran. */
  readonly outputs?: readonly ProgramOutput[] | undefined;
  /** When it was asked for, and the program lived to say it. */
  readonly coverage?: LineCoverage | undefined;
}

/** What went wrong that is not the candidate's doing. */
export interface SandboxFault {
  readonly blame: "task" | "sandbox" | "engine";
  readonly reason: string;
}

export type SandboxResult = { readonly verdict: Verdict } | { readonly fault: SandboxFault };

/** A way to run programs of some languages. */
export interface Backend {
  readonly name: string;
  readonly languages: readonly SandboxProgram["language"][];
  /** How a user gets it. */
  readonly install: string;
  /** Why it cannot be used here, or nothing. */
  absent(): Promise<string | undefined>;
  run(program: SandboxProgram, limits: SandboxLimits): Promise<SandboxResult>;
  close(): Promise<void>;
}
