import type { OktaClient } from '../lambda/platform/okta-client.ts';

/** The org that a client asks, for people who look why it does not answer. */
export interface AskedOrg {
  /** Its origin. */
  readonly where: string;
  /** What to do when it does not answer as Okta does. */
  readonly next: string;
}

const ASKED = new WeakMap<object, AskedOrg>();

/** The same client; {@link askedOrg} knows of its errors, which stay what they are, whom they are about. */
export function ofOrg(client: OktaClient, org: AskedOrg): OktaClient {
  const note = (error: unknown): never => {
    if (typeof error === 'object' && error !== null) ASKED.set(error, org);
    throw error;
  };
  return {
    warmUp: () => client.warmUp(),
    request: (request) => client.request(request).catch(note),
    pages: async function* (path, options) {
      try {
        yield* client.pages(path, options);
      } catch (error) {
        note(error);
      }
    },
  };
}

/** The org that an error of a client is about; undefined for any other error. */
export const askedOrg = (error: object): AskedOrg | undefined => ASKED.get(error);
