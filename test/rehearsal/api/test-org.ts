import { fixedCredentials, readOktaCredentials } from '../../../lambda/platform/okta/credentials.ts';
import { createOktaClient, type OktaClient } from '../../../lambda/platform/okta-client.ts';
import type { ApiExchange } from '../../../rehearsal/api/exchange.ts';
import {
  type OktaStandIn,
  type OktaStandInOptions,
  startOktaStandIn,
} from '../../../rehearsal/api/stand-in.ts';
import { certificate, trustCertificate } from '../../certificate.ts';
import { readOktaDescription } from '../../contract/okta-description.ts';

/** A stand-in org with clients of our own, which keeps every exchange. */
export interface TestOrg {
  readonly okta: OktaStandIn;
  readonly client: OktaClient;
  readonly exchanges: readonly ApiExchange[];
  /** One request with the API token: the answer, or the error. */
  ask(line: string, body?: unknown): Promise<{ status: number; body?: unknown; errorCode?: string }>;
  /** A client as an OAuth service app. */
  serviceApp(...scopes: string[]): OktaClient;
  close(): Promise<void>;
}

const description = readOktaDescription();

/** Starts an org. Closing it throws if anything that was asked or answered is not as Okta describes it. */
export async function startTestOrg(options: Partial<OktaStandInOptions> = {}): Promise<TestOrg> {
  const exchanges: ApiExchange[] = [];
  const accidents: unknown[] = [];
  const distrust = await trustCertificate();
  const okta = await startOktaStandIn({
    port: 0,
    certificate: await certificate,
    onFault: (error) => accidents.push(error),
    ...options,
    onExchange: (exchange) => {
      exchanges.push(exchange);
      options.onExchange?.(exchange);
    },
  });
  const clientWith = (found: unknown, scopes: readonly string[]) =>
    createOktaClient({
      baseUrl: okta.baseUrl,
      credentials: fixedCredentials(readOktaCredentials(found)),
      scopes,
    });
  const client = clientWith({ apiToken: okta.apiToken }, []);
  return {
    okta,
    client,
    exchanges,
    ask: (line, body) => ask(client, line, body),
    serviceApp: (...scopes) => clientWith(okta.serviceApp, scopes),
    async close() {
      await okta.close();
      distrust();
      for (const accident of accidents) throw accident;
      const faults = exchanges.flatMap((exchange) => description?.faultsOf(exchange) ?? []);
      if (faults.length > 0) throw new Error(`not as Okta describes it:\n${[...new Set(faults)].join('\n')}`);
    },
  };
}

/** One request, such as `GET /api/v1/users`; an error is given as it is. */
export function ask(client: OktaClient, line: string, body?: unknown) {
  const [method = '', path = ''] = line.split(' ');
  const { signal } = new AbortController();
  return client.request({ method, path, body, signal }).then(
    (answer) => answer,
    (error) => error,
  );
}
