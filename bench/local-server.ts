import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Requests a second over 50 connections, of three servers that give the same answer: a bare `node:https` one, the
 * local API Gateway around a function that does nothing, and the whole local service with its stand-ins for AWS in
 * the same process. They run in turns, so that a busy machine slows all. Budget: the local server answers at least half as many as the bare one. The
 * client itself may be the limit of the two fast ones: their ratio is then only an upper bound.
 */
const CONNECTIONS = 50;
const SECONDS = 3;
const TURNS = 3;
const PORTS = { bare: 18_453, gateway: 18_454, service: 18_443 };
const ROOT = path.join(import.meta.dirname, '..');
const LOCAL = mkdtempSync(path.join(tmpdir(), 'okta-hooks-bench-'));

const payload = readFileSync(path.join(ROOT, 'events/import/login-conflict.json'));
const headers = {
  authorization: 'bench',
  'content-type': 'application/json',
  'content-length': payload.length,
};

const service = await start(['local/main.ts'], {
  PORT: String(PORTS.service),
  HOOK_SECRET: 'bench',
  LOCAL_FOLDER: LOCAL,
});
const ca = readFileSync(path.join(LOCAL, 'certificate.pem'));
const { body } = await call(PORTS.service, createAgent());
const files = [path.join(LOCAL, 'certificate.pem'), path.join(LOCAL, 'key.pem')];
const others = await Promise.all(
  (['bare', 'gateway'] as const).map((kind) =>
    start(['bench/https-server.ts', kind, String(PORTS[kind]), ...files, body], {}),
  ),
);

const names = ['bare', 'gateway', 'service'] as const;
const rates = { bare: [] as number[], gateway: [] as number[], service: [] as number[] };
for (let turn = 0; turn <= TURNS; turn += 1) {
  for (const name of names) {
    const rate = await measure(PORTS[name]);
    // the first turn warms all up
    if (turn > 0) rates[name].push(rate);
  }
}
for (const name of names) {
  const ratio = (median(rates[name]) / median(rates.bare)).toFixed(2);
  process.stdout.write(`${name.padEnd(8)} ${Math.round(median(rates[name]))}/s  ${ratio} of bare\n`);
}
for (const child of [service, ...others]) child.kill();
rmSync(LOCAL, { recursive: true });

function createAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca });
}

function start(args: readonly string[], env: Record<string, string>): Promise<ChildProcess> {
  const { promise, resolve, reject } = Promise.withResolvers<ChildProcess>();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  child.stdout.on('data', (text: Buffer) => {
    if (text.includes('listening on https://')) resolve(child);
  });
  child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  return promise;
}

function call(port: number, agent: Agent): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  const sent = request(
    { port, host: 'localhost', method: 'POST', path: '/hooks/import', agent, headers },
    (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
    },
  );
  sent.on('error', reject).end(payload);
  return promise;
}

async function measure(port: number): Promise<number> {
  const agent = createAgent();
  const started = performance.now();
  const end = started + SECONDS * 1000;
  let answered = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const { status } = await call(port, agent);
      if (status !== 200) throw new Error(`answered ${status}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return (answered / (performance.now() - started)) * 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
