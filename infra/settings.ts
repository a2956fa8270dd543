import { quote } from '../rules/problem.ts';
import { type StructureFault, structureFaults } from '../rules/structure.ts';
import { closest } from '../rules/suggest.ts';
import { type Settings, settingsSchema } from './settings-schema.ts';

/** The key of the CDK context that holds the settings, and the stage that every other one builds on. */
export const SETTINGS_KEY = 'okta-hooks';
export const DEFAULT_STAGE = 'default';

/** A stage ends the name of its stack. */
const STAGE = /^[A-Za-z\d](-?[A-Za-z\d]){0,29}$/;

/** Settings that cannot be deployed. The message has a line for each that is wrong. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
}

/**
 * The settings of a stage: its own section over the section `default`, key by key.
 *
 * `sections` is the value of the context key `okta-hooks`: an object with one section a stage.
 * @throws SettingsInvalid naming every wrong setting, where it stands and what was expected
 */
export function readSettings(sections: unknown = {}, stage: string = DEFAULT_STAGE): Settings {
  if (!STAGE.test(stage)) {
    throw new SettingsInvalid(`stage: found ${quote(stage)}; expected letters, digits and hyphens`);
  }
  const [own, base] = [sectionOf(sections, stage), sectionOf(sections, DEFAULT_STAGE)];
  if (own === undefined && stage !== DEFAULT_STAGE) throw unknownStage(sections, stage);
  const merged = merge(base ?? {}, own ?? {});
  const faults = [...structureFaults(settingsSchema, merged), ...contradictions(merged)];
  if (faults.length > 0) {
    const lines = faults.map((fault) => describe(fault, isOwn(fault, own) ? stage : DEFAULT_STAGE));
    throw new SettingsInvalid(lines.join('\n'));
  }
  return settingsSchema.parse(merged);
}

type Section = Readonly<Record<string, unknown>>;

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sectionOf(sections: unknown, stage: string): Section | undefined {
  const section = isSection(sections) && Object.hasOwn(sections, stage) ? sections[stage] : undefined;
  if (isSection(sections) && (section === undefined || isSection(section))) return section;
  throw new SettingsInvalid(`cdk.json: ${placeOf(stage, [])}: expected an object with settings`);
}

function unknownStage(sections: unknown, stage: string): SettingsInvalid {
  const stages = Object.keys(Object(sections));
  const guess = closest(stage, stages);
  const hint = guess
    ? `did you mean ${quote(guess)}?`
    : `expected one of ${[DEFAULT_STAGE, ...stages.filter((name) => name !== DEFAULT_STAGE)].join(', ')}`;
  return new SettingsInvalid(`cdk.json: "${SETTINGS_KEY}" has no stage ${quote(stage)}; ${hint}`);
}

/** `over` wins; sections within sections are merged, lists and values replaced. */
function merge(base: Section, over: Section): Section {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isSection(below) && isSection(value) ? merge(below, value) : value;
  }
  return merged;
}

/** Settings that are right by themselves and cannot hold together. */
function contradictions(settings: Section): readonly StructureFault[] {
  const fault = (key: string, message: string): StructureFault => ({
    path: [key],
    at: 'value',
    code: 'contradiction',
    message,
  });
  const given = (key: string) => settings[key] !== undefined;
  const { hooks } = settings;
  return [
    ...(Array.isArray(hooks) && hooks.includes('events') && !hooks.includes('password')
      ? [
          fault(
            'hooks',
            'found "events" without "password", whose sign-ins it records; expected both or neither',
          ),
        ]
      : []),
    ...(given('alarmEmail') && given('alarmTopicArn')
      ? [fault('alarmTopicArn', 'found beside "alarmEmail"; expected one of the two')]
      : []),
    ...(given('oauth') && given('authHeader')
      ? [fault('authHeader', 'found beside "oauth", which uses no header secret; expected one of the two')]
      : []),
    ...(settings['directory'] === 'okta' && !given('oktaBaseUrl')
      ? [fault('directory', 'found "okta" without "oktaBaseUrl"; expected both')]
      : []),
    ...(given('rotation') && !given('oktaBaseUrl')
      ? [fault('rotation', 'found without "oktaBaseUrl"; expected both')]
      : []),
    ...(given('rotation') && given('oauth')
      ? [fault('rotation', 'found beside "oauth", which has no hook secret; expected one of the two')]
      : []),
    ...(given('rotation') && given('vpc')
      ? [
          fault(
            'rotation',
            'found beside "vpc", in which the rotation function does not run; expected one of the two',
          ),
        ]
      : []),
  ];
}

/** Whether the stage's own section is to blame; where a key is missing, that is the section it is missing from. */
function isOwn({ path, code }: StructureFault, own: Section | undefined): boolean {
  return has(own, code === 'missing_key' ? path.slice(0, -1) : path);
}

function has(section: unknown, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (!isSection(section) || !Object.hasOwn(section, key)) return false;
  return rest.length === 0 || !isSection(section[String(key)]) || has(section[String(key)], rest);
}

function describe({ path, message, expected, suggestion }: StructureFault, stage: string): string {
  const parts = [
    message,
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(suggestion === undefined ? [] : [`did you mean ${quote(suggestion)}?`]),
  ];
  return `cdk.json: ${placeOf(stage, path)}: ${parts.join('; ')}`;
}

function placeOf(stage: string, path: readonly PropertyKey[]): string {
  return [SETTINGS_KEY, stage, ...path.map(String)].map((key) => JSON.stringify(key)).join(' → ');
}
