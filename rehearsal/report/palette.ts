import { themesWith } from '../../report/palette.ts';
import type { RowOutcome } from '../job/rehearsed-row.ts';

/** What the colours of the report stand for. */
export const THEMES = themesWith<RowOutcome>({
  created: 'blue',
  linked: 'teal',
  'left for review': 'amber',
  'error answered': 'red',
  failed: 'plum',
});
