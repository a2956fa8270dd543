import { describe, expect, it } from '@jest/globals';
import { type ChoiceOptions, chooseWay } from '../../cli/migration/choose-way.ts';
import { configuredSchemes } from '../../lambda/passwords/hashes/configured.ts';
import { schemes } from '../../lambda/passwords/hashes/registry.ts';

const BCRYPT = '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK';
const PEPPERED = `{pbkdf2}${'ab'.repeat(40)}`;
const options = (among: ChoiceOptions['schemes']): ChoiceOptions => ({
  schemes: among,
  format: 'auto',
  withoutHash: 'reset',
});
const configured = options(configuredSchemes({ spring: { secret: 'pepper' } }));

describe('the way into Okta', () => {
  it('never leads through the hook for a hash that needs what the application keeps apart: the hook has not got it', () => {
    expect(chooseWay({ hash: PEPPERED }, configured)).toMatchObject({ way: 'reset', isUnusable: true });
    expect(chooseWay({ hash: PEPPERED }, options(schemes))).toMatchObject({ way: 'hook' });
  });

  it('is the same for every other hash, whether or not the application has a secret', () => {
    for (const hash of [BCRYPT, `{bcrypt}${BCRYPT}`, `{SHA-1}{salt}${'ab'.repeat(20)}`]) {
      expect(chooseWay({ hash }, configured)).toEqual(chooseWay({ hash }, options(schemes)));
    }
  });
});
