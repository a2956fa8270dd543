import { HOOKS, type HookDefinition } from './hooks.ts';

/** Names of the stack's outputs that belong to no single hook; the laptop and the commands use the same. */
export const OUTPUTS = {
  loginTableName: 'LoginTableName',
  credentialTableName: 'CredentialTableName',
  hookAuthHeader: 'HookAuthHeader',
  dashboardUrl: 'DashboardUrl',
  nextCommand: 'NextCommand',
} as const;

/** Names of one hook's outputs: `ImportHookUrl`, `ImportHookSecretArn`. */
export function hookOutputs(hookId: string) {
  return { url: `${hookId}Url`, secretArn: `${hookId}SecretArn` } as const;
}

/** The hook that an output comes with, its table's too; undefined: that of every deployment. */
export function hookOfOutput(name: string): HookDefinition | undefined {
  return HOOKS.find(
    ({ id, promisesLogins, checksPasswords }) =>
      (promisesLogins && name === OUTPUTS.loginTableName) ||
      (checksPasswords && name === OUTPUTS.credentialTableName) ||
      Object.values(hookOutputs(id)).some((output) => output === name),
  );
}

/** Where `npm run deploy` writes the outputs; commands read them there unless told otherwise. */
export const OUTPUTS_FILE = 'cdk-outputs.json';

/** What to do after a deployment. */
export const NEXT_COMMAND = `npm run hooks -- register --outputs ${OUTPUTS_FILE}`;
