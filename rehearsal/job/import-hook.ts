import type { ImportRequest } from '../../lambda/contract/import-request.ts';
import type { RehearsedRow } from './rehearsed-row.ts';

/** Why the hook answered as it did. */
export interface ReplyTrace extends Pick<RehearsedRow, 'rules' | 'candidates' | 'notes'> {}

/** What came of asking the hook, in milliseconds, retry included. */
export type HookReply = { readonly milliseconds: number } & (
  | {
      readonly kind: 'answered';
      /** As it came over the wire, not looked at; undefined for an empty answer. */
      readonly body: unknown;
      readonly trace: ReplyTrace;
    }
  | { readonly kind: 'no answer'; readonly reason: string }
);

/** The user import hook: the service's code in this process, or a service somewhere. */
export interface ImportHook {
  /** Rejects with the reason of `signal` only. */
  ask(request: ImportRequest, signal: AbortSignal): Promise<HookReply>;
}
