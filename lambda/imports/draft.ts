import type { ImportAction } from '../contract/import-request.ts';
import type { AttributePath } from './compiled-rules.ts';
import type { Variables } from './expressions/outcome.ts';
import { normaliseValue } from './expressions/profile.ts';
import type { Situation } from './situation.ts';

/** An attribute a rule wrote, with its value as it would be sent to Okta. */
export interface Written {
  readonly path: AttributePath;
  readonly value: unknown;
}

/** `user.login`, the one attribute with rules of its own. */
export const LOGIN: AttributePath = { profile: 'user', attribute: 'login' };

/** Tells whether a path is `user.login`. */
export const isLogin = ({ profile, attribute }: AttributePath) =>
  profile === LOGIN.profile && attribute === LOGIN.attribute;

/** How a path is written in a rules file. */
export const pathText = ({ profile, attribute }: AttributePath) => `${profile}.${attribute}`;

/** The two profiles, the action and the link while rules change them. */
export class Draft {
  readonly #written = new Map<string, Written>();
  #variables: Variables;
  #action: ImportAction;
  #linkId: string | undefined;

  constructor(situation: Situation) {
    this.#variables = situation.variables;
    this.#action = situation.sent.action;
    this.#linkId = situation.sent.action === 'LINK_USER' ? situation.sent.userId : undefined;
  }

  /** What expressions see; never changes, a write makes new variables. */
  get variables(): Variables {
    return this.#variables;
  }

  get action(): ImportAction {
    return this.#action;
  }

  /** The Okta user to link to, when the action is LINK_USER. */
  get linkId(): string | undefined {
    return this.#linkId;
  }

  get written(): readonly Written[] {
    return [...this.#written.values()];
  }

  get login(): string | undefined {
    const login = this.#variables.user.get(LOGIN.attribute);
    return typeof login === 'string' ? login : undefined;
  }

  write(path: AttributePath, value: unknown): void {
    this.#written.set(pathText(path), { path, value });
    const profile = new Map(this.#variables[path.profile]);
    const normalised = normaliseValue(value);
    if (normalised === undefined) profile.delete(path.attribute);
    else profile.set(path.attribute, normalised);
    this.#variables = { ...this.#variables, [path.profile]: profile };
  }

  /** Takes a write back; the profile the expressions saw is not rewound. */
  unwrite(path: AttributePath): void {
    this.#written.delete(pathText(path));
  }

  link(id: string): void {
    this.#linkId = id;
    this.#act('LINK_USER');
  }

  create(): void {
    this.#linkId = undefined;
    this.#act('CREATE_USER');
  }

  #act(action: ImportAction): void {
    this.#action = action;
    this.#variables = { ...this.#variables, action };
  }
}
