import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { generateEvents } from '../../events/generate.ts';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { passwordRequestSchema } from '../../lambda/contract/password-request.ts';

const EVENTS = path.join(import.meta.dirname, '../../events');

describe('the recorded calls', () => {
  it('have an API Gateway event each, which is what npm run generate would write', async () => {
    const generated = await generateEvents();
    expect(generated.size).toBeGreaterThan(0);
    for (const [file, text] of generated) expect([file, await readFile(file, 'utf8')]).toEqual([file, text]);
  });

  it('leave no API Gateway event behind when they go', async () => {
    const folder = path.join(EVENTS, 'api-gateway');
    const generated = [...(await generateEvents()).keys()];
    const found = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
    expect(found.map((name) => path.join(folder, name)).sort()).toEqual(generated.sort());
  });

  const payloadsOf = async (hook: string) =>
    Promise.all(
      (await readdir(path.join(EVENTS, hook))).map(async (name) =>
        JSON.parse(await readFile(path.join(EVENTS, hook, name), 'utf8')),
      ),
    );

  it('of sign-ins keep to the contract, each with an event of its own', async () => {
    const payloads = await payloadsOf('password');
    for (const payload of payloads) expect(z.safeParse(passwordRequestSchema, payload).error).toBeUndefined();
    expect(new Set(payloads.map(({ eventId }) => eventId)).size).toBe(payloads.length);
  });

  it('of imports keep to the contract, each with an event and a person of its own', async () => {
    const payloads = await payloadsOf('import');
    for (const payload of payloads) expect(z.safeParse(importRequestSchema, payload).error).toBeUndefined();
    expect(new Set(payloads.map(({ eventId }) => eventId)).size).toBe(payloads.length);
    const people = payloads.map(({ data }) => data.appUser.profile.externalId);
    expect(new Set(people).size).toBe(payloads.length);
  });

  it('contain a login of exactly the 100 characters Okta allows', async () => {
    const file = path.join(EVENTS, 'import/login-100-characters.json');
    const { data } = JSON.parse(await readFile(file, 'utf8'));
    expect(data.user.profile.login).toHaveLength(100);
  });
});
