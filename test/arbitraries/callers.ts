import fc from 'fast-check';
import { anyJson } from './json.ts';

/** What a token must say. */
export const REQUIRED = {
  issuer: 'https://example.okta.com/oauth2/default',
  audience: 'api://okta-hooks',
  scope: 'hooks.call',
};

const { issuer, audience, scope } = REQUIRED;

const among = (name: string) =>
  fc.constantFrom<unknown>(name, `${name} other`, `[other ${name}]`, ['other', name], `other,${name}`);
const scopes = fc.oneof(
  fc.record({ scp: among(scope) }),
  fc.record({ scope: among(scope) }),
  fc.record({ scp: anyJson, scope: among(scope) }),
);

/** Claims that hold what is required, and more. */
export const claims: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(fc.dictionary(fc.string(), anyJson), among(audience), scopes)
  .map(([more, aud, granted]) => ({ ...more, iss: issuer, aud, ...granted }));

/** Anything but a required name, much of it near to one. */
const other = (name: string) =>
  fc.oneof(
    fc.constantFrom<unknown>(
      ...[
        `${name}s`,
        `x${name}`,
        name.toUpperCase(),
        `${name}\0`,
        `${name}/`,
        `"${name}"`,
        `[${name}`,
        `[${name}x`,
        `x${name}]`,
      ],
      ...[[[name]], { [name]: name }, { 0: name, length: 1 }, `\t${name}`, `${name};`, undefined, null, true],
    ),
    anyJson.filter((value) => !JSON.stringify(value ?? null).includes(name)),
  );

/** Claims of which one is another than required. */
export const wrongClaims: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(claims, fc.constantFrom('iss', 'aud', 'scopes'))
  .chain(([right, wrong]): fc.Arbitrary<Record<string, unknown>> => {
    const { scp: _, scope: __, ...rest } = right;
    if (wrong === 'iss') return other(issuer).map((iss) => ({ ...right, iss }));
    if (wrong === 'aud') return other(audience).map((aud) => ({ ...right, aud }));
    return fc.tuple(other(scope), other(scope)).map(([scp, named]) => ({ ...rest, scp, scope: named }));
  });

/** An entry of a list of addresses, or nearly. */
export const addressEntry = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.ipV4(),
  fc.ipV6(),
  fc
    .tuple(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.oneof(fc.integer({ min: -2, max: 200 }).map(String), fc.string()),
    )
    .map((parts) => parts.join('/')),
  fc.constantFrom(
    'fe80::1%eth0',
    '0',
    '1.2.3',
    '0x7f.1',
    '127.1',
    '::ffff:10.0.0.0/104',
    '10.0.0.0/08',
    ' ::1',
  ),
);
