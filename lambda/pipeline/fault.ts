import type { Fault } from './exchange.ts';

const NAME = /^[A-Z][A-Za-z0-9]{0,63}$/;
const CODE = /^E[A-Z][A-Z0-9_]{1,62}$/;
/** `    at name (file:line:column)` or `    at file:line:column`, as V8 writes frames. */
const FRAME = /^ {4}at (?:[\w.<>$ [\]]{1,120} \()?(?:file:\/\/|node:)?[\w./@+:-]{1,300}:\d+:\d+\)?$/;
const FRAMES_KEPT = 12;

/**
 * What may be logged of anything that was thrown: a name and a code that look like one, and the frames of
 * the stack. Never the message and never the cause, which hold profile values. Never throws.
 */
export function describeFault(thrown: unknown): Fault {
  try {
    const { name, code, message, stack } = Object(thrown) as Record<string, unknown>;
    return {
      ...(typeof name === 'string' && NAME.test(name) && { name }),
      ...(typeof code === 'string' && CODE.test(code) && { code }),
      frames: framesOf(stack, message),
    };
  } catch {
    return { frames: [] };
  }
}

/** The message is cut off first: a message of several lines may look like frames. */
function framesOf(stack: unknown, message: unknown): readonly string[] {
  if (typeof stack !== 'string') return [];
  const start = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const below = start < 0 ? stack : stack.slice(start + String(message).length);
  return below
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, FRAMES_KEPT)
    .map((line) => line.trim());
}
