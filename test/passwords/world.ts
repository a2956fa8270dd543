import type { Attempt } from '../../lambda/passwords/attempt.ts';
import type { ListedSource } from '../../lambda/passwords/decide.ts';
import type { Throttle } from '../../lambda/passwords/guards/throttle.ts';
import type { PasswordSource } from '../../lambda/passwords/sources/source.ts';
import type { NamedSecrets } from '../../lambda/platform/named-secrets.ts';

/** An attempt that could be right. */
export const ATTEMPT: Attempt = {
  username: 'ana.silva@example.com',
  password: 'correct horse battery',
  address: '203.0.113.20',
  eventId: 'event-1',
};

/** A signal that nobody aborts. */
export const NEVER = new AbortController().signal;

export const allowAll: Throttle = async () => ({ allowed: true, degraded: false });

/** A source that always says the same, and how often it was asked. */
export function listed(name: string, ask: PasswordSource, more: Partial<ListedSource> = {}) {
  let asked = 0;
  const source: ListedSource = {
    name,
    next: false,
    isResponsible: () => true,
    ask: (...question) => {
      asked += 1;
      return ask(...question);
    },
    ...more,
  };
  return { source, asked: () => asked };
}

/** Secrets that are just there. */
export function secretsOf(values: Readonly<Record<string, string>>): NamedSecrets {
  const read = async (name: string) => values[name] ?? '';
  return { read, readAnew: read, forget: () => undefined };
}

/** An account as a secret has it. */
export const accountSecret = (username: string, password: string) => JSON.stringify({ username, password });
