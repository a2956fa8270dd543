import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { Synthesis } from './templates.ts';

it('the rotation function is bundled without rules, and its weight is known', async () => {
  const settings = { rotation: {}, oktaBaseUrl: 'https://example.okta.com' };
  const stack = await Synthesis.of(settings, { bundling: true });
  try {
    const { directory } = stack.app.synth();
    expect(existsSync(path.join(directory, 'secret-rotation.meta.json'))).toBe(true);
  } finally {
    await stack.remove();
  }
}, 60_000);
