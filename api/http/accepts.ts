/** Whether a reader takes what the API writes (RFC 9110, 12.5.1). Pages and files outside `/api/v1` are what they are. */
const TAKEN = new Set(['*/*', 'application/*', 'application/json', 'application/problem+json']);

export function acceptsJson(url: string, accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '' || !url.startsWith('/api/v1')) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter))) return false;
    return TAKEN.has(type) || type.endsWith('+json') || OTHERS.some((one) => one.type === type && one.of.test(url));
  });
}

/** What a few routes write beside JSON. */
const OTHERS = [
  { type: 'text/event-stream', of: /^\/api\/v1\/events(\?|$)/ },
  { type: 'text/csv', of: /^\/api\/v1\/exports(\?|$)/ },
  { type: 'text/plain', of: /^\/api\/v1\/seals\/checkpoint(\?|$)/ },
  { type: 'application/octet-stream', of: /^\/api\/v1\/seals\/tile\// },
  { type: 'application/jsonl', of: /^\/api\/v1\/exports(\?|$)/ },
];
