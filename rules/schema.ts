import * as z from 'zod';

const LOGIN_PATTERN = /^(email|any|\[[^[\]\\^\s]+\]\+)$/;
const PATH = /^(user|appUser)\.[A-Za-z][A-Za-z0-9_]*$/;
/** What rules and sources may be called: their names stand in logs. */
export const RULE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Characters an expression may have; its nodes and depth are limited by the CEL environment. */
export const LONGEST_EXPRESSION = 2000;

const expression = (description: string) =>
  z
    .string()
    .min(1)
    .max(LONGEST_EXPRESSION)
    .meta({ description: `CEL expression: ${description}` });

const path = z
  .string()
  .regex(PATH, { error: 'user.<attribute> or appUser.<attribute>' })
  .meta({ description: 'An attribute of the Okta profile (user.…) or of the app profile (appUser.…)' });

const number = (description: string) => z.int().min(0).max(999_999_999).meta({ description });

const login = z
  .strictObject({
    candidates: z
      .array(expression('a login to try'))
      .max(50)
      .optional()
      .meta({ description: 'Logins to try, in this order; one that does not apply is skipped' }),
    numbered: expression('tried after the candidates with n = from … to; must use n').optional(),
    from: number('First n, 2 if absent').optional(),
    to: number('Last n, 99999 if absent').optional(),
    write: z
      .array(path)
      .min(1)
      .optional()
      .meta({ description: 'Where the login goes, [user.login] if absent' }),
  })
  .meta({ description: 'Gives the person the first candidate that is valid and free' });

const rule = z.strictObject({
  name: z
    .string()
    .regex(RULE_NAME, { error: 'up to 64 letters, digits and . _ -' })
    .meta({ description: 'Shown in traces, logs and errors; unique' }),
  when: expression('whether the rule fires; must be bool. Absent: always').optional(),
  set: z
    .record(path, expression('the value'))
    .optional()
    .meta({ description: 'Attributes and their new values; if one does not apply, the rule does not fire' }),
  login: login.optional(),
  otherwise: expression('the text of the error when no login is free').optional(),
  link: expression('the id of the match to link to').optional(),
  create: z.boolean().optional().meta({ description: 'true: create the person instead of linking' }),
  fail: expression('the text of the error Okta is answered with').optional(),
  stop: z.boolean().optional().meta({ description: 'true: no further rule runs after this one fired' }),
});

/** The structure of `rules/import.yaml`; names, types and expressions are checked by `rules/compile.ts`. */
export const importRulesSchema = z.strictObject({
  version: z.literal(1),
  person: expression('what identifies a person within an app; appUser.externalId if absent').optional(),
  attributes: z
    .array(path)
    .nullish()
    .meta({ description: "Attributes beyond Okta's standard profiles that expressions may read" }),
  loginPattern: z
    .string()
    .regex(LOGIN_PATTERN, { error: "email, any, or one character class with +, such as '[a-z0-9._@-]+'" })
    .optional()
    .meta({ description: 'What a login may look like; email if absent' }),
  whenUnknown: z
    .enum(['claim', 'fail', 'default'])
    .optional()
    .meta({ description: 'What happens when the directory cannot answer; claim if absent' }),
  onDeadline: z
    .enum(['error', 'default'])
    .optional()
    .meta({ description: 'What Okta is answered when time runs out; error if absent' }),
  rules: z.array(rule).max(200).nullish().meta({ description: 'Run in this order' }),
});

/** A rules file that passed {@link importRulesSchema}, expressions still as written. */
export type ImportRulesFile = z.infer<typeof importRulesSchema>;
