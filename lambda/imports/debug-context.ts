import type { DebugContext } from '../contract/commands.ts';
import type { DecisionTrace, RuleTrace } from './trace.ts';

const LONGEST = 1000;

/**
 * The short form of a trace, which Okta copies into its System Log: names of rules and attributes and
 * reasons, never a value. Every entry is a string of at most 1,000 characters.
 */
export function debugContextOf(
  trace: DecisionTrace,
  login: 'kept' | 'resolved' | 'left' | 'none',
): DebugContext {
  const chosen = trace.tried.find(({ outcome }) => outcome === 'chosen');
  const entries = {
    rules:
      trace.rules
        .filter(({ outcome }) => outcome === 'fired')
        .map(describe)
        .join('; ') || 'none fired',
    passedOver: trace.rules.filter(isNoteworthy).map(describe).join('; '),
    login: login === 'left' ? 'conflict left' : (chosen?.label ?? ''),
    candidates: candidatesText(trace),
    notes: trace.notes.join('; '),
    directory: trace.directory === 'degraded' ? 'unknown' : trace.directory,
    ledger: trace.ledger === 'degraded' ? 'unknown' : '',
  };
  const filled = Object.entries(entries).filter(([, text]) => text !== '');
  return Object.fromEntries(filled.map(([key, text]) => [key, text.slice(0, LONGEST)]));
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
