/** JSON Pointers (RFC 6901): places within a JSON value. */

const stepsOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The pointer to a member of what is at `pointer`. */
export const below = (pointer: string, member: string): string =>
  `${pointer}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** `undefined` where there is no such place. */
export function valueAt(whole: unknown, pointer: string): unknown {
  let value = whole;
  for (const step of stepsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** A copy with another value in that place, made along the way to it; a place that is not there stays away. */
export function withAt(whole: unknown, pointer: string, value: unknown): unknown {
  if (valueAt(whole, pointer) === undefined) return whole;
  const put = (within: unknown, [step = '', ...rest]: readonly string[]): unknown => {
    const part = rest.length === 0 ? value : put((within as Record<string, unknown>)[step], rest);
    if (Array.isArray(within)) return within.map((one: unknown, index) => (String(index) === step ? part : one));
    return { ...(within as object), [step]: part };
  };
  return put(whole, stepsOf(pointer));
}
