import { describe, expect, it } from '@jest/globals';
import { readPassword } from '../../cli/read-password.ts';

/** Reads a password as a person types it, and tells what the terminal was told meanwhile. */
async function typing(...keys: readonly string[]) {
  const seen: string[] = [];
  const stdin = {
    isTTY: true,
    setRawMode: (on: boolean) => seen.push(on ? 'raw' : 'cooked'),
    async *[Symbol.asyncIterator]() {
      for (const key of keys) yield Buffer.from(key);
    },
  };
  const stderr = { write: (text: string) => seen.push(text) };
  const read = readPassword({ stdin, stderr });
  const password = await read.then(
    (bytes) => Buffer.from(bytes).toString(),
    (error: Error) => error,
  );
  return { password, seen };
}

describe('a password typed at a terminal', () => {
  it('is asked for, never echoed, and ends with the enter key', async () => {
    const { password, seen } = await typing('pa', 'ss', 'ñ', '\r', 'later');
    expect(password).toBe('passñ');
    expect(seen).toEqual([expect.stringMatching(/^Password/), 'raw', 'cooked', '\n']);
  });

  it('loses whole characters to the backspace key', async () => {
    expect((await typing('aé€🔑\x7f\x7f\x7fb\x7f\x7f\x7f\x7fc\r')).password).toBe('c');
  });

  it('leaves the terminal as it was when the person breaks off', async () => {
    const { password, seen } = await typing('pass\x03');
    expect(password).toMatchObject({ name: 'CommandError', message: 'stopped' });
    expect(seen.slice(-2)).toEqual(['cooked', '\n']);
  });
});
