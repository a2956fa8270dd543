import type { RowOutcome } from '../job/rehearsed-row.ts';

/** Colours of a theme by what they are for, as `#rrggbb`. */
export type Theme = Readonly<Record<Surface | Ink | RowOutcome, string>>;
type Surface = 'page' | 'panel' | 'field' | 'line';
type Ink = 'text' | 'quiet' | 'accent';

/**
 * The colours of outcomes stand apart under every kind of colour blindness and against both surfaces; a test
 * simulates it.
 */
export const THEMES: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    page: '#f4f5f7',
    panel: '#ffffff',
    field: '#ffffff',
    line: '#d5d9e0',
    text: '#1b2029',
    quiet: '#545d6b',
    accent: '#2449b5',
    created: '#2449b5',
    linked: '#399ea2',
    'left for review': '#bf8516',
    'error answered': '#b70b1c',
    failed: '#2d193c',
  },
  dark: {
    page: '#0f1114',
    panel: '#181b20',
    field: '#101317',
    line: '#363c46',
    text: '#e8eaee',
    quiet: '#a8b0bd',
    accent: '#9db2ff',
    created: '#586ecb',
    linked: '#26b5b8',
    'left for review': '#f1a30f',
    'error answered': '#cb3c18',
    failed: '#f5e2f0',
  },
};

/** The name under which styles find a colour: `left for review` → `--left-for-review`. */
export const colorName = (name: keyof Theme): string => `--${name.replaceAll(' ', '-')}`;

/** Both themes as custom properties; paper is always light. */
export function themeStyles(): string {
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { ${properties(THEMES.dark)} } }`;
  return `:root { color-scheme: light dark; ${properties(THEMES.light)} }\n${dark}\n`;
}

function properties(theme: Theme): string {
  const names = Object.keys(theme) as (keyof Theme)[];
  return names.map((name) => `${colorName(name)}: ${theme[name]};`).join(' ');
}
