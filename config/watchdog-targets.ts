/** Where the watchdog speaks up, as `HOLDFIRE_WATCHDOG_URL` names it: webhooks, or mailboxes behind a relay. */
export type WatchdogTarget =
  | { kind: 'webhook'; url: string; secret: string }
  /** `smtpUrl` is that of the relay alone. */
  | { kind: 'email'; smtpUrl: string; address: string };

const MOST_TARGETS = 10;
const WANTED =
  'https://HOST/PATH or smtp(s)://[USER:PASSWORD@]RELAY[:PORT]/ADDRESS@DOMAIN, several with blanks between';
const ADDRESS = /^[^\s<>,;:"()[\]\\@\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,253}$/u;

/** `fault` completes a sentence that begins with the variable's name; it never repeats a value, which may be secret. */
export function watchdogTargets(
  text: string,
  secret: string | undefined,
  production: boolean,
): { targets: WatchdogTarget[] } | { fault: string } {
  const urls = text.split(/[\s]+/).filter(Boolean);
  if (urls.length > MOST_TARGETS) return { fault: `names ${urls.length} places; at most ${MOST_TARGETS} are told` };
  const targets: WatchdogTarget[] = [];
  for (const [index, url] of urls.entries()) {
    const target = targetOf(url, secret, production);
    if (typeof target === 'string') return { fault: `cannot be used: number ${index + 1} ${target}` };
    targets.push(target);
  }
  return { targets };
}

function targetOf(text: string, secret: string | undefined, production: boolean): WatchdogTarget | string {
  if (!URL.canParse(text)) return `is no address; ${WANTED} is needed`;
  const url = new URL(text);
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      if (url.protocol === 'http:' && production) return 'is http://; production needs https://';
      if (secret === undefined) return 'is a webhook, and HOLDFIRE_WATCHDOG_SECRET is missing';
      return { kind: 'webhook', url: text, secret };
    case 'smtp:':
    case 'smtps:': {
      const address = decodeURIComponent(url.pathname.slice(1));
      if (!ADDRESS.test(address)) return `names no mail address in its path; ${WANTED} is needed`;
      url.pathname = '';
      return { kind: 'email', smtpUrl: url.toString().replace(/\/+$/, ''), address };
    }
    default:
      return `is neither webhook nor mail; ${WANTED} is needed`;
  }
}

/** Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (encoded === undefined) return false;
  const bytes = Buffer.from(encoded, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}
