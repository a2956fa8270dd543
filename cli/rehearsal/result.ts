import path from 'node:path';
import type { RehearsedRow } from '../../rehearsal/job/rehearsed-row.ts';
import type { Facts } from '../../report/document.ts';
import { SHIPPED_RULES } from '../rules-file.ts';
import type { Inputs, RehearsalValues } from './inputs.ts';
import type { Played } from './play.ts';

/** A rehearsal for machines. */
export function resultOf({ totals, differences, milliseconds }: Played): object {
  const { outcomes, collisions, ambiguousShortNames, slowest, rows, ...counts } = totals;
  return {
    people: rows,
    outcomes,
    ...counts,
    collisions: { ...collisions, first: collisions.first.map(placeOf) },
    ambiguousShortNames: { ...ambiguousShortNames, first: ambiguousShortNames.first.map(placeOf) },
    slowest: slowest.map((row) => ({ ...placeOf(row), milliseconds: row.milliseconds })),
    ...(differences && { differences }),
    milliseconds: Math.round(milliseconds),
  };
}

const placeOf = ({ row, externalId, loginBefore, loginAfter }: RehearsedRow) => ({
  row,
  externalId,
  loginBefore,
  loginAfter,
});

/** What a report says about the rehearsal it is of: file names, never paths of this machine. */
export function factsOf(values: RehearsalValues, { org, settings, onError }: Inputs, now: Date): Facts {
  const { url, rules, compare, directory, mapping } = values;
  const size = `${org.size.toLocaleString('en')} people`;
  return [
    ['Directory', `${directory === undefined ? 'the live org' : path.basename(directory)}, ${size}`],
    url === undefined ? ['Rules', path.basename(rules ?? SHIPPED_RULES)] : ['Service', new URL(url).host],
    ['Matched by', settings.matching.join(', ')],
    ...(mapping === undefined ? [] : [['Mapping', path.basename(mapping)] as const]),
    ...(onError === 'skip' ? [['When the hook answers an error', 'the person is skipped'] as const] : []),
    ...(compare === undefined ? [] : [['Compared with', path.basename(compare)] as const]),
    ['On', `${now.toISOString().replace('T', ' ').slice(0, 16)} UTC`],
  ];
}
