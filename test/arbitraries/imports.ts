import fc from 'fast-check';

const name = fc.constantFrom('Ann', 'José', 'Jose', 'O’Brien', 'Li', 'Ørsted', 'Núñez');
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

/** An app profile of a small world, in which people share names, logins and ids all the time. */
export const appProfile = fc.record({
  externalId: orNull(fc.nat({ max: 30 }).map((n) => `e${n}`)),
  firstName: orNull(name),
  lastName: orNull(name),
  middleName: orNull(fc.constantFrom('Jo', 'É')),
  email: orNull(
    fc
      .tuple(name, fc.constantFrom('example.com', 'example.org', 'nowhere'))
      .map(([local, domain]) => `${local.toLowerCase().replace('’', '')}@${domain}`),
  ),
});

/** What a service may answer that knows some ids and means no good. */
export const hookAnswer = (ids: readonly string[]) => {
  const command = fc.oneof(
    fc.record({
      type: fc.constantFrom('com.okta.user.profile.update', 'com.okta.appUser.profile.update'),
      value: fc.record({ login: fc.constantFrom('ann@example.com', 'x', 'new@example.com', null, 7) }),
    }),
    fc.record({
      type: fc.constant('com.okta.action.update'),
      value: fc.record({ result: fc.constantFrom('LINK_USER', 'CREATE_USER', 'DELETE_USER') }),
    }),
    fc.record({
      type: fc.constant('com.okta.user.update'),
      value: fc.record({ id: fc.constantFrom(...ids, '00unobody') }),
    }),
    fc.record({ type: fc.string(), value: fc.anything() }),
    fc.anything(),
  );
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ commands: fc.array(command, { maxLength: 4 }) }) },
    fc.record({ error: fc.oneof(fc.anything(), fc.record({ errorSummary: fc.string() })) }),
    fc.anything(),
  );
};
