import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { HOOK_PATHS } from '../../events/hook-call.ts';
import { loadCertificate } from '../../local/certificate.ts';
import type { Memory } from '../runtime/lambda-process.ts';
import { startNode } from '../started.ts';
import { misbehave } from './misbehave.ts';
import type { MixedCall } from './mix.ts';
import { startOkta } from './okta.ts';
import { loadPeople } from './people.ts';
import type { Target } from './target.ts';

const PORT = 23_443;
const SECRET = 'load-secret';
/** Answers how much memory the process holds after a collection. */
const PROBE = path.join(import.meta.dirname, '../runtime/memory-probe.ts');

/** `npm start`, with an org of its own. What it keeps in DynamoDB is in its memory too. */
export async function startLaptopTarget(connections: number): Promise<Target> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'load-'));
  const certificate = await loadCertificate(folder);
  const okta = await startOkta(certificate);
  const started = startNode(
    ['--expose-gc', '--import', PROBE, 'local/main.ts'],
    {
      PORT: String(PORT),
      HOOK_SECRET: SECRET,
      LOCAL_FOLDER: folder,
      OKTA_BASE_URL: okta.baseUrl,
      OKTA_API_TOKEN: okta.apiToken,
    },
    { ipc: true },
  );
  await started.listening;
  const { endpoints } = JSON.parse(await readFile(path.join(folder, 'outputs.json'), 'utf8'));
  await loadPeople(endpoints.dynamoDb);
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: certificate.cert });
  return {
    name: 'npm start',
    send: (call) => post(agent, call),
    valves: { Okta: okta.valve },
    secretsAsked: () => undefined,
    memory: async () => {
      started.child.send('memory');
      const [memory] = await once(started.child, 'message');
      return [(memory as Memory).heapUsed];
    },
    output: started.output,
    misbehave: (signal) => misbehave({ port: PORT, ca: certificate.cert, secret: SECRET }, signal),
    close: async () => {
      agent.destroy();
      await started.stop();
      await okta.close();
      await rm(folder, { recursive: true });
    },
  };
}

function post(agent: Agent, call: MixedCall): Promise<{ status: number; body: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: unknown }>();
  const payload = Buffer.from(call.payload);
  const headers = {
    authorization: call.known ? SECRET : 'guess',
    'content-type': 'application/json',
    'content-length': payload.length,
  };
  const options = {
    host: 'localhost',
    port: PORT,
    method: 'POST',
    path: HOOK_PATHS[call.hook],
    agent,
    headers,
  };
  const sent = request(options, (answer) => {
    text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body: parse(body) }), reject);
  });
  sent.on('error', reject).end(payload);
  return promise;
}

function parse(body: string): unknown {
  return body === '' ? undefined : JSON.parse(body);
}
