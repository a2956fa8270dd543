import * as z from 'zod/mini';

/** Okta's name for the user import inline hook. */
export const IMPORT_EVENT_TYPE = 'com.okta.import.transform';

const profile = z.record(z.string(), z.unknown());
const listOf = <Item extends z.ZodMiniType>(item: Item) => z._default(z.nullable(z.array(item)), null);
const matchId = z.union([z.string(), z.looseObject({ id: z.string() })]);

/**
 * The call Okta makes for each person it imports, as loose as Okta is: unknown fields pass, lists may be
 * null or absent, profile values are anything JSON has, an item of `matches` is an id or an object with one.
 *
 * Source: Okta, "User import inline hook reference".
 */
export const importRequestSchema = z.looseObject({
  eventId: z.optional(z.nullable(z.string())),
  eventType: z.literal(IMPORT_EVENT_TYPE),
  data: z.looseObject({
    context: z.looseObject({
      conflicts: listOf(z.string()),
      application: z.looseObject({ id: z.string() }),
      job: z.optional(z.nullable(z.looseObject({ id: z.string() }))),
      matches: listOf(matchId),
      policy: listOf(z.string()),
    }),
    action: z.looseObject({ result: z.enum(['CREATE_USER', 'LINK_USER']) }),
    appUser: z.looseObject({ profile }),
    user: z.looseObject({ id: z.optional(z.nullable(z.string())), profile }),
  }),
});

/** A user import call that passed {@link importRequestSchema}. */
export type ImportRequest = z.infer<typeof importRequestSchema>;

/** What Okta does with an imported person: create an Okta user, or link to an existing one. */
export type ImportAction = ImportRequest['data']['action']['result'];
