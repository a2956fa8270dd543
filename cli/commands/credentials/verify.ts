import { AUTO } from '../../../lambda/passwords/hashes/registry.ts';
import type { HashScheme } from '../../../lambda/passwords/hashes/scheme.ts';
import { type FormattedHash, recognise, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { cannotDecide, type PasswordOutcome } from '../../../lambda/passwords/outcome.ts';
import { defineCommand, EXIT, type ExitCode, type Io, UsageError } from '../../command.ts';
import { formatOptions, formatsHelp, readSchemes, requireFormat } from '../../credentials/formats.ts';
import { type Judgement, judgeHash } from '../../credentials/judge.ts';
import { printResult } from '../../output.ts';
import { readPassword } from '../../read-password.ts';

const EXIT_CODES: Readonly<Record<PasswordOutcome['kind'], ExitCode>> = {
  match: EXIT.done,
  'no match': EXIT.failed,
  'cannot decide': EXIT.review,
};

/** `credentials verify`: whether the service would take a password for a stored hash. */
export const command = defineCommand({
  operands: [],
  options: {
    ...formatOptions,
    hash: { type: 'string', placeholder: 'hash', description: 'the stored hash, in single quotes' },
    salt: {
      type: 'string',
      placeholder: 'salt',
      description: 'the salt, for formats that keep it in a column of its own',
    },
  },
  examples: [
    "credentials verify --hash '$2b$12$…'",
    "credentials verify --format joomla --hash '…:…' < password.txt",
    "credentials verify --format digest:sha256,salt=after --hash '…' --salt '…' --json",
  ],
  sections: [
    {
      title: 'Password',
      rows: [['standard input', 'one line; asked for and not shown at a terminal']],
    },
    {
      title: 'Exit codes',
      rows: [
        ['0', 'match'],
        ['1', 'no match'],
        ['2', 'wrong usage'],
        ['3', 'cannot decide: malformed, unsupported, or over the work limit'],
      ],
    },
    ...formatsHelp,
  ],
  run: async ({ values: { hash, salt, format, json, 'hash-settings': settings } }, io) => {
    if (hash === undefined) throw new UsageError('--hash is missing: the stored hash, in single quotes');
    const schemes = await readSchemes(settings, io);
    requireFormat(format, schemes);
    const stored = { hash, format, ...(salt !== undefined && { salt }) };
    const password = await readPassword(io);
    try {
      const judgement = judgeHash(stored, schemes);
      const outcome = await outcomeOf(password, stored, { judgement, schemes, signal: io.signal });
      const read = format === AUTO ? recognise(hash, schemes)?.name : format;
      printResult(io, json, resultOf(outcome, read), () => textOf(outcome));
      if (!json) explain(outcome, read, io, format);
      if (judgement?.needsSettings) io.stderr.write(WITHOUT_SETTINGS);
      return EXIT_CODES[outcome.kind];
    } finally {
      password.fill(0);
    }
  },
});

interface Verification {
  readonly schemes: readonly HashScheme[];
  readonly signal: AbortSignal;
}

const WITHOUT_SETTINGS = 'the password hook has no settings of the application: it cannot check this hash\n';

/** The hash first: whatever the password is, nothing can be said of one that cannot be read. */
async function outcomeOf(
  password: Uint8Array,
  stored: FormattedHash,
  { judgement, schemes, signal }: { readonly judgement: Judgement | undefined } & Verification,
): Promise<PasswordOutcome> {
  return judgement?.problem ? cannotDecide(judgement.problem) : verifyHash(password, stored, signal, schemes);
}

function resultOf(outcome: PasswordOutcome, format: HashScheme['name'] | undefined) {
  return {
    outcome: outcome.kind,
    ...(outcome.kind === 'cannot decide' && { reason: outcome.reason }),
    ...(format !== undefined && { format }),
  };
}

function textOf(outcome: PasswordOutcome): string {
  return outcome.kind === 'cannot decide' ? `cannot decide: ${outcome.reason}` : outcome.kind;
}

/** Says how the hash was read, where that is not what the person asked for. */
function explain(outcome: PasswordOutcome, read: string | undefined, io: Io, asked: string): void {
  if (read !== undefined && asked === AUTO) io.stderr.write(`read as ${read}\n`);
  if (read === undefined && outcome.kind === 'cannot decide') {
    io.stderr.write('this hash does not say what it is: name its --format (--help lists them)\n');
  }
}
