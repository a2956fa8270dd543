import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Page, page, pages, proseOf, ROOT } from './markdown.ts';

/** The anchors GitHub makes of a page's headings. */
const anchorsOf = ({ text }: Page) =>
  new Set(
    [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

/** The links of a page into the project, with the page or file they mean, relative to the project. */
const linksOf = (from: Page) =>
  [...proseOf(from).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#');
      return { from: from.file, file: file && path.join(path.dirname(from.file), file), anchor };
    })
    .map((link) => ({ ...link, file: link.file || from.file }));

describe('the documentation', () => {
  it('links to nothing but files and headings that exist', async () => {
    const links = (await pages()).flatMap(linksOf);
    expect(links.length).toBeGreaterThan(40);
    const broken = [];
    for (const { from, file, anchor } of links) {
      const isThere =
        existsSync(path.join(ROOT, file)) && (!anchor || anchorsOf(await page(file)).has(anchor));
      if (!isThere) broken.push(`${from} → ${file}${anchor ? `#${anchor}` : ''}`);
    }
    expect(broken).toEqual([]);
  });

  it('has a map that leads to every page', async () => {
    const [map] = (await pages()).filter(({ file }) => file === 'docs/README.md');
    const reached = new Set(map && linksOf(map).map(({ file }) => file));
    const lost = (await pages())
      .map(({ file }) => file)
      .filter((file) => !file.startsWith('docs/decisions/') && file !== 'docs/README.md');
    expect(lost.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('has a list of decisions, numbered without gaps', async () => {
    const isDecision = (file: string) => /^docs\/decisions\/\d/.test(file);
    const decisions = (await pages()).map(({ file }) => file).filter(isDecision);
    const numbers = decisions.map((file) => Number(path.basename(file).slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const list = linksOf(await page('docs/decisions/README.md')).map(({ file }) => file);
    expect(list.filter(isDecision)).toEqual(decisions);
  });
});
