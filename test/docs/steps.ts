import { type Block, linesOf } from './markdown.ts';

/** What is not typed here, and why. */
const NOT_TYPED: readonly (readonly [RegExp, why: string])[] = [
  [
    /^(npm ci && )?npm (ci|test|run (test|bench|deploy|synth|mutants)\b.*)$/,
    'longer than a page should take, or tests itself',
  ],
  [/OKTA_DOMAIN=/, 'names an org that is not ours; without it the stand-in org is asked'],
  [/hooks\.example\.com|--from-okta/, 'calls a service in AWS, or an org'],
];

/** A block as it is typed, with what the page shows and says of it. */
export interface Step {
  readonly lines: readonly string[];
  readonly shown: string | undefined;
  /** The exit code of every line that comes to an end: 0, unless the page says beside the block that "it ends with 3". */
  readonly ends: number;
}

/** What a reader does on a page from the first block to the last: types a block, or changes the rules as it shows. */
export function stepsOf(blocks: readonly Block[]): readonly (Step | Block)[] {
  return blocks.flatMap((block, index): (Step | Block)[] => {
    if (block.language === 'yaml') return [block];
    if (block.language !== 'sh') return [];
    const next = blocks[index + 1];
    const output = next && (next.language === '' || next.language === 'text') ? next : undefined;
    const lines = linesOf(block).filter((line) => !NOT_TYPED.some(([pattern]) => pattern.test(line)));
    return lines.length > 0 ? [{ lines, shown: output?.text, ends: endSaid(beside(block, output)) }] : [];
  });
}

/** The exit code that a text says of the commands beside it; it speaks of other commands by their names. */
function endSaid(text: string): number {
  const [, code = '0'] = /\b(?:it|both|the last one) ends? with (\d)\b/i.exec(text) ?? [];
  return Number(code);
}

/** A paragraph that ends with a colon is about the block below it, any other one about the block above. */
const leadsOn = (paragraph: string) => paragraph.trimEnd().endsWith(':');

/** What a page says of a block and its output. */
function beside(block: Block, output: Block | undefined): string {
  const above = block.before.slice(-1).filter(leadsOn);
  const between = output ? block.after : [];
  const below = (output ?? block).after.slice(0, 1).filter((paragraph) => !leadsOn(paragraph));
  return [...above, ...between, ...below].join('\n');
}
