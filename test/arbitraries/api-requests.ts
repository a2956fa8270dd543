import fc from 'fast-check';
import { ROUTES } from '../../rehearsal/api/routes.ts';

/** A request to one of the API's operations, whose parameters and body may be anything. */
export interface AnyRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly url: string;
  readonly body: string | undefined;
}

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', 'me', '__proto__', 'constructor'));
const query = fc.dictionary(
  fc.constantFrom(
    'limit',
    'after',
    'filter',
    'q',
    'since',
    'until',
    'sortOrder',
    'activate',
    'sendEmail',
    'type',
  ),
  fc.oneof(text, fc.constantFrom('0', '1', 'true', 'status eq "ACTIVE"', '((', '2026-11-20', '999999999999')),
  { maxKeys: 3 },
);

/** Bodies that are nearly right are worth more than noise alone. */
const body = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        profile: fc.oneof(
          fc.jsonValue(),
          fc.record({ login: fc.jsonValue(), email: fc.jsonValue(), name: text }),
        ),
        credentials: fc.oneof(fc.jsonValue(), fc.record({ password: fc.jsonValue() })),
        groupIds: fc.jsonValue(),
        channel: fc.oneof(
          fc.jsonValue(),
          fc.record({ type: fc.constantFrom('HTTP', 'OAUTH'), config: fc.jsonValue() }),
        ),
        events: fc.jsonValue(),
        id: fc.jsonValue(),
        eventType: text,
        username: text,
        password: text,
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  text,
);

/** Any request to any operation. */
export const anyApiRequest: fc.Arbitrary<AnyRequest> = fc
  .record({ route: fc.constantFrom(...ROUTES), parameter: text, query, body })
  .map(({ route: { method, path }, parameter, ...rest }) => ({
    method,
    url: path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(parameter) || 'x') + queryOf(rest.query),
    body: method === 'GET' ? undefined : rest.body,
  }));

function queryOf(parameters: Record<string, string>): string {
  const text = new URLSearchParams(parameters).toString();
  return text && `?${text}`;
}
