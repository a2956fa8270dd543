import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createApi } from '../local/api-gateway.ts';

/**
 * A HTTPS server with one fixed answer: `bare` from Node itself, `gateway` through the local API Gateway. Tells its
 * parent the port, and on every message the microseconds that cores have worked for it.
 */
const [kind, cert = '', key = ''] = process.argv.slice(2);

const headers = { 'content-type': 'application/json' };
const body = JSON.stringify({
  commands: [{ type: 'com.okta.user.profile.update', value: { login: 'maria.elena.lopez@example.com' } }],
  debugContext: { rules: 'unique-login', login: 'candidate 1', directory: 'none' },
});
const bare: RequestListener = (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
};
const gateway = createApi({ 'POST /hooks/import': async () => ({ statusCode: 200, headers, body }) });

const server = createServer(
  { cert: readFileSync(cert), key: readFileSync(key) },
  kind === 'bare' ? bare : gateway,
);
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
