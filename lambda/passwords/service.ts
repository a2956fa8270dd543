import { readFileSync } from 'node:fs';
import { createDynamoDbClient, createSecretsManagerClient } from '../platform/aws-clients.ts';
import { ConfigurationError } from '../platform/configuration-error.ts';
import { ENVIRONMENT, type Environment } from '../platform/environment.ts';
import { createNamedSecrets } from '../platform/named-secrets.ts';
import { tableOrMemory } from '../platform/table-or-memory.ts';
import type { Attempt } from './attempt.ts';
import type { CompiledSources } from './compiled-sources.ts';
import { createFindCredential } from './credentials/find.ts';
import { decidePassword, type PasswordDecision } from './decide.ts';
import { createDynamoCounters, createMemoryCounters } from './guards/counters.ts';
import { joinDeliveries } from './guards/join.ts';
import { createThrottle } from './guards/throttle.ts';
import { createSources } from './sources/create-sources.ts';
import { secretNames } from './sources/secret-names.ts';

/** Decides attempts, as `decidePassword` does. */
export type PasswordService = (attempt: Attempt, signal: AbortSignal) => Promise<PasswordDecision>;

/** What the service is set up with. */
export type PasswordSettings = Pick<Environment, 'rulesFile' | 'credentialTable' | 'sourceSecrets'>;

/**
 * The service that the environment asks for, with every source ready.
 *
 * @throws ConfigurationError when the compiled sources, a table or a secret are missing
 */
export async function createPasswordService(settings: PasswordSettings): Promise<PasswordService> {
  const { rulesFile, sourceSecrets: ids } = settings;
  const table = tableOrMemory(ENVIRONMENT.credentialTable, settings.credentialTable);
  const compiled = loadSources(rulesFile);
  const client = createDynamoDbClient();
  const sources = await createSources(compiled, {
    find: () => {
      if (table === undefined) throw new ConfigurationError(ENVIRONMENT.credentialTable, 'a table');
      return createFindCredential({ client, table });
    },
    secrets: createNamedSecrets({ client: createSecretsManagerClient(), ids, names: secretNames(compiled) }),
  });
  const counters = table === undefined ? createMemoryCounters() : createDynamoCounters({ client, table });
  const { throttle: limits, shortNames } = compiled;
  const world = { throttle: createThrottle({ counters, limits }), shortNames, sources };
  return joinDeliveries((attempt, signal) => decidePassword(attempt, world, signal));
}

function loadSources(file: string): CompiledSources {
  try {
    const compiled: CompiledSources = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(compiled.sources)) return compiled;
  } catch {
    // said below
  }
  throw new ConfigurationError(ENVIRONMENT.rulesFile, 'a file made by the rules compiler');
}
