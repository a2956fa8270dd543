import os from 'node:os';

/** What the figures were measured on; nothing that names the machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
  };
}

/** One sentence about it. */
export function describeMachine({ cpu, cores, memoryGigabytes, platform, node }: Machine): string {
  return `${cores} cores (${cpu}), ${memoryGigabytes} GB, ${platform}, Node ${node}`;
}
