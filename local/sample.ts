import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HookKind } from '../events/hook-call.ts';
import type { Laptop } from './laptop.ts';
import { post } from './post.ts';
import type { LaptopSettings } from './settings.ts';

const PAYLOAD = 'events/import/sample.json';
const NEXT_PAYLOADS = {
  import: 'events/import/login-conflict.json',
  password: 'events/password/verified.json',
  events: 'events/events/succeeded.json',
} as const;

/**
 * Posts the sample import to the running service and describes call and answer in a few lines. The sample is a
 * person of its own application and domain: no other person's login depends on it.
 */
export async function playSample(
  laptop: Laptop,
  { header, secret }: LaptopSettings,
  root: string,
): Promise<string> {
  const body = await readFile(path.join(root, PAYLOAD), 'utf8');
  const { status, text } = await post(laptop.urls.import, {
    ca: laptop.certificate.cert,
    headers: { [header]: secret, 'content-type': 'application/json' },
    body,
  });
  return [
    `${PAYLOAD}: Okta imports a person whose login is taken. The answer, ${status}:`,
    '',
    indent(JSON.stringify(JSON.parse(text), null, 2)),
  ].join('\n');
}

/** A command line that posts another recorded call, for a shell whose folder is `root`. */
export function curlLine(laptop: Laptop, root: string, hook: HookKind): string {
  const relative = (file: string) => path.relative(root, file);
  return [
    'curl',
    `--cacert ${relative(laptop.certificate.file)}`,
    `-H @${relative(laptop.headersFile)}`,
    `-d @${NEXT_PAYLOADS[hook]}`,
    laptop.urls[hook],
  ].join(' ');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
