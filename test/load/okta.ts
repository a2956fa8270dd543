import path from 'node:path';
import type { Certificate } from '../../local/certificate.ts';
import { startOktaStandIn } from '../../rehearsal/api/stand-in.ts';
import { readOktaUsers } from '../../rehearsal/directory/okta-users.ts';
import { loadOrg } from '../../rehearsal/org/load-org.ts';
import { ROOT } from '../cli/harness.ts';
import { startValve, type Valve } from './valve.ts';

/** An org behind a valve. */
export interface OktaBehindValve {
  readonly baseUrl: string;
  readonly apiToken: string;
  readonly valve: Valve;
  close(): Promise<void>;
}

/** Starts an org of 2,000 invented people, whom the logins of the mix do not meet. */
export async function startOkta(certificate: Certificate): Promise<OktaBehindValve> {
  const { org } = await loadOrg(readOktaUsers(path.join(ROOT, 'examples/directory.csv'), { profiles: true }));
  const standIn = await startOktaStandIn({ port: 0, certificate, org });
  const valve = await startValve(Number(new URL(standIn.baseUrl).port));
  return {
    baseUrl: `https://localhost:${valve.port}`,
    apiToken: standIn.apiToken,
    valve,
    close: async () => {
      await valve.close();
      await standIn.close();
    },
  };
}
