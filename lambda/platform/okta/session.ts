import type { Authorization, AuthorizationHeaders } from './authorization.ts';
import type { OktaCredentialSource, OktaCredentials } from './credentials.ts';
import { errorOf } from './error-of.ts';
import { OktaError } from './errors.ts';
import { exchange, type HttpAnswer } from './exchange.ts';
import { createServiceApp, type ServiceAppOptions } from './service-app.ts';

/** A request as it is asked, once it is known where. */
export interface Question {
  readonly method: string;
  readonly url: URL;
  /** Goes out as JSON, unless it is undefined. */
  readonly body: unknown;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Asks one org, with whatever proves at the time who we are. */
export class Session {
  readonly #source: OktaCredentialSource;
  readonly #options: ServiceAppOptions;
  #known: { readonly credentials: OktaCredentials; readonly authorization: Authorization } | undefined;

  constructor(source: OktaCredentialSource, options: ServiceAppOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Reads the credentials, and makes of them what the first question will need. */
  async prepare(url: URL, signal: AbortSignal): Promise<void> {
    await this.#authorizationFor(await this.#source.read(signal)).headersFor('GET', url, signal);
  }

  /**
   * The answer, if it is no error. Credentials that Okta refuses may have been replaced meanwhile: then it is
   * asked once more with the new ones.
   *
   * @throws OktaError, OktaUnreachable, OktaAnswerInvalid, OktaCredentialsUnusable, the reason of the signal
   */
  async ask(question: Question): Promise<HttpAnswer> {
    const credentials = await this.#source.read(question.signal);
    try {
      return await this.#askAs(credentials, question);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#source.refused();
      const renewed = await this.#source.read(question.signal);
      if (renewed === credentials) throw error;
      return this.#askAs(renewed, question);
    }
  }

  async #askAs(credentials: OktaCredentials, question: Question): Promise<HttpAnswer> {
    const { method, url, signal } = question;
    const authorization = this.#authorizationFor(credentials);
    const headers = await authorization.headersFor(method, url, signal);
    let answer = await this.#send(question, headers);
    if (answer.status >= 400 && authorization.canImprove(answer, headers)) {
      answer = await this.#send(question, await authorization.headersFor(method, url, signal));
    }
    if (answer.status >= 400) throw errorOf(answer, this.#options.clock());
    return answer;
  }

  #send({ body, ...question }: Question, authorization: AuthorizationHeaders): Promise<HttpAnswer> {
    const headers = {
      accept: 'application/json',
      'user-agent': 'okta-hooks',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...authorization,
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return exchange({ ...question, headers, body: text, timeoutMs: this.#options.timeoutMs });
  }

  #authorizationFor(credentials: OktaCredentials): Authorization {
    if (this.#known?.credentials !== credentials) {
      const authorization =
        credentials.kind === 'service app'
          ? createServiceApp(credentials, this.#options)
          : apiToken(credentials.apiToken);
      this.#known = { credentials, authorization };
    }
    return this.#known.authorization;
  }
}

function apiToken(token: string): Authorization {
  const headers = { authorization: `SSWS ${token}` };
  return { headersFor: async () => headers, canImprove: () => false };
}

function isRefusal(error: unknown): boolean {
  return error instanceof OktaError && (error.status === 401 || error.errorCode === 'invalid_client');
}
