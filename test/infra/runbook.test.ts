import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  API_ALARMS,
  CLEAN_UP_ALARMS,
  HOOK_ALARMS,
  OAUTH_ALARMS,
  ROTATION_ALARMS,
  runbookSection,
} from '../../infra/alarms.ts';
import { PROJECT_ROOT } from '../../infra/bundling.ts';
import { METRICS } from '../../lambda/platform/metrics.ts';

const RUNBOOK = readFileSync(path.join(PROJECT_ROOT, 'docs/runbook.md'), 'utf8');
const HEADINGS = [...HOOK_ALARMS, ...API_ALARMS, ...CLEAN_UP_ALARMS, ...OAUTH_ALARMS, ...ROTATION_ALARMS].map(
  ({ heading }) => heading,
);

/** Sections by their heading; what stands before the first is left out. */
const sections = new Map(
  RUNBOOK.split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

/** Fields of the function's log line, of the API's access log, and of Logs Insights itself. */
const FIELDS = new Set([
  ...[
    'level',
    'timestamp',
    'message',
    'hook',
    'status',
    'milliseconds',
    'rehearsal',
    'coldStart',
    'requestId',
    'source',
  ],
  ...['events', 'succeeded', 'failed', 'ignored', 'unusable', 'deleted', 'kept', 'finished'],
  ...['outcome', 'login', 'rules', 'attributes', 'notes', 'code', 'reason', 'eventId', 'appId', 'jobId'],
  ...['error.name', 'error.code', 'error.frames.0', 'error.frames.1', 'notes.0', 'counted.0'],
  ...['sourceIp', 'route', 'latency', 'integrationLatency', 'integrationStatus', 'integrationError'],
  ...['authorizerError', 'error'],
]);

describe('the runbook', () => {
  it('has a section for every alarm and no other', () => {
    expect([...sections.keys()].sort()).toEqual([...HEADINGS].sort());
  });

  it.each(HEADINGS)('tells what "%s" means, how to find the cause, and what to do', (heading) => {
    const parts = [...(sections.get(heading) ?? '').matchAll(/^### (.+)$/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Description', 'Investigation', 'Resolution']);
  });

  it('is where the descriptions of the alarms point', () => {
    for (const heading of HEADINGS) {
      const [file = '', anchor] = runbookSection(heading).split('#');
      expect(readFileSync(path.join(PROJECT_ROOT, file), 'utf8')).toBe(RUNBOOK);
      expect(anchor).toBe(heading.toLowerCase().replace(/[^a-z]+/g, '-'));
    }
  });

  it('asks the logs for fields they have', () => {
    const queries = [...RUNBOOK.matchAll(/^```\n(fields|filter|stats)[^`]*```/gm)].map(([query]) => query);
    expect(queries.length).toBeGreaterThanOrEqual(8);
    for (const query of queries) {
      const asked = [...query.matchAll(/^(?:\| )?(?:fields|filter) (.+)$/gm)]
        .flatMap(([, list = '']) => list.replace(/"[^"]*"|\/[^/]*\//g, '').match(/@?[a-z][\w.]*/gi) ?? [])
        .filter(
          (word) => !word.startsWith('@') && !['and', 'or', 'not', 'like', 'ispresent', 'in'].includes(word),
        );
      for (const field of asked)
        expect([query, FIELDS.has(field) ? 'known' : field]).toEqual([query, 'known']);
    }
  });

  it('names only metrics that exist', () => {
    for (const [, name] of RUNBOOK.matchAll(/metric `(\w+)`/g)) expect(METRICS).toContain(name);
  });
});
