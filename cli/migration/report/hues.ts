import { type Hue, themesWith } from '../../../report/palette.ts';
import type { State } from '../standing.ts';

/** What the colours of the report stand for. */
export const SHADES = {
  done: 'blue',
  'not seen': 'teal',
  'by link': 'amber',
  'in trouble': 'red',
  'not in Okta': 'plum',
} as const satisfies Readonly<Record<string, Hue>>;
export type Shade = keyof typeof SHADES;

export const THEMES = themesWith<Shade>(SHADES);

/** The colour of a state: five can be told apart by everybody, twelve by nobody. */
export const SHADE_OF: Readonly<Record<State, Shade>> = {
  migrated: 'done',
  imported: 'done',
  'never seen': 'not seen',
  'tried and failed': 'in trouble',
  unconfirmed: 'in trouble',
  suspended: 'in trouble',
  recovering: 'by link',
  'to be invited': 'by link',
  'not created': 'not in Okta',
  'half created': 'not in Okta',
  failed: 'not in Okta',
  gone: 'not in Okta',
};
