import fc from 'fast-check';

/** What can be done next: `%` is what there is by now, `@` a text inside of a macro. */
const OF_TEXT = [
  ...[
    'upper(%)',
    'ascii(%)',
    '(% + %)',
    '(% + user.title)',
    '(user.title + %)',
    '%.trim()',
    'pad(%, 100, "x")',
  ],
  ...['%.split("")', '%.split("")', '%.split(" ")', '%.split("", 9000)', '[%, %]', 'user.groups.map(x, %)'],
];
const OF_LIST = [
  ...[
    '(% + %)',
    '(% + user.groups)',
    '%.filter(x, x != "")',
    '%.filter(x, x in %)',
    '%.map(x, [x, x, x].join())',
  ],
  ...[
    '%.map(x, @)',
    '%.map(x, @ != "", @)',
    '%.map(x, [@, @, @].join(@))',
    '%.map(x, x.split("").join("--"))',
  ],
  ...['%.join()', '%.join(" ")', '%.join(user.title)', '%.map(x, [x, x, x, x])'],
];
const ENDS = ['%', 'size(%) > 5', '% == %', '%.exists(x, x == "" || x in % || % == [x])'];
const ITEMS = ['x', '(x + x)', '(x + user.title)', 'user.title', 'upper(x)', 'string(size(x))'];
const MAKES_LIST = /split|map|filter|^\[|user\.groups\)$/;

const choice = fc.nat(1_000);
const among = (list: readonly string[], at: number) => list[at % list.length] ?? '';

/**
 * Expressions that make much of what they are given, again and again: of one text many, of many one. As long as
 * a rules file may have them.
 */
export const hungryExpression: fc.Arbitrary<string> = fc
  .tuple(choice, fc.array(fc.tuple(choice, choice), { minLength: 2, maxLength: 12 }))
  .map(([end, steps]) => {
    let [source, isList] = ['user.title', false];
    for (const [step, item] of steps) {
      const template = among(isList ? OF_LIST : OF_TEXT, step);
      const next = template.replaceAll('@', among(ITEMS, item)).replaceAll('%', source);
      if (next.length > 1_900) break;
      isList = isList ? !template.startsWith('%.join') : MAKES_LIST.test(template);
      source = next;
    }
    return among(ENDS, end).replaceAll('%', source);
  })
  .filter((source) => source.length <= 2_000);
