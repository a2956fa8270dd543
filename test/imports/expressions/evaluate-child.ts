import { createExpressionFactory } from '../../../lambda/imports/expressions/prepare.ts';
import { person } from './person.ts';

/** As much as one call can bring: attributes as long as may be, and 256 KB altogether. */
const largest = person({
  title: 'ǅ '.repeat(5_000),
  nickName: 'x'.repeat(10_000),
  groups: Array.from({ length: 1_000 }, (_, i) => `group ${i} `.repeat(18)),
});
const factory = createExpressionFactory();

process.on('message', (source: string) => process.send?.(outcomeOf(source)));

function outcomeOf(source: string) {
  try {
    return factory({ source, reads: [] }, 'dyn')(largest);
  } catch {
    return { kind: 'refused' };
  }
}
