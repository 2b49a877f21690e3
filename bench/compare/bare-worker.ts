/** The worker of the bare workload, a process of its own: `node bare-worker.js ADDRESS NAMESPACE SMTP_PORT`. */
import { fileURLToPath } from 'node:url';
import { heartbeat } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createTransport } from 'nodemailer';

export const BARE_QUEUE = 'bare';

export type Tell = (told: { caseId: string; topic: string; phase?: number; offices: number }) => Promise<void>;

/** About as long as a notice of Holdfire, text and HTML together. */
const TEXT = 'A ceasefire violation is on record. Please acknowledge that you have read this.\n'.repeat(40);

async function main([address = '', namespace = '', smtpPort = '']: readonly string[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const mail = createTransport({
    pool: true,
    host: '127.0.0.1',
    port: Number(smtpPort),
    maxConnections: 10,
    maxMessages: 100,
    ignoreTLS: true,
  });
  const tell: Tell = async ({ caseId, topic, phase, offices }) => {
    const one = async (office: number): Promise<void> => {
      await mail.sendMail({
        from: 'bare@localhost',
        to: `${topic}-${office}@localhost`,
        subject: topic,
        messageId: `<${caseId}-${topic}-${phase ?? 1}-${office}@localhost>`,
        headers: { 'X-Holdfire-Case': caseId, 'X-Holdfire-Topic': topic },
        text: TEXT,
      });
      heartbeat(office);
    };
    await Promise.all(Array.from({ length: offices }, (_, index) => one(index + 1)));
  };
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: BARE_QUEUE,
    workflowsPath: fileURLToPath(new URL('bare.workflow.js', import.meta.url)),
    activities: { tell },
    maxCachedWorkflows: 500,
  });
  process.send?.('ready');
  await worker.run();
  await connection.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
