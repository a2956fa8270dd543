import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCertificate } from '../local/certificate.ts';
import { measured } from './rounds.ts';
import { compare, type Verdict } from './verdict.ts';

const CONNECTIONS = 50;
/** Half as many requests a second is twice the time for each. */
const BUDGET = 2;
const SERVER = path.join(import.meta.dirname, 'https-server.ts');
const PAYLOAD = readFileSync(path.join(import.meta.dirname, '..', 'events/import/login-conflict.json'));
const HEADERS = { 'content-type': 'application/json', 'content-length': PAYLOAD.length };

/** A server of one kind, and what each turn came to, in microseconds a request. */
interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  readonly agent: Agent;
  readonly passed: number[];
  readonly worked: number[];
}

/**
 * The local API Gateway around a function that does nothing, beside a bare `node:https` server with the same answer,
 * 50 connections each, in turns. Time passed a request, which the client's own work may limit, and time that cores
 * worked in the server, which it cannot.
 */
export async function benchLocalServer(quick: boolean): Promise<readonly Verdict[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-https-'));
  const { file, cert } = await loadCertificate(folder);
  const start = (kind: 'bare' | 'gateway') => startServer([kind, file, path.join(folder, 'key.pem')], cert);
  const servers = [await start('gateway'), await start('bare')] as const;
  try {
    const turns = quick ? 4 : 10;
    for (let turn = -2; turn < turns; turn++) {
      for (const server of servers) {
        const { passed, worked } = await takeTurn(server, quick ? 500 : 1_500);
        // The first turns warm up.
        if (turn < 0) continue;
        server.passed.push(passed);
        server.worked.push(worked);
      }
    }
    const [gateway, bare] = servers;
    const verdict = (what: string, of: 'passed' | 'worked') => {
      const ours = measured('local server', gateway[of]);
      return compare(what, 'µs', ours, measured('bare node:https', bare[of]), BUDGET);
    };
    return [
      verdict('local HTTPS server, 50 connections: time a request', 'passed'),
      verdict('local HTTPS server, 50 connections: work a request', 'worked'),
    ];
  } finally {
    for (const { child, agent } of servers) {
      agent.destroy();
      child.kill();
    }
    rmSync(folder, { recursive: true });
  }
}

async function startServer(args: readonly string[], ca: string): Promise<Server> {
  const child = spawn(process.execPath, [SERVER, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [address] = await once(child, 'message');
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, ca });
  return { child, port: address.port, agent, passed: [], worked: [] };
}

async function takeTurn(server: Server, milliseconds: number): Promise<{ passed: number; worked: number }> {
  const before = await workOf(server);
  const startedAt = performance.now();
  let answered = 0;
  const connection = async () => {
    while (performance.now() < startedAt + milliseconds) {
      await post(server);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const passed = (performance.now() - startedAt) * 1_000;
  const worked = (await workOf(server)) - before;
  return { passed: passed / answered, worked: worked / answered };
}

async function workOf({ child }: Server): Promise<number> {
  child.send('work');
  const [microseconds] = await once(child, 'message');
  return microseconds;
}

function post({ port, agent }: Server): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { port, host: 'localhost', method: 'POST', path: '/hooks/import', agent, headers: HEADERS };
  const sent = request(options, (answer) => {
    if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
    answer.resume().on('end', resolve);
  });
  sent.on('error', reject).end(PAYLOAD);
  return promise;
}
