import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The project's folder. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** A page of the documentation. */
export interface Page {
  /** Relative to the project, such as `docs/rules.md`. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block: `sh`, `yaml`, … or nothing after the fence. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The paragraphs, headings too, between the block before this one, or the page's start, and this one. */
  readonly before: readonly string[];
  /** Those between this one and the next, or the page's end. */
  readonly after: readonly string[];
}

/** Everything written for people, in alphabetical order. */
export async function pages(): Promise<readonly Page[]> {
  const files = ['README.md', 'SECURITY.md', 'CHANGELOG.md'];
  for await (const file of glob('docs/**/*.md', { cwd: ROOT })) files.push(file);
  return Promise.all(files.sort().map(page));
}

export async function page(file: string): Promise<Page> {
  return { file, text: await readFile(path.join(ROOT, file), 'utf8') };
}

/** The fenced blocks of a page, in its order. */
export function blocksOf({ text }: Page): readonly Block[] {
  const parts = text.split(/^```(\w*)\n(.*?)^```$/ms);
  const prose = (at: number) =>
    (parts[at] ?? '').split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  return Array.from({ length: (parts.length - 1) / 3 }, (_, index) => ({
    before: prose(index * 3),
    language: parts[index * 3 + 1] ?? '',
    text: parts[index * 3 + 2] ?? '',
    after: prose(index * 3 + 3),
  }));
}

/** A page without its blocks and inline code, where nothing is a link or a heading. */
export const proseOf = ({ text }: Page) =>
  text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '``');

/** The lines of a shell block as they are typed: continued lines joined, comments at their end left out. */
export function linesOf({ text }: Block): readonly string[] {
  return text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
