/** Parties, offices and the kinds of their channels, with when each was last known to work; never keys or addresses. */
import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { dutyOver, gapsIn } from '../../domain/directory/duty.js';
import { plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { Refused } from '../../domain/refused.js';
import { Who } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { allowedRun } from '../commands/dry-run.js';
import { Publishes, Reads } from '../openapi/answers.js';
import { Problem, unavailable } from '../problem.js';
import { Reply } from '../reply.js';
import type { World } from '../worlds/world.js';

/** Of a roster, for whoever plans turns: four weeks, and the next few of them by name. */
const ROSTER_AHEAD_MS = 28 * 24 * 3600 * 1000;
const MOST_TURNS = 6;

const channelRow = z.object({
  kind: z.enum(['email', 'webhook']),
  verifiedAt: instantText.optional().describe('The last test that it took, or the date that the directory gives'),
  lastTest: z
    .object({ at: instantText, outcome: z.enum(['delivered', 'handed-over', 'failed', 'unsent']), said: z.string() })
    .optional(),
});
const dutySpan = z.object({
  turn: z.string().optional().describe('Absent: no turn; the office is reached over its own channels'),
  from: instantText,
  to: instantText,
});
const dutyRow = z.object({
  now: dutySpan,
  next: z.array(dutySpan).describe('The next turns'),
  gaps: z.array(dutySpan).describe('Where no turn is on duty, in the coming four weeks'),
});
const directoryAnswer = z
  .looseObject({
    version: z.int(),
    hash: z.string().describe('Of the part that cases carry'),
    publishedHash: z.string().describe('Of the whole directory, as it was published'),
    reach: z.record(z.string(), z.array(channelRow)).describe('By office: channels that reach people'),
    duty: z.record(z.string(), dutyRow).describe('By office: who is on duty, of those that have a roster'),
  })
  .meta({ id: 'Directory' });
const testAsked = z
  .object({
    noticeId: z.string().describe('Each channel has a message of its own'),
    office: z.string(),
    askedAt: instantText,
  })
  .meta({ id: 'TestNotice' });

@ApiTags('directory')
@Controller('api/v1/directory')
export class DirectoryController {
  @Get()
  @Reads('Parties, offices and kinds of channels; never keys or addresses', directoryAnswer)
  directory(@Who() { world }: Caller): object {
    const { directoryHash: hash, caseDirectory, directory } = world.settings;
    const { version } = directory;
    const publishedHash = world.publications.directoryHash ?? '';
    const ids = Object.keys(caseDirectory.offices);
    const reach = Object.fromEntries(ids.map((id) => [id, reachOf(world, id)]));
    const duty = Object.fromEntries(ids.flatMap((id) => dutyOf(world, id)));
    return { version, hash, publishedHash, ...caseDirectory, reach, duty };
  }

  @Post('offices/:office/test-notices')
  @Publishes(
    'Send a test over each channel of an office; for the watch, administrators and the office itself',
    'created',
    testAsked,
  )
  async test(@Asked() { world, actor, dryRun }: Ask, @Param('office') id: string): Promise<Reply<object>> {
    const office = world.offices.get(id);
    if (!office)
      throw new Problem('not-found', `There is no office ${id.slice(0, 63)}; GET /api/v1/directory lists them.`);
    const asking = world.offices.get(actor.office);
    const may = actor.office === id || actor.roles.includes('admin') || asking?.groups.includes('watch') === true;
    if (!may || actor.roles.includes('machine')) {
      throw new Refused('forbidden', 'Channels are tested by the watch, an administrator or the office itself.');
    }
    if (office.roles.includes('machine') || office.channels.every(({ kind }) => kind === 'logbook')) {
      throw new Refused('conflict', `${id} has no channel that reaches people; there is nothing to test.`);
    }
    if (dryRun) return Reply.ok({ ...allowedRun('Your office may test this.', []), told: [id] });
    const at = await world.clock.accept();
    const { organisation, person } = actor;
    const seq = await world.house.enter({ type: 'test-asked', at, of: id, office: actor.office, organisation, person });
    if (seq === undefined) throw unavailable('The record cannot be written now; the test goes out once it can.');
    return Reply.created({ noticeId: `${world.settings.agreement}.house-${seq}`, office: id, askedAt: at });
  }
}

/** Nothing where an office has no roster: it is reached over its own channels at all times. */
function dutyOf(world: World, id: string): [string, z.infer<typeof dutyRow>][] {
  const roster = world.settings.directory.rosters?.find(({ office }) => office === id);
  const zone = world.offices.get(id)?.timeZone;
  if (!roster || zone === undefined) return [];
  const now = world.clock.now();
  const spans = dutyOver(roster, zone, now, plus(now, ROSTER_AHEAD_MS));
  return [[id, { now: spans[0] ?? { from: now, to: now }, next: spans.slice(1, 1 + MOST_TURNS), gaps: gapsIn(spans) }]];
}

function reachOf(world: World, id: string): z.infer<typeof channelRow>[] {
  const tests = world.tests.of(id);
  const channels = world.offices.get(id)?.channels ?? [];
  return channels.flatMap((channel): z.infer<typeof channelRow>[] => {
    if (channel.kind === 'logbook') return [];
    const test = tests.find((one) => one.channel === channel.kind);
    const verifiedAt: Instant | undefined = test?.workedAt ?? channel.verifiedAt;
    const { at, outcome, said } = test ?? {};
    return [
      {
        kind: channel.kind,
        ...(verifiedAt === undefined ? {} : { verifiedAt }),
        ...(at !== undefined && outcome !== undefined ? { lastTest: { at, outcome, said: said ?? '' } } : {}),
      },
    ];
  });
}
