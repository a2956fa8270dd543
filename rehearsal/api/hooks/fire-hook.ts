import type { ServiceResult } from '../../service-call/service-caller.ts';
import type { World } from '../world.ts';
import { callChannel } from './call-hook.ts';
import type { InlineHook } from './inline-hooks.ts';

/** Calls an inline hook because something happened, and records in the System Log what came of it. */
export async function fireHook(
  { caller, log }: Pick<World, 'caller' | 'log'>,
  { id, name, type, channel }: InlineHook,
  payload: object,
): Promise<ServiceResult> {
  const result = await callChannel(caller, channel, JSON.stringify(payload));
  const targets = [{ id, type: 'InlineHook', alternateId: 'unknown', displayName: name }];
  const debugData = { inlineHookType: type };
  if (result.failure !== undefined) {
    const reason = [result.failure, result.status].filter(Boolean).join(' ');
    log.record({
      eventType: 'inline_hook.executed',
      displayMessage: 'Inline hook executed',
      result: 'FAILURE',
      reason,
      targets,
      debugData,
    });
    return result;
  }
  const { error, debugContext } = Object(result.body);
  log.record({
    eventType: 'inline_hook.response.processed',
    displayMessage: 'Inline hook response processed',
    result: error ? 'FAILURE' : 'SUCCESS',
    ...(error && { reason: String(Object(error).errorSummary ?? 'error') }),
    targets,
    debugData: { ...debugData, ...Object(debugContext) },
  });
  return result;
}
