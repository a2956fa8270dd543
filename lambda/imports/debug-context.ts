import type { DebugContext } from '../contract/commands.ts';
import type { DecisionTrace, RuleTrace } from './trace.ts';

const LONGEST = 1000;
const OKTA_ID = /^\w{1,64}$/;

/**
 * The short form of a trace, which Okta copies into its System Log: names of rules and attributes and
 * reasons, never a value. Every entry is a string of at most 1,000 characters. `link` is Okta's own id of the user whom
 * the answer links to, so that it can be told afterwards whether Okta did.
 */
export function debugContextOf(
  trace: DecisionTrace,
  login: 'kept' | 'resolved' | 'left' | 'none',
  link = '',
): DebugContext {
  const chosen = trace.tried.find(({ outcome }) => outcome === 'chosen');
  const fired = trace.rules.filter(({ outcome }) => outcome === 'fired');
  const context: Record<string, string> = {};
  const say = (key: string, text: string) => {
    if (text !== '') context[key] = text.slice(0, LONGEST);
  };
  say('rules', fired.map(describe).join('; ') || 'none fired');
  say('passedOver', trace.rules.filter(isNoteworthy).map(describe).join('; '));
  say('login', login === 'left' ? 'conflict left' : (chosen?.label ?? ''));
  say('link', OKTA_ID.test(link) ? link : '');
  say('candidates', candidatesText(trace));
  say('notes', trace.notes.join('; '));
  say('directory', trace.directory === 'degraded' ? 'unknown' : trace.directory);
  say('ledger', trace.ledger === 'degraded' ? 'unknown' : '');
  return context;
}

const isNoteworthy = ({ outcome }: RuleTrace) => outcome === 'not applicable' || outcome === 'error';

const describe = ({ rule, notes }: RuleTrace) => (notes.length > 0 ? `${rule} (${notes.join(', ')})` : rule);

function candidatesText({ skipped, tried }: DecisionTrace): string {
  const skippedText = skipped.map(
    ({ label, outcome, missing }) => `${label}: ${missing ? `no ${missing}` : outcome}`,
  );
  const triedText = tried
    .filter(({ outcome }) => outcome !== 'chosen')
    .map(({ label, outcome }) => `${label}: ${outcome}`);
  return [...skippedText, ...triedText].join('; ');
}
