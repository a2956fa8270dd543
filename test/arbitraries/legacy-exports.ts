import { fc } from '../fuzz.ts';
import { anyHash } from './hashes.ts';

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const login = fc.oneof(
  fc.constantFrom('ana@example.org', 'ANÁ@example.org', 'bo@example.org', 'no-address', 'x@y', ''),
  fc.emailAddress(),
  fc.string({ unit: 'binary', maxLength: 110 }),
);
const name = fc.oneof(fc.constantFrom('Ana', ''), fc.string({ unit: 'binary', maxLength: 60 }));
const list = fc.array(fc.string({ maxLength: 5 }), { maxLength: 25 }).map((names) => names.join(';'));
const row = fc
  .tuple(login, name, name, anyHash, list, fc.constantFrom('', '1', 'pilot', '__proto__', '\u2028'))
  .map((cells) => cells.map(quoted).join(','));
const damagedRow = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('', '"', 'a"b,c'));

const HEADER = 'login,first name,last name,hash,groups,wave';

/** Exports with somebody at least, most of them with something wrong, and rows that are no CSV. */
export const anyExport = fc
  .tuple(row, fc.array(fc.oneof({ weight: 4, arbitrary: row }, damagedRow), { maxLength: 11 }))
  .map(([first, rows]) => [HEADER, first, ...rows].join('\n'));

/** Any text as an export, with and without a header that can be understood. */
export const anyText = fc.oneof(
  anyExport,
  fc.constant(HEADER),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
