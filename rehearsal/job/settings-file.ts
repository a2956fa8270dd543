import * as z from 'zod';
import type { CompiledExpression } from '../../lambda/imports/compiled-rules.ts';
import { createEnvironment } from '../../lambda/imports/expressions/environment.ts';
import { prepareExpression } from '../../lambda/imports/expressions/prepare.ts';
import { fromExpressionValue, normaliseProfile } from '../../lambda/imports/expressions/profile.ts';
import { knownAttributes } from '../../rules/attributes.ts';
import { compileText, type RulesFormat, readRulesFile, valueAt } from '../../rules/compiler.ts';
import { type Problem, quote } from '../../rules/problem.ts';
import type { StructureFault } from '../../rules/structure.ts';
import { closest } from '../../rules/suggest.ts';
import type { Profile } from '../org/person.ts';
import { type ImportSettings, type Mapped, standardMapping, standardSettings } from './import-settings.ts';
import { MATCHING_POLICIES } from './matching.ts';

const environment = createEnvironment({ appUser: 'map<string, dyn>' });
const LANGUAGE = { environment, variables: ['appUser'] };

const path = (profile: string) =>
  z.string().regex(new RegExp(`^${profile}\\.[A-Za-z][A-Za-z0-9_]*$`), { error: `${profile}.<attribute>` });

const schema = z.strictObject({
  version: z.literal(1),
  application: z.strictObject({ name: z.string(), id: z.string(), label: z.string() }).partial().optional(),
  matching: z.array(z.string().min(1)).max(10).optional(),
  attributes: z.array(path('appUser')).nullish(),
  map: z.record(path('user'), z.string().min(1).max(2000)).optional(),
});

type SettingsFile = z.infer<typeof schema>;

/** The settings of a file, and what its author should look at again. */
export interface ImportSettingsFile {
  readonly settings: ImportSettings;
  readonly warnings: readonly Problem[];
}

/**
 * Reads how an app is set up from a YAML file: `matching`, and under `map` a CEL expression over `appUser` for
 * each Okta attribute that is not mapped the standard way.
 *
 * @throws RulesInvalid with every problem and its place
 */
export async function readImportSettings(file: string): Promise<ImportSettingsFile> {
  return compileImportSettings(await readRulesFile(file), file);
}

/** As {@link readImportSettings}, of a text; `fileName` is what problems call it. */
export function compileImportSettings(text: string, fileName: string): ImportSettingsFile {
  const { rules, warnings } = compileText(text, fileName, format);
  return { settings: rules, warnings };
}

const format: RulesFormat<SettingsFile, ImportSettings> = {
  schema,
  slots: (value) => {
    const declared = listAt(value, 'attributes').filter((name) => typeof name === 'string');
    const language = { ...LANGUAGE, attributes: knownAttributes(['appUser.middleName', ...declared]) };
    return keysAt(value, 'map').map((key) => ({
      path: ['map', key],
      expected: 'dyn',
      language,
    }));
  },
  faults: (value) => matchingFaults(listAt(value, 'matching'), keysAt(value, 'map')),
  build: ({ application, matching, map = {} }, expression) => ({
    application: { ...standardSettings.application, ...application } as ImportSettings['application'],
    matching: matching ?? standardSettings.matching,
    map: mapperOf(
      Object.keys(map).map((key) => [key.slice('user.'.length), expression(['map', key])] as const),
    ),
  }),
};

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = valueAt(value, [key]);
  return Array.isArray(list) ? list : [];
}

const keysAt = (value: unknown, key: string) => Object.keys(Object(valueAt(value, [key])));

/** A misspelt name would match nobody, and say nothing. */
function matchingFaults(names: readonly unknown[], mapped: readonly string[]): StructureFault[] {
  const attributes = [
    ...(knownAttributes([])['user'] ?? []),
    ...mapped.map((key) => key.slice('user.'.length)),
  ];
  const known = [...MATCHING_POLICIES, ...attributes];
  return names.flatMap((name, index) => {
    if (typeof name !== 'string' || known.includes(name)) return [];
    const suggestion = closest(name, known);
    const fault = { severity: 'warning', code: 'unknown_attribute' } as const;
    const message = `${quote(name)} is no attribute that people are mapped to`;
    const guess = suggestion === undefined ? {} : { suggestion };
    return [{ path: ['matching', index], at: 'value' as const, ...fault, message, ...guess }];
  });
}

/** The standard mapping with own expressions over it; one that does not apply empties its attribute. */
function mapperOf(own: readonly (readonly [string, CompiledExpression])[]): ImportSettings['map'] {
  const expressions = own.map(([attribute, { source }]) => ({
    attribute,
    evaluate: prepareExpression<{ appUser: ReadonlyMap<string, unknown> }>(environment, source, 'dyn'),
  }));
  return (appUser: Profile): Mapped => {
    const user = standardMapping(appUser);
    const variables = { appUser: normaliseProfile(appUser) };
    const faults: { attribute: string; code: string }[] = [];
    for (const { attribute, evaluate } of expressions) {
      const outcome = evaluate(variables);
      user[attribute] = outcome.kind === 'value' ? fromExpressionValue(outcome.value) : null;
      if (outcome.kind === 'error') faults.push({ attribute, code: outcome.code });
    }
    return { user, faults };
  };
}
