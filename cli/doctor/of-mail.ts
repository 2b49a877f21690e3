/** Whether the mail relays take a connection and our name; nothing is sent. */
import { createTransport } from 'nodemailer';
import type { Config } from '../../config/config.js';
import { well, wrong } from './finding.js';
import type { Finding } from './finding.js';

const PATIENCE_MS = 5000;

export async function ofMail({ smtpUrl, watchdog, production }: Config): Promise<Finding[]> {
  const none = 'The real world has no mail relay (HOLDFIRE_SMTP_URL) and sends no mail.';
  const real =
    smtpUrl === undefined ? [production ? wrong(none) : well(none)] : [await ofRelay('The mail relay', smtpUrl)];
  const relays = new Set(watchdog.targets.flatMap((target) => (target.kind === 'email' ? [target.smtpUrl] : [])));
  const others = await Promise.all([...relays].map((url) => ofRelay("The watchdog's relay", url)));
  const unheard = 'The watchdog has nobody to tell (HOLDFIRE_WATCHDOG_URL): it only logs.';
  const heard = watchdog.targets.length > 0 ? [] : [production ? wrong(unheard) : well(unheard)];
  return [...real, ...others, ...heard];
}

async function ofRelay(name: string, url: string): Promise<Finding> {
  // Without what may be a password.
  const { host } = new URL(url);
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
  });
  try {
    await transport.verify();
    return well(`${name} ${host} takes mail from here.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return wrong(`${name} ${host} does not take mail from here: ${reason}`);
  } finally {
    transport.close();
  }
}
