import type { ScoreReply } from "../service/reward-service.ts";

/** What every form of an answer begins with. */
export interface ReplyHead {
  readonly id: string;
  readonly program: string;
  readonly version: string;
  readonly run?: string;
  readonly step: number;
  readonly late: boolean;
}

export function replyHead({ id, program, run, step, late }: ScoreReply): ReplyHead {
  return { id, program: program.name, version: program.hash, ...(run === undefined ? {} : { run }), step, late };
}
