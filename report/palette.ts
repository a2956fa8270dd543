/** The colours of one theme by what they are for, as `#rrggbb`. */
export type Theme<Extra extends string = never> = Readonly<Record<Surface | Ink | Extra, string>>;
type Surface = 'page' | 'panel' | 'field' | 'line';
type Ink = 'text' | 'quiet' | 'accent';
/** Five colours that stand for something, by their hue. */
export type Hue = 'blue' | 'teal' | 'amber' | 'red' | 'plum';

/** The colours of a page, for light and dark surroundings. */
export type Themes<Extra extends string = never> = Readonly<Record<'light' | 'dark', Theme<Extra>>>;

/**
 * The hues stand apart under every kind of colour blindness and against both surfaces; a test simulates it.
 */
export const PALETTE: Themes<Hue> = {
  light: {
    page: '#f4f5f7',
    panel: '#ffffff',
    field: '#ffffff',
    line: '#d5d9e0',
    text: '#1b2029',
    quiet: '#545d6b',
    accent: '#2449b5',
    blue: '#2449b5',
    teal: '#399ea2',
    amber: '#bf8516',
    red: '#b70b1c',
    plum: '#2d193c',
  },
  dark: {
    page: '#0f1114',
    panel: '#181b20',
    field: '#101317',
    line: '#363c46',
    text: '#e8eaee',
    quiet: '#a8b0bd',
    accent: '#9db2ff',
    blue: '#586ecb',
    teal: '#26b5b8',
    amber: '#f1a30f',
    red: '#cb3c18',
    plum: '#f5e2f0',
  },
};

/** The name of a class or of a custom property: `left for review` → `left-for-review`. */
export const styleName = (name: string): string => name.replaceAll(' ', '-');

/** The palette with names for what its colours stand for on a page. */
export function themesWith<Name extends string>(hues: Readonly<Record<Name, Hue>>): Themes<Hue | Name> {
  const named = (theme: Theme<Hue>) => ({
    ...theme,
    ...(Object.fromEntries(Object.entries<Hue>(hues).map(([name, hue]) => [name, theme[hue]])) as Record<
      Name,
      string
    >),
  });
  return { light: named(PALETTE.light), dark: named(PALETTE.dark) };
}

/** Both themes as custom properties, such as `--left-for-review`; paper is always light. */
export function themeStyles(themes: Themes<string>): string {
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { ${properties(themes.dark)} } }`;
  return `:root { color-scheme: light dark; ${properties(themes.light)} }\n${dark}\n`;
}

function properties(theme: Theme<string>): string {
  return Object.entries(theme)
    .map(([name, color]) => `--${styleName(name)}: ${color};`)
    .join(' ');
}
