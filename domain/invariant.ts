/** A bug, in the sense of HOUSE: in workflow code the task is retried and the case waits, intact, for fixed code. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** The last branch of an exhaustive switch: a new union member stops the compiler here. */
export function never(value: never): never {
  throw new Error(`Invariant broken: unexpected ${JSON.stringify(value)}`);
}
