import * as z from 'zod/mini';

/** Okta's name for the password import inline hook. */
export const PASSWORD_EVENT_TYPE = 'com.okta.user.credential.password.import';

/**
 * The call Okta makes at the first sign-in of a person who was created for the hook. The username is what the
 * person typed: perhaps a short name, perhaps in another case. Unknown fields pass.
 *
 * Source: Okta, "Password import inline hook reference".
 */
export const passwordRequestSchema = z.looseObject({
  eventId: z.optional(z.nullable(z.string())),
  eventType: z.literal(PASSWORD_EVENT_TYPE),
  data: z.looseObject({
    context: z.looseObject({
      request: z.optional(
        z.nullable(
          z.looseObject({
            id: z.optional(z.nullable(z.string())),
            ipAddress: z.optional(z.nullable(z.string())),
          }),
        ),
      ),
      credential: z.looseObject({ username: z.string(), password: z.string() }),
    }),
  }),
});

/** A password import call that passed {@link passwordRequestSchema}. */
export type PasswordRequest = z.infer<typeof passwordRequestSchema>;
