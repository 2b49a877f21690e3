import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { NEVER_ABORTED, outgoingMessage } from './channel.contract.js';
import { emailChannel } from './email.js';
import type { MailRig } from './rigs.contract.js';
import { openMailRig } from './rigs.contract.js';

describe('a mail', () => {
  let rig: MailRig;
  beforeEach(async () => {
    rig = await openMailRig();
  });
  afterEach(() => rig.close());

  it('says what it is in its headers, and the text comes before the HTML', async () => {
    const { kind } = await rig.channel.send(outgoingMessage(), rig.address, NEVER_ABORTED);
    expect(kind).toBe('handed-over');
    const [mail] = rig.mails;
    expect(mail?.messageId).toBe('<UA-23-test.n7@example.org>');
    expect(mail?.inReplyTo).toBe('<UA-23-test.n2@example.org>');
    expect(mail?.subject).toBe(outgoingMessage().subject);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.headers.get('x-holdfire-case')).toBe('UA-23-test');
    expect(mail?.headers.get('x-holdfire-exercise')).toBe('true');
    expect(mail?.headers.get('x-holdfire-requires')).toBe('acknowledge D1');
    expect(mail?.html).toContain('&lt;b&gt;&amp;');
  });

  it('goes to one mailbox or to none', async () => {
    for (const address of [
      'a@example.org, b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      'A <a@example.org>',
      'a',
    ]) {
      const { kind } = await rig.channel.send(outgoingMessage(), { kind: 'email', address }, NEVER_ABORTED);
      expect(kind).toBe('never');
    }
    expect(rig.mails).toHaveLength(0);
  });

  it('is tried again where there is no relay', async () => {
    const channel = emailChannel({ smtpUrl: 'smtp://127.0.0.1:1', from: 'holdfire@example.org' });
    const { kind, said } = await channel.send(outgoingMessage(), rig.address, NEVER_ABORTED);
    expect([kind, said]).toEqual(['try-later', expect.stringContaining('ECONNREFUSED')]);
    await channel.close();
  });

  it('comes again as the same mail where the line broke after the whole of it', async () => {
    rig.behave('drop');
    expect((await rig.channel.send(outgoingMessage(), rig.address, NEVER_ABORTED)).kind).toBe('try-later');
    rig.behave('accept');
    expect((await rig.channel.send(outgoingMessage(), rig.address, NEVER_ABORTED)).kind).toBe('handed-over');
    expect(rig.mails.map(({ messageId }) => messageId)).toEqual(Array(2).fill('<UA-23-test.n7@example.org>'));
  });

  it('is tried again where the relay will not have us: the message is not at fault', async () => {
    const channel = emailChannel({ smtpUrl: `smtp://127.0.0.1:${rig.port}`, from: 'stranger@example.org' });
    const { kind, said } = await channel.send(outgoingMessage(), rig.address, NEVER_ABORTED);
    expect([kind, said]).toEqual(['try-later', '530 Authentication required']);
    await channel.close();
  });

  it('is not waited for beyond the limit of the attempt, however busy the relay looks', async () => {
    const sockets: Socket[] = [];
    const relay = createServer((socket) => {
      sockets.push(socket);
      socket.write('220 here\r\n');
      const chatter = setInterval(() => socket.write('250-still here\r\n'), 50);
      socket.on('close', () => clearInterval(chatter)).on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => relay.once('listening', resolve));
    const smtpUrl = `smtp://127.0.0.1:${(relay.address() as AddressInfo).port}`;
    const channel = emailChannel({ smtpUrl, from: 'holdfire@example.org', limits: { attempt: 500 } });
    const before = Date.now();
    const { kind, said } = await channel.send(outgoingMessage(), rig.address, NEVER_ABORTED);
    expect([kind, said]).toEqual(['try-later', 'No answer within 0.5 s.']);
    expect(Date.now() - before).toBeLessThan(1500);
    await channel.close();
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => relay.close(resolve));
  });
});
