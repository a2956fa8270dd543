import { describe, expect, it } from '@jest/globals';
import { readSettings, SettingsInvalid } from '../../infra/settings.ts';
import { claimsAllow } from '../../lambda/pipeline/jwt-claims.ts';
import { readEnvironment } from '../../lambda/platform/environment.ts';
import { fc } from '../fuzz.ts';

/** The message about a section `prod` with these settings, over these defaults. */
function complaint(prod: unknown, base: unknown = {}): string {
  try {
    readSettings({ default: base, prod }, 'prod');
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.message;
    throw error;
  }
  return 'accepted';
}

const VPC = { subnetIds: ['subnet-12345678'], securityGroupIds: ['sg-12345678'] };
const DOMAIN = {
  name: 'hooks.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1-2',
};
const ORG = 'https://example.okta.com';
const OAUTH = { issuer: 'https://example.okta.com/oauth2/default', audience: 'hooks', scope: 'hooks.call' };

describe('settings', () => {
  it.each([[undefined], [{}], [{ default: {} }]])(
    'have a default each, so that nothing need be set: %j',
    (sections) => {
      expect(readSettings(sections)).toMatchObject({ authHeader: 'authorization', directory: 'none' });
    },
  );

  it('of a stage stand over those of the default stage, key by key', () => {
    const base = { logRetentionDays: 30, import: { memory: 512, throttle: { rate: 50 } } };
    const settings = readSettings({ default: base, prod: { import: { throttle: { rate: 200 } } } }, 'prod');
    expect(settings.logRetentionDays).toBe(30);
    expect(settings.import).toMatchObject({ memory: 512, throttle: { rate: 200, burst: 200 } });
  });

  it('replace lists whole, so that a stage can narrow who may call', () => {
    const sections = {
      default: { allowedSources: ['10.0.0.0/8', '::1'] },
      prod: { allowedSources: ['10.1.2.3'] },
    };
    expect(readSettings(sections, 'prod').allowedSources).toEqual(['10.1.2.3']);
  });

  it('deploy every hook unless a stage chooses', () => {
    const sections = { default: {}, prod: { hooks: ['password'] } };
    expect(readSettings(sections).hooks).toEqual(['import', 'password', 'events']);
    expect(readSettings(sections, 'prod').hooks).toEqual(['password']);
  });

  it.each<[settings: object, complaint: string]>([
    [{ hooks: [] }, '"hooks": found an empty list; expected at least 1 item(s)'],
    [{ hooks: 'import' }, '"hooks": found the text "import"; expected a list'],
    [{ hooks: ['import', 'import'] }, '"hooks": found a list of 2; expected every hook once'],
    [
      { hooks: ['imports'] },
      '"hooks" → "0": found the text "imports"; expected import, password, events; did you mean "import"?',
    ],
    [{ account: '12' }, '"account": found the text "12"; expected an account id of 12 digits'],
    [{ region: 'moon' }, '"region": found the text "moon"; expected a region such as eu-central-1'],
    [{ rules: 5 }, '"rules": found the number 5; expected a text, in quotes'],
    [{ authHeader: 'x y' }, '"authHeader": found the text "x y"; expected the name of a header'],
    [
      { allowedSources: ['10.0.0.300'] },
      '"allowedSources": found a list of 1; expected IP addresses and CIDR ranges',
    ],
    [{ allowedSources: [] }, '"allowedSources": found an empty list; expected at least 1 item(s)'],
    [
      { architecture: 'arm65' },
      '"architecture": found the text "arm65"; expected arm64, x86_64; did you mean "arm64"?',
    ],
    [{ logRetentionDays: 0 }, '"logRetentionDays": found the number 0; expected 1, 3, 5, '],
    [{ alarmEmail: 'nobody' }, '"alarmEmail": found the text "nobody"; expected an e-mail address'],
    [{ alarmTopicArn: 'topic' }, '"alarmTopicArn": found the text "topic"; expected the ARN of an SNS topic'],
    [{ directory: 'ldap' }, '"directory": found the text "ldap"; expected none, okta'],
    [{ directory: 'okta' }, '"directory": found "okta" without "oktaBaseUrl"; expected both'],
    [{ oktaBaseUrl: 'http://x' }, `"oktaBaseUrl": found the text "http://x"; expected the org's https URL`],
    [
      { oktaBaseUrl: `${ORG}:99999` },
      `"oktaBaseUrl": found the text "${ORG}:99999"; expected the org's https URL`,
    ],
    [{ directorySecret: 'a b' }, '"directorySecret": found the text "a b"; expected the name of a secret'],
    [
      { oauth: { ...OAUTH, issuer: 'http://x' } },
      '"oauth" → "issuer": found the text "http://x"; expected an https URL',
    ],
    [{ oauth: { ...OAUTH, scope: 'a b' } }, '"oauth" → "scope": found the text "a b"; expected one scope'],
    [
      { oauth: { ...OAUTH, scope: 'hooks,call' } },
      '"oauth" → "scope": found the text "hooks,call"; expected one scope, without comma and brackets',
    ],
    [
      { oauth: { ...OAUTH, audience: '' } },
      '"oauth" → "audience": found an empty text; expected one audience',
    ],
    [
      { oauth: { ...OAUTH, audience: 'urn:hooks,prod' } },
      '"oauth" → "audience": found the text "urn:hooks,prod"; expected one audience, without blank, comma and',
    ],
    [
      { oauth: { ...OAUTH, audience: '[hooks]' } },
      '"oauth" → "audience": found the text "[hooks]"; expected',
    ],
    [
      { oauth: { ...OAUTH, issuer: 'https://[' } },
      '"oauth" → "issuer": found the text "https://["; expected',
    ],
    [
      { domain: { ...DOMAIN, name: 'https://x' } },
      '"domain" → "name": found the text "https://x"; expected a host name',
    ],
    [{ domain: { name: 'a.example' } }, '"domain" → "certificateArn": the key "certificateArn" is missing'],
    [
      { domain: { ...DOMAIN, hostedZone: { id: 'x', name: 'example.com' } } },
      '"domain" → "hostedZone" → "id": found the text "x"; expected the id of a hosted zone',
    ],
    [
      { vpc: { ...VPC, subnetIds: [] } },
      '"vpc" → "subnetIds": found an empty list; expected at least 1 item(s)',
    ],
    [{ vpc: { ...VPC, securityGroupIds: ['x'] } }, '"vpc" → "securityGroupIds" → "0": found the text "x"'],
    [{ import: { memory: 64 } }, '"import" → "memory": found the number 64; expected at least 128'],
    [
      { import: { reservedConcurrency: 0 } },
      '"import" → "reservedConcurrency": found the number 0; expected at least 1',
    ],
    [{ import: { provisionedConcurrency: -1 } }, '"import" → "provisionedConcurrency": found the number -1'],
    [
      { import: { reservedConcurrency: 2, provisionedConcurrency: 3 } },
      '"import": found keys with values; expected a provisionedConcurrency within the reservedConcurrency',
    ],
    [{ import: { throttle: { rate: 0 } } }, '"import" → "throttle" → "rate": found the number 0; expected'],
    [
      { import: { throttle: { burst: 1.5 } } },
      '"import" → "throttle" → "burst": found the number 1.5; expected',
    ],
    [{ import: { throtle: {} } }, '"import" → "throtle": unknown key "throtle"; did you mean "throttle"?'],
  ])('that are wrong are named with their place and what was expected: %j', (settings, expected) => {
    expect(complaint(settings)).toContain(`cdk.json: "okta-hooks" → "prod" → ${expected}`);
  });

  it('that are wrong are all named at once', () => {
    expect(complaint({ region: 'moon', rules: 5, architecture: 'z80' }).split('\n')).toHaveLength(3);
  });

  it('that are wrong in the default stage are looked for there', () => {
    expect(complaint({}, { region: 'moon' })).toContain('"okta-hooks" → "default" → "region"');
  });

  it('of which only one can be meant are refused together', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms';
    expect(complaint({ alarmEmail: 'a@example.com', alarmTopicArn: topic })).toContain('one of the two');
    expect(complaint({ oauth: OAUTH, authHeader: 'x-hook' })).toContain('one of the two');
  });

  it.each<[what: string, settings: object, complaint: string]>([
    [
      'a rotation without the org that is to be told',
      { rotation: {} },
      '"rotation": found without "oktaBaseUrl"; expected both',
    ],
    [
      'a rotation of a secret that tokens make needless',
      { rotation: {}, oktaBaseUrl: ORG, oauth: OAUTH },
      '"rotation": found beside "oauth", which has no hook secret; expected one of the two',
    ],
    [
      'a rotation where the function does not run',
      { rotation: {}, oktaBaseUrl: ORG, vpc: VPC },
      '"rotation": found beside "vpc", in which the rotation function does not run; expected one of the two',
    ],
    [
      'events of sign-ins that nobody checks',
      { hooks: ['import', 'events'] },
      '"hooks": found "events" without "password", whose sign-ins it records; expected both or neither',
    ],
    [
      'a directory that nobody can reach',
      { directory: 'okta' },
      '"directory": found "okta" without "oktaBaseUrl"; expected both',
    ],
    [
      'a rotation every hour',
      { rotation: { everyDays: 0.04 } },
      '"rotation" → "everyDays": found the number 0.04',
    ],
    [
      'a rotation that never comes',
      { rotation: { everyDays: 0 } },
      '"rotation" → "everyDays": found the number 0',
    ],
    [
      'a rotation once in a lifetime',
      { rotation: { everyDays: 10_000 } },
      '"rotation" → "everyDays": found the number 10000',
    ],
    [
      'a rotation with a key nobody knows',
      { rotation: { everyDay: 30 } },
      '"rotation" → "everyDay": unknown key "everyDay"; did you mean "everyDays"?',
    ],
  ])(
    'cannot hold together, or be meant, are refused with both sides named: %s',
    (_what, settings, expected) => {
      expect(complaint(settings)).toContain(`cdk.json: "okta-hooks" → "prod" → ${expected}`);
    },
  );

  it('that contradict each other all at once are all named', () => {
    const lines = complaint({ rotation: {}, oauth: OAUTH, vpc: VPC, directory: 'okta' }).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.every((line) => line.startsWith('cdk.json: "okta-hooks" → "prod" → "'))).toBe(true);
  });

  it('contradict each other across stages too, and the stage that brought the contradiction is named', () => {
    const said = complaint({ rotation: {} }, { oauth: OAUTH, oktaBaseUrl: ORG });
    expect(said).toContain('"okta-hooks" → "prod" → "rotation": found beside "oauth"');
    expect(complaint({ oktaBaseUrl: ORG }, { rotation: { everyDays: 30 } })).toBe('accepted');
  });

  it.each([
    ['prdo', 'cdk.json: "okta-hooks" has no stage "prdo"; did you mean "prod"?'],
    ['test', 'cdk.json: "okta-hooks" has no stage "test"; expected one of default, prod'],
    ['__proto__', 'stage: found "__proto__"; expected letters, digits and hyphens'],
    ['constructor', 'cdk.json: "okta-hooks" has no stage "constructor"; expected one of default, prod'],
  ])("of a stage that does not exist are nobody's: %s", (stage, message) => {
    expect(() => readSettings({ prod: {} }, stage)).toThrow(message);
  });

  it.each([[[]], ['text'], [{ default: 5 }], [null]])('are objects: %j', (sections) => {
    expect(() => readSettings(sections)).toThrow(
      '"okta-hooks" → "default": expected an object with settings',
    );
  });
});

describe('what the settings let through, the functions can use', () => {
  const sign = fc.constantFrom(...'ab09:/.-,[]_~!"\\ \t', 'https://', 'é', '99999');
  const text = fc.array(sign, { minLength: 1, maxLength: 6 }).map((signs) => signs.join(''));

  it('whichever way API Gateway writes the claims, no caller is refused for ever', () => {
    fc.assert(
      fc.property(text, text, (audience, scope) => {
        const settings = { oauth: { ...OAUTH, audience, scope } };
        if (complaint(settings) !== 'accepted') return;
        const { oauth = OAUTH } = readSettings({ default: settings });
        const ways: ((name: string) => unknown)[] = [
          (name) => name,
          (name) => `[${name}]`,
          (name) => `[other ${name}]`,
          (name) => ['other', name],
        ];
        for (const write of ways) {
          const claims = { iss: oauth.issuer, aud: write(audience), scp: write(scope) };
          expect({ claims, allowed: claimsAllow(claims, oauth) }).toEqual({ claims, allowed: true });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('no cold start fails over the address of an org or of an issuer', () => {
    const rest = fc.constantFrom(
      '',
      '.',
      '-',
      ':',
      ':0',
      ':1',
      ':65535',
      ':65536',
      '[',
      ']',
      '..',
      '%',
      '@',
      '1.2.3',
    );
    const address = fc.tuple(fc.constantFrom('example.okta.com', '1', '256.1.1.1', 'x--y', ''), rest, rest);
    fc.assert(
      fc.property(address, (parts) => {
        const url = `https://${parts.join('')}`;
        const org = complaint({ oktaBaseUrl: url }) === 'accepted' ? url : ORG;
        const issuer = complaint({ oauth: { ...OAUTH, issuer: url } }) === 'accepted' ? url : OAUTH.issuer;
        const variables = {
          ...{ DIRECTORY: 'okta', OKTA_BASE_URL: org, OKTA_DIRECTORY_SECRET_ID: 'okta/directory' },
          ...{ OAUTH_ISSUER: issuer, OAUTH_AUDIENCE: OAUTH.audience, OAUTH_SCOPE: OAUTH.scope },
        };
        expect(readEnvironment(variables)).toMatchObject({ authentication: { issuer } });
      }),
      { numRuns: 300 },
    );
  });
});
