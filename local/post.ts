import { request } from 'node:https';

/** An answer over HTTPS. */
export interface PostResult {
  readonly status: number;
  readonly text: string;
}

/** Posts a body and reads the answer, trusting only the certificate `ca` (PEM). */
export function post(
  url: string,
  options: { readonly ca: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<PostResult> {
  const { ca, headers, body } = options;
  const { promise, resolve, reject } = Promise.withResolvers<PostResult>();
  const call = request(url, { method: 'POST', ca, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
    );
    response.on('error', reject);
  });
  call.on('error', reject);
  call.end(body);
  return promise;
}
