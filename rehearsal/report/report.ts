import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import { build } from 'esbuild';
import { documentOf } from '../../report/document.ts';
import type { RehearsedRow } from '../job/rehearsed-row.ts';
import { type Earlier, pageRowOf } from './page-row.ts';
import { THEMES } from './palette.ts';
import { type PageContent, pageBody } from './template.ts';

/** A report that takes people while they are decided. It keeps them compressed, about 30 bytes each. */
export interface Report {
  /** `earlier`: how the person came out in the rehearsal that this one is compared with. */
  add(row: RehearsedRow, earlier?: Earlier): Promise<void>;
  /**
   * The report as one HTML document that needs nothing else: styles, script and people are in it, and its
   * Content-Security-Policy forbids everything that is not.
   */
  finish(head: ReportHead): Promise<string>;
}

/** What stands above the people. */
export type ReportHead = PageContent;

/** Starts a report without people. */
export function createReport(): Report {
  const gzip = createGzip();
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  let count = 0;
  return {
    async add(row, earlier) {
      const text = `${count === 0 ? '[' : ',\n'}${JSON.stringify(pageRowOf(row, earlier))}`;
      count += 1;
      if (!gzip.write(text)) await once(gzip, 'drain');
    },
    async finish(head) {
      gzip.end(count === 0 ? '[]' : ']');
      await once(gzip, 'end');
      return pageOf(head, Buffer.concat(chunks));
    },
  };
}

async function pageOf(head: ReportHead, rows: Buffer): Promise<string> {
  return documentOf({
    title: head.title,
    themes: THEMES,
    styles: await readFile(path.join(import.meta.dirname, 'styles.css'), 'utf8'),
    body: pageBody(head),
    script: await pageScript(),
    data: { rows: rows.toString('base64') },
  });
}

/** The script of the page as one text that can stand in a `script` element. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'page/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    // the text is hashed for the policy and must not end its element
    charset: 'ascii',
  });
  return (outputFiles[0]?.text ?? '').trim();
}
