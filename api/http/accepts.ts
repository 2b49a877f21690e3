/** Whether a reader takes what the API writes (RFC 9110, 12.5.1). Pages and files outside `/api/v1` are what they are. */
const TAKEN = new Set(['*/*', 'application/*', 'application/json', 'application/problem+json']);

export function acceptsJson(url: string, accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '' || !url.startsWith('/api/v1')) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))) return false;
    return TAKEN.has(type) || type.endsWith('+json') || (type === 'text/event-stream' && isStream(url));
  });
}

const isStream = (url: string): boolean => /^\/api\/v1\/events(\?|$)/.test(url);
