import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { type Synthesised, type SynthesisedFunction, synthesise } from '../infra/synthesised.ts';
import { isRuntimeBuilt, openWorld, type World } from './world.ts';

const BUILD = 'npm ci --prefix test/runtime';

/** What the tests of a function work with. */
export interface Proof {
  /** The function as it was synthesised. */
  readonly hook: () => SynthesisedFunction;
  /** Starts it in a world of its own, which is closed after the test. */
  readonly open: (options?: Parameters<typeof openWorld>[1]) => Promise<World>;
}

/**
 * A describe block about a synthesised function, whose logical id begins with `id`, under Lambda's own runtime
 * client: skipped, and said so, where that is not built; never in CI.
 */
export function prove(id: string, title: string, tests: (proof: Proof) => void): void {
  if (!isRuntimeBuilt) {
    if (process.env['CI']) throw new Error(`the runtime proof needs Lambda's runtime client: ${BUILD}`);
    process.stderr.write(`SKIPPED: the runtime proof. Lambda's runtime client is not built here: ${BUILD}\n`);
  }
  (isRuntimeBuilt ? describe : describe.skip)(title, () => {
    let stack: Synthesised | undefined;
    const worlds: World[] = [];
    const hook = () => {
      const found = stack?.functions.find(({ logicalId }) => logicalId.startsWith(id));
      if (!found) throw new Error(`the template has no function ${id}`);
      return found;
    };

    beforeAll(async () => {
      stack = await synthesise();
    }, 60_000);
    afterEach(async () => {
      for (const { close } of worlds.splice(0)) await close();
    });
    afterAll(() => stack?.remove());

    tests({
      hook,
      open: async (options) => {
        const world = await openWorld(hook(), options);
        worlds.push(world);
        return world;
      },
    });
  });
}
