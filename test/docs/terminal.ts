import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../free-ports.ts';
import { ROOT } from './markdown.ts';

/** The ports that the documentation names, each with the one that is used instead: it is nobody's. */
type Ports = Readonly<Record<'8443' | '8453', string>>;

/** What people have of their own, where the documentation says `people.csv`, and what stands for it here. */
const OWN_FILES = {
  'people.csv': 'examples/people.csv',
  'okta-users.csv': 'examples/directory.csv',
  'new-rules.yaml': 'rules/import.yaml',
};

/** Commands that read cdk-outputs.json, which people have who have deployed; here the laptop is the deployment. */
const OF_A_DEPLOYMENT =
  /npm run hooks -- (register|doctor|rotate|ledger \w+|credentials load|migrate (create|status|finish))\b(?!.*--outputs)/g;

/** Lines that go on until they are stopped. */
const SERVICE = /npm start|npm run okta-stand-in/;

/** What a line printed, and how it ended; null: it goes on. */
export interface Printed {
  readonly text: string;
  readonly code: number | null;
}

/** In one pass: a port may hold the digits of another. */
const renumber = (text: string, ports: readonly (readonly [string, string])[]) =>
  text.replaceAll(
    new RegExp(ports.map(([from]) => from).join('|'), 'g'),
    (found) => new Map(ports).get(found) ?? found,
  );

/** Where the service listens, with its stand-ins behind it, and the org. */
async function takePorts(): Promise<Ports> {
  const first = await freePorts(4);
  return { '8443': String(first), '8453': String(first + 3) };
}

/** A checkout of its own, in which lines of the documentation are typed one after another. */
export class Terminal {
  readonly folder: string;
  readonly #ports: Ports;
  readonly #services = new Map<string, ChildProcess>();
  /** Functions and variables of earlier lines: a reader still has them. */
  #memory = '';

  private constructor(folder: string, ports: Ports) {
    this.folder = folder;
    this.#ports = ports;
  }

  static async open(): Promise<Terminal> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'docs-'));
    const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const { stdout } = await promisify(execFile)('git', list, { cwd: ROOT, maxBuffer: 2 ** 24 });
    for (const file of stdout.split('\0').filter(Boolean)) {
      await cp(path.join(ROOT, file), path.join(folder, file)).catch(() => undefined);
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    for (const [own, ours] of Object.entries(OWN_FILES)) {
      await copyFile(path.join(ROOT, ours), path.join(folder, own));
    }
    return new Terminal(folder, await takePorts());
  }

  /**
   * Types a line, and waits for its end; a service is listening when this resolves, and an earlier one of its kind is
   * stopped. What fails inside a line, such as the first of two commands, is the line's failure.
   */
  async type(line: string): Promise<Printed> {
    const text = renumber(line, Object.entries(this.#ports))
      .replaceAll(/npm ci && /g, '')
      .replaceAll(OF_A_DEPLOYMENT, '$& --outputs .local/outputs.json');
    return SERVICE.test(text) ? this.#start(text) : this.#run(text);
  }

  async #run(text: string): Promise<Printed> {
    const child = this.#spawn(`${this.#memory}${text}`);
    const output = gather(child);
    const [code] = await once(child, 'close');
    if (/^(export \w+=|\w+\(\) \{)/.test(text)) this.#memory += `${text}\n`;
    return { text: this.#shown(output()), code };
  }

  async #start(text: string): Promise<Printed> {
    const kind = text.includes('okta-stand-in') ? 'org' : 'laptop';
    await this.#stop(kind);
    const isBare = kind === 'org' && !text.includes(' -- ');
    const line = kind === 'org' ? `${text}${isBare ? ' --' : ''} --port ${this.#ports['8453']}` : text;
    const child = this.#spawn(line);
    this.#services.set(kind, child);
    const output = gather(child);
    while (!output().includes('listening on https://')) {
      if (child.exitCode !== null) return { text: this.#shown(output()), code: child.exitCode };
      await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
    }
    return { text: this.#shown(output()), code: null };
  }

  #spawn(text: string): ChildProcess {
    const { PATH, HOME, TMPDIR } = process.env;
    const env = {
      ...Object.fromEntries(
        Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined),
      ),
      PORT: this.#ports['8443'],
      COLUMNS: '100',
      npm_config_update_notifier: 'false',
    };
    return spawn('bash', ['-e', '-o', 'pipefail', '-c', text], {
      cwd: this.folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** As the documentation would show it: its own ports, and without what npm says of itself. */
  #shown(text: string): string {
    const back = Object.entries(this.#ports).map(([from, to]) => [to, from] as const);
    return renumber(text.replaceAll(/^(npm (warn|notice).*|> .*)\n/gm, ''), back);
  }

  async #stop(kind: string): Promise<void> {
    const child = this.#services.get(kind);
    this.#services.delete(kind);
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }

  async close(): Promise<void> {
    for (const kind of [...this.#services.keys()]) await this.#stop(kind);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function gather(child: ChildProcess): () => string {
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => printed.push(chunk));
  }
  return () => Buffer.concat(printed).toString();
}
