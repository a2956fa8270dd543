import { isIP } from 'node:net';
import tls from 'node:tls';
import { errorCode } from '../../local/error-code.ts';
import { CommandError } from '../command.ts';
import type { ShownCertificate } from './evidence.ts';

const TIMEOUT_MS = 10_000;

/**
 * The certificate an https address shows; one that this machine does not trust, or for another name, is an error.
 *
 * @param ca one more certificate to trust (PEM): the laptop's
 * @throws CommandError when there is no such connection
 */
export function certificateOf(
  uri: string,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<ShownCertificate> {
  const { hostname, port } = new URL(uri);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: hostname,
      port: Number(port || 443),
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(ca !== undefined && { ca: [...tls.getCACertificates('default'), ca] }),
    });
    const fail = (code: string | undefined) => {
      socket.destroy();
      reject(
        new CommandError(`no trusted TLS connection: ${code ?? 'unknown cause'}`, {
          next:
            code === 'ECONNREFUSED'
              ? `nobody listens there: start the service, or look at the DNS entry of ${hostname}`
              : `look at the certificate and the DNS entry of ${hostname}`,
        }),
      );
    };
    socket.setTimeout(TIMEOUT_MS, () => fail('timeout'));
    signal.addEventListener('abort', () => fail('stopped'), { once: true });
    socket.once('error', (error) => fail(errorCode(error)));
    socket.once('secureConnect', () => {
      const { valid_from, valid_to } = socket.getPeerCertificate();
      socket.destroy();
      resolve({ validFrom: Date.parse(valid_from), validTo: Date.parse(valid_to) });
    });
  });
}
