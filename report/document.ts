import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { html, type Markup } from './markup.ts';
import { type Themes, themeStyles } from './palette.ts';

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  readonly themes: Themes<string>;
  /** CSS beside that of every page. */
  readonly styles: string;
  readonly body: Markup;
  /** A module; must be ASCII and must not end its element. @default none, and none can run */
  readonly script?: string;
  /** Data for the script, by the id of its element: text that needs no escaping, such as base64. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Pairs that say what a page is about, such as `Directory`, `okta-users.csv`. */
export type Facts = readonly (readonly [label: string, value: string])[];

/**
 * A page as one HTML document that needs nothing else: styles, script and data are in it, and its
 * Content-Security-Policy forbids everything that is not.
 */
export async function documentOf(parts: PageParts): Promise<string> {
  const { title, themes, styles, body, script, data = {} } = parts;
  const base = await readFile(path.join(import.meta.dirname, 'base.css'), 'utf8');
  const style = themeStyles(themes) + base + styles;
  const texts = Object.entries(data).map(
    ([id, text]) => `<script type="text/plain" id="${id}">${text}</script>\n`,
  );
  const module = script === undefined ? '' : `<script type="module">${script}</script>`;
  return `<!doctype html>
<html lang="en"><head>${headOf(title, policyOf(style, script)).text}
<style>${style}</style></head>
<body>${body.text}
${texts.join('')}${module}</body></html>
`;
}

/** Title, what stands out, and the facts of a page. */
export function pageHeader(title: string, headline: string, facts: Facts): Markup {
  return html`<header><h1>${title}</h1><p class="headline">${headline}</p>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl></header>`;
}

function headOf(title: string, policy: string): Markup {
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>`;
}

function policyOf(style: string, script: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${sourceOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** CSP: the hash under which a page may use a style or script of its own. */
const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
