import { ConfigurationError } from './configuration-error.ts';

/**
 * The table given; undefined: the memory of the process will do. `setting` is the environment variable that names it.
 *
 * @throws ConfigurationError without a table in Lambda, where instances that share none would each promise the same
 *   login, or allow the same guesses
 */
export function tableOrMemory(setting: string, table: string | undefined): string | undefined {
  if (table === undefined && process.env['AWS_LAMBDA_FUNCTION_NAME']) {
    throw new ConfigurationError(setting, 'a table');
  }
  return table;
}
