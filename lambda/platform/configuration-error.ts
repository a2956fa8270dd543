/** The service was set up wrongly. Thrown while it starts, never while it answers; carries no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'ERR_CONFIGURATION';
  /** The environment variable or option that is wrong. */
  readonly setting: string;

  constructor(setting: string, expected: string) {
    super(`${setting}: expected ${expected}`);
    this.setting = setting;
  }
}
