import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { passwordRequestSchema } from '../../lambda/contract/password-request.ts';
import { attemptOf } from '../../lambda/passwords/hook-result.ts';
import { compileSources } from '../../lambda/pipeline/allowed-sources.ts';
import { readHttpEvent } from '../../lambda/pipeline/http-event.ts';
import { claimsAllow } from '../../lambda/pipeline/jwt-claims.ts';
import { ConfigurationError } from '../../lambda/platform/configuration-error.ts';
import { ENVIRONMENT, readEnvironment } from '../../lambda/platform/environment.ts';
import { RotationRefused } from '../../lambda/registration/rotation.ts';
import { readRotationRequest } from '../../lambda/registration/rotation-request.ts';
import { addressEntry, claims, REQUIRED, wrongClaims } from '../arbitraries/callers.ts';
import { anyEvent } from '../arbitraries/http-events.ts';
import { anyJson, near } from '../arbitraries/json.ts';
import { CANARY } from '../arbitraries/okta-bodies.ts';
import { fc } from '../fuzz.ts';

describe('the claims of a token', () => {
  it('pass if issuer, audience and scope are the required ones, whatever else is there', () => {
    fc.assert(fc.property(claims, (found) => expect(claimsAllow(found, REQUIRED)).toBe(true)));
  });

  it('never pass if one of the three is anything else, however like it looks', () => {
    fc.assert(
      fc.property(wrongClaims, (found) => expect(claimsAllow(found, REQUIRED)).toBe(false)),
      { numRuns: 120 },
    );
  });
});

describe('a list of allowed sources', () => {
  it('with any entry is compiled, or its position is named and nothing of it', () => {
    fc.assert(
      fc.property(fc.array(addressEntry, { maxLength: 4 }), (entries) => {
        try {
          expect(entries.length).toBeGreaterThanOrEqual(compileSources(entries).rules.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          expect(String(error)).toMatch(
            /: ALLOWED_SOURCES(, entry \d+)?: expected (at least one|an IP) address/,
          );
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('an event of any shape', () => {
  it('is read without a throw, as texts, numbers and truth alone', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { headers, body, isBase64Encoded, sourceIp, timeEpoch } = readHttpEvent(event);
        for (const text of [...headers.keys(), ...headers.values(), body ?? '', sourceIp ?? ''])
          expect(typeof text).toBe('string');
        expect([typeof isBase64Encoded, typeof (timeEpoch ?? 0)]).toEqual(['boolean', 'number']);
      }),
    );
  });

  it('is no rotation of a secret that is not one of ours', () => {
    const event = near({
      SecretId: fc.constantFrom('arn:aws:secretsmanager:::secret:x', '__proto__'),
      ClientRequestToken: fc.uuid(),
      Step: fc.constantFrom('createSecret', 'finishSecret'),
    });
    fc.assert(
      fc.property(event, (value) => {
        expect(() => readRotationRequest(value, { hooks: new Map() })).toThrow(RotationRefused);
      }),
    );
  });
});

describe('a password call', () => {
  const recorded = readFileSync(new URL('../../events/password/verified.json', import.meta.url), 'utf8');

  it('in which anything is anything is an attempt of four texts, or refused', () => {
    const call = near({
      eventId: fc.constant('id'),
      eventType: fc.constant('com.okta.user.credential.password.import'),
      data: near({
        context: near({
          request: near({ ipAddress: fc.constant('192.0.2.1') }),
          credential: near({ username: fc.string(), password: fc.string() }),
        }),
      }),
    });
    expect(z.safeParse(passwordRequestSchema, JSON.parse(recorded)).success).toBe(true);
    fc.assert(
      fc.property(call, (body) => {
        const { success, data } = z.safeParse(passwordRequestSchema, body);
        if (!success) return;
        const { username, password, address, eventId = '' } = attemptOf(data);
        for (const text of [username, password, address, eventId]) expect(typeof text).toBe('string');
      }),
      { numRuns: 120 },
    );
  });
});

describe('the environment', () => {
  const value = fc.oneof(
    fc.string(),
    anyJson.map((json) => JSON.stringify(json)),
    fc.constantFrom(
      'okta',
      'none',
      'https://example.okta.com',
      `https://${CANARY}.com/x`,
      CANARY,
      '7',
      '1e9',
      '',
    ),
  );

  it('is read or refused by the name of a variable, never with its value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.values(ENVIRONMENT)), value), (variables) => {
        try {
          expect(readEnvironment(variables).authentication).toMatchObject({ kind: /./ });
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(error.message).not.toContain(CANARY);
        }
      }),
      { numRuns: 100 },
    );
  });
});
