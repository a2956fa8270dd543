import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { HookKind } from '../events/hook-call.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'events/api-gateway');

/** A recorded call of `events/api-gateway`, with the stand-ins' secret. */
export function recordedEvent(hook: HookKind, situation: string): APIGatewayProxyEventV2 {
  return JSON.parse(readFileSync(path.join(FOLDER, hook, `${situation}.json`), 'utf8'));
}
