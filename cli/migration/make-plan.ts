import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import { type Choice, type ChoiceOptions, chooseWay } from './choose-way.ts';
import type { ExportRow, LegacyPerson } from './legacy-export.ts';
import type { PlannedPerson, RefusedRow } from './plan-file.ts';
import { emailOf, isUndeliverable, type ProfileCheck } from './profile-faults.ts';
import { plainly, type Remark, rowsInWords } from './remark.ts';
import type { ExportSurvey } from './survey-export.ts';

/** Okta takes no more groups with a new user (E0000093). */
export const GROUPS_WITH_USER = 20;

/** One row with what was decided about it: the line of the plan, and what counts are made of. */
export type PlannedRow =
  | { readonly line: PlannedPerson; readonly choice: Choice; readonly notes: readonly Remark[] }
  | { readonly line: RefusedRow; readonly refused: readonly Remark[] };

/** What decides about a row beside the row itself. */
export interface PlanOptions extends ChoiceOptions {
  readonly survey: ExportSurvey;
  readonly check: ProfileCheck;
  /** People of a row that names no wave go into waves of so many; absent: all into wave 1. */
  readonly waveSize: number | undefined;
  /** Status by `oktaLoginKey` of the people who are in the org already. */
  readonly inOkta: ReadonlyMap<string, string>;
}

/** Decides about every row of an export, once each and in its order. */
export async function* makePlan(
  rows: AsyncIterable<ExportRow>,
  options: PlanOptions,
): AsyncGenerator<PlannedRow> {
  let planned = 0;
  for await (const found of rows) {
    const { row } = found;
    if ('problem' in found) {
      yield refusedRow(row, [plainly(`${found.problem}: correct the row`)]);
      continue;
    }
    const refused = refusalsOf(row, found.person, options);
    if (refused.length > 0) yield refusedRow(row, refused, found.person.login);
    else {
      const wave = options.waveSize === undefined ? 1 : Math.floor(planned / options.waveSize) + 1;
      planned += 1;
      yield plannedRow(row, found.person, found.person.wave ?? String(wave), options);
    }
  }
}

function refusedRow(row: number, refused: readonly Remark[], login = ''): PlannedRow {
  const line = { row, refused: refused.map(({ text }) => text), ...(login !== '' && { login }) };
  return { line, refused };
}

/** `email` first falls back to the login. */
const profileOf = ({ login, attributes }: LegacyPerson) => ({
  login,
  email: emailOf(login, attributes['email']),
  ...attributes,
});

function refusalsOf(row: number, person: LegacyPerson, options: PlanOptions): Remark[] {
  const { login, oktaId, wave } = person;
  const others = login === '' ? [] : options.survey.othersWithLogin(login, row);
  const status = options.inOkta.get(oktaLoginKey(login));
  return [
    ...options.check(profileOf(person)),
    ...(others.length === 0 ? [] : [sameLogin(others)]),
    ...(status === undefined ? [] : [inOktaAlready(status)]),
    ...(wave === undefined || WAVE.test(wave)
      ? []
      : [plainly('the wave is no short name of letters, digits, blanks and . _ -: rename it')]),
    ...(oktaId === undefined
      ? []
      : [plainly('the row names an id of Okta, and who has one is not created: leave it out')]),
  ];
}

/** A name that can be typed after `--wave`. */
const WAVE = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}$/u;

const sameLogin = (others: readonly number[]): Remark => ({
  kind: 'several rows have one login: keep one of them',
  text: `the login of ${rowsInWords(others)} too (case and accents do not count): keep one of them, or give the others another`,
});

const inOktaAlready = (status: string): Remark => ({
  kind: 'somebody in Okta has this login: leave the row out, or give the person another',
  text: `somebody in Okta has this login (${status}): leave the row out, or give the person another`,
});

function plannedRow(row: number, person: LegacyPerson, wave: string, options: PlanOptions): PlannedRow {
  const { groups, apps } = person;
  const profile = profileOf(person);
  const choice = chooseWay(person, options);
  const notes = [
    ...notesOnEmail(profile.email, options.survey.othersWithEmail(profile.email, row)),
    ...(groups.length > GROUPS_WITH_USER ? [manyGroups(groups.length)] : []),
  ];
  const { way, hash, why } = choice;
  const line: PlannedPerson = {
    row,
    way,
    wave,
    profile,
    ...(hash && { hash }),
    groups,
    apps,
    why: why.text,
    ...(notes.length > 0 && { notes: notes.map(({ text }) => text) }),
  };
  return { line, choice, notes };
}

function notesOnEmail(email: string, others: readonly number[]): Remark[] {
  const shared = {
    kind: 'several rows have one e-mail address',
    text: `the e-mail address of ${rowsInWords(others)} too`,
  };
  return [
    ...(others.length > 0 ? [shared] : []),
    ...(isUndeliverable(email)
      ? [plainly('no mail arrives at this address: Okta can neither invite nor reset the person')]
      : []),
  ];
}

const manyGroups = (groups: number): Remark => ({
  kind: `more than ${GROUPS_WITH_USER} groups: the rest is added one by one`,
  text: `${groups} groups: ${GROUPS_WITH_USER} come with the user, the rest is added one by one`,
});
