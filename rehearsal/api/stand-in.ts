import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import type { Certificate } from '../../local/certificate.ts';
import { listen } from '../../local/listen.ts';
import { createOrg, type Org } from '../org/org.ts';
import { createServiceCaller } from '../service-call/service-caller.ts';
import { Accounts } from './accounts.ts';
import { type ApiOptions, createApi } from './api.ts';
import { Groups } from './groups.ts';
import { EventDelivery } from './hooks/event-delivery.ts';
import { EventHooks } from './hooks/event-hooks.ts';
import { InlineHooks } from './hooks/inline-hooks.ts';
import { TokenEndpoint } from './oauth/token-endpoint.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { ROUTES } from './routes.ts';
import { createListener } from './serve.ts';
import { SystemLog } from './system-log.ts';
import type { World } from './world.ts';

/** How an org is stood in for. */
export interface OktaStandInOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly certificate: Pick<Certificate, 'cert' | 'key'>;
  /** Its people. @default nobody */
  readonly org?: Org;
  /** @default a random one */
  readonly apiToken?: string;
  /** What the service app was granted. @default everything that the API asks for */
  readonly scopes?: readonly string[];
  /** Labels of the applications that people can be assigned to. @default none */
  readonly apps?: readonly string[];
  /** Calls a minute for each endpoint. @default no limit */
  readonly rateLimit?: number;
  /** The window of the limit, in milliseconds; it ends on a whole second. @default a minute, as at Okta */
  readonly rateWindowMs?: number;
  /** Milliseconds a hook's service has for one attempt. @default Okta's three seconds */
  readonly hookTimeoutMs?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** Is told every exchange. */
  readonly onExchange?: ApiOptions['onExchange'];
  /** Is told what only a fault of the stand-in's own can be. */
  readonly onFault?: ApiOptions['onFault'];
}

/** An org that answers. */
export interface OktaStandIn {
  readonly baseUrl: string;
  readonly apiToken: string;
  /** The org's one service app. */
  readonly serviceApp: { readonly clientId: string; readonly privateKey: string };
  /** What the org consists of, for who is not content with the API. */
  readonly world: World;
  /** Resolves when every event has been delivered, or given up. */
  delivered(): Promise<void>;
  /** Answers what is under way, delivers events, then ends. */
  close(): Promise<void>;
}

const CLIENT_ID = '0oastandinserviceapp';
const SCOPES = [...new Set(ROUTES.flatMap(({ scope }) => scope ?? []))];

/**
 * Starts a stand-in for an Okta org: its Management API over HTTPS, as far as this project calls it, with hooks
 * that are really called. Hook services with the same certificate are trusted. Rejects with `EADDRINUSE` when the
 * port is taken.
 */
export async function startOktaStandIn(options: OktaStandInOptions): Promise<OktaStandIn> {
  const { certificate, rateLimit, clock = Date.now, onExchange, onFault } = options;
  const { apiToken = randomBytes(30).toString('base64url') } = options;
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = createServer({ cert: certificate.cert, key: certificate.key });
  const running = await listen(server, { port: options.port });
  const world = createWorld(`https://localhost:${running.port}`, pair.publicKey, options);
  const delivery = new EventDelivery(world.log, {
    hooks: world.eventHooks,
    caller: world.caller,
    origin: world.origin,
  });
  const api = createApi(world, {
    doors: { apiToken, tokens: world.tokens },
    limiter: createRateLimiter(rateLimit, clock, options.rateWindowMs),
    ...(onExchange && { onExchange }),
    ...(onFault && { onFault }),
  });
  server.on('request', createListener(api));
  return {
    baseUrl: world.origin,
    apiToken,
    serviceApp: {
      clientId: CLIENT_ID,
      privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    },
    world,
    delivered: () => delivery.settled(),
    async close() {
      await running.close();
      await delivery.settled();
      world.caller.close();
    },
  };
}

function createWorld(origin: string, publicKey: KeyObject, options: OktaStandInOptions): World {
  const { certificate, org = createOrg(), apps: labels = [], clock = Date.now, hookTimeoutMs } = options;
  const app = { clientId: CLIENT_ID, publicKey, algorithm: 'ES256', scopes: options.scopes ?? SCOPES };
  const apps = new Groups('0oa');
  for (const label of labels) apps.add(label, undefined, clock());
  return {
    origin,
    org,
    accounts: new Accounts(clock),
    groups: new Groups('00g'),
    apps,
    inlineHooks: new InlineHooks(clock),
    eventHooks: new EventHooks(clock),
    log: new SystemLog(clock),
    tokens: new TokenEndpoint(origin, app, clock),
    caller: createServiceCaller({
      ca: [certificate.cert],
      ...(hookTimeoutMs !== undefined && { timeoutMs: hookTimeoutMs }),
    }),
    clock,
  };
}
