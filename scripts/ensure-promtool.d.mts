export function foundPromtool(env?: NodeJS.ProcessEnv): string | undefined;
export function ensurePromtool(env?: NodeJS.ProcessEnv): string | undefined;
