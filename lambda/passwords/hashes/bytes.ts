/** Runs `use` over the UTF-8 bytes of a text and overwrites them afterwards, also when it fails. */
export async function withBytes<Result>(
  text: string,
  use: (bytes: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const bytes = new TextEncoder().encode(text);
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}
