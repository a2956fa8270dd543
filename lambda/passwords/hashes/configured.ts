import * as z from 'zod/mini';
import { ConfigurationError } from '../../platform/configuration-error.ts';
import { createFirebaseScheme } from './firebase-scrypt.ts';
import { schemes } from './registry.ts';
import type { HashScheme } from './scheme.ts';
import { createSpringScheme } from './spring.ts';

const settingsSchema = z.strictObject({
  firebase: z.optional(
    z.looseObject({
      base64_signer_key: z.string(),
      base64_salt_separator: z.string(),
      rounds: z.int(),
      mem_cost: z.int(),
    }),
  ),
  spring: z.optional(z.strictObject({ secret: z.optional(z.string()), plainText: z.optional(z.boolean()) })),
});

/**
 * All schemes, with those that need something an application keeps apart from its hashes: `firebase` (the project's hash
 * parameters, in the names of its console) and `spring` (`secret`, `plainText`). Parts of it are secrets.
 *
 * @throws ConfigurationError when the settings are none of these; it quotes nothing of them
 */
export function configuredSchemes(settings: unknown): readonly HashScheme[] {
  const { success, data } = settingsSchema.safeParse(settings);
  if (!success)
    throw new ConfigurationError(
      'hash settings',
      'an object with `firebase` (hash parameters of the project) or `spring` (secret, plainText)',
    );
  const { firebase, spring } = data;
  const configured = [
    ...(firebase ? [createFirebaseScheme(firebase)] : []),
    ...(spring ? [createSpringScheme('spring', 'Spring Security, with settings', spring)] : []),
  ];
  const names = new Set(configured.map(({ name }) => name));
  return [...configured, ...schemes.filter(({ name }) => !names.has(name))];
}
