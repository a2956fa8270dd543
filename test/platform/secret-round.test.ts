import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { listen, type RunningServer } from '../../local/listen.ts';
import { clientFor } from '../pipeline/world.ts';

/** Secrets Manager in the middle of a rotation; it answers for AWSPENDING when `release` is called. */
let server: RunningServer;
const asked = Promise.withResolvers<void>();
let release: () => void = () => undefined;

beforeAll(async () => {
  const values: Readonly<Record<string, string>> = { AWSCURRENT: 'first', AWSPENDING: 'second' };
  const web = createServer(async (request, response) => {
    const { VersionStage = '' } = (await json(request)) as { VersionStage?: string };
    const answer = () =>
      values[VersionStage]
        ? response.end(JSON.stringify({ SecretString: values[VersionStage], CreatedDate: 1_800_000_000 }))
        : response.writeHead(400).end('{"__type":"ResourceNotFoundException"}');
    if (VersionStage !== 'AWSPENDING') answer();
    else {
      release = answer;
      asked.resolve();
    }
  });
  server = await listen(web, { port: 0 });
});
afterAll(() => server.close());

it('a caller who gives up during a round ends it for nobody else, nor for the next half minute', async () => {
  const client = clientFor(server);
  const secrets = createHookSecrets({ client, secretId: 'hooks/import' });
  await secrets.warmUp();
  const controller = new AbortController();
  const hurried = secrets.verify('second', controller.signal);
  const patient = secrets.verify('second', AbortSignal.timeout(5_000));
  await asked.promise;
  controller.abort(new Error('time is up'));
  await expect(hurried).rejects.toThrow('time is up');
  release();
  expect(await patient).toEqual({ matches: true, degraded: false });
  expect((await secrets.verify('second', AbortSignal.timeout(5_000))).matches).toBe(true);
  expect((await secrets.verify('third', AbortSignal.timeout(5_000))).matches).toBe(false);
  client.destroy();
});

it('a version that cannot be read may be the new secret: what is unknown is not called wrong', async () => {
  const web = createServer(async (request, response) => {
    const { VersionStage = '' } = (await json(request)) as { VersionStage?: string };
    if (VersionStage === 'AWSCURRENT') response.end('{"SecretString":"first"}');
    else response.writeHead(400).end('{"__type":"AccessDeniedException"}');
  });
  const refusing = await listen(web, { port: 0 });
  const client = clientFor(refusing);
  const secrets = createHookSecrets({ client, secretId: 'hooks/import' });
  const verify = (value: string) => secrets.verify(value, AbortSignal.timeout(5_000));
  expect(await verify('first')).toEqual({ matches: true, degraded: false });
  await expect(verify('second')).rejects.toMatchObject({ code: 'ERR_SECRET_UNREADABLE' });
  await expect(verify('second')).rejects.toMatchObject({ code: 'ERR_SECRET_UNREADABLE' });
  expect((await verify('first')).matches).toBe(true);
  client.destroy();
  await refusing.close();
});

it('an earlier secret counts no longer when nobody can say since when there is a new one', async () => {
  const web = createServer(async (request, response) => {
    const { VersionStage = '' } = (await json(request)) as { VersionStage?: string };
    const SecretString = { AWSCURRENT: 'new', AWSPREVIOUS: 'old' }[VersionStage];
    if (SecretString) response.end(JSON.stringify({ SecretString }));
    else response.writeHead(400).end('{"__type":"ResourceNotFoundException"}');
  });
  const undated = await listen(web, { port: 0 });
  const client = clientFor(undated);
  const secrets = createHookSecrets({ client, secretId: 'hooks/import' });
  const verify = (value: string) => secrets.verify(value, AbortSignal.timeout(5_000));
  expect((await verify('old')).matches).toBe(false);
  expect((await verify('new')).matches).toBe(true);
  client.destroy();
  await undated.close();
});
