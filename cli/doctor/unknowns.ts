import type { Unknown } from './evidence.ts';

/**
 * Reads the questions of `docs/unknowns.md`: each a heading `## 1. …?`; one is tested when its section has a line that
 * starts with `*Result:*` and goes on.
 */
export function readUnknowns(text: string): readonly Unknown[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n', 1)[0]?.trim() ?? '',
      tested: /^\*Result:\*[^\S\n]*\S/m.test(section),
    }));
}
