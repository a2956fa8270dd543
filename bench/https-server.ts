import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createApi } from '../local/api-gateway.ts';

/** A HTTPS server with one fixed answer: `bare` from Node itself, `gateway` through the local API Gateway. */
const [kind, port, cert = '', key = '', body = ''] = process.argv.slice(2);

const headers = { 'content-type': 'application/json' };
const bare: RequestListener = (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
};
const gateway = createApi({ 'POST /hooks/import': async () => ({ statusCode: 200, headers, body }) });

createServer({ cert: readFileSync(cert), key: readFileSync(key) }, kind === 'bare' ? bare : gateway).listen(
  Number(port),
  '127.0.0.1',
  () => process.stdout.write('listening on https://localhost\n'),
);
