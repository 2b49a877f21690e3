/** Reads of cases: folds of their entries. */
import { Controller, Get, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Who } from '../access/access.guard.js';
import { requirePerson, requireReader } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { viewOf } from '../commands/view-of.js';
import { askingBy } from '../house/asking.js';
import { Reads } from '../openapi/answers.js';
import { newerPlanFor } from './newer-plan.js';
import { MANIFEST } from '../../record/bundle/bundle-files.js';
import { sentStream } from '../../workflows/messages.js';
import { CaseId, CasesQuery, RecordQuery, TimelineQuery } from '../schema.js';
import { SETTINGS } from '../tokens.js';
import type { ApiSettings } from '../tokens.js';
import type { CaseView } from '../worlds/case-views.js';
import type { World } from '../worlds/world.js';
import { caseDocumentOf } from './case-document.js';
import { listOf } from './case-list.js';
import { caseDocument, caseList, instantText, noticeRow, recordEntry } from './case.schema.js';
import type { CaseDocument, NoticeRow } from './case.schema.js';
import { noticesOf } from './notices.js';

const timeline = z.object({ entries: z.array(recordEntry), next: z.int().optional() }).meta({ id: 'Timeline' });
const notices = z.object({ notices: z.array(noticeRow) }).meta({ id: 'Notices' });
const histories = z
  .object({
    workflowId: z.string(),
    runs: z.array(
      z.object({
        runId: z.string(),
        exportedAt: instantText.optional().describe('From the record; absent: from Temporal, now'),
        lost: z.literal(true).optional().describe('Temporal had deleted it before it was exported'),
        erased: z.literal(true).optional().describe('By decision, with the words of its case'),
        history: z.unknown(),
        links: z
          .array(
            z.object({
              seq: z.int(),
              command: z.int().optional().describe('The event that brought its command'),
              carried: z.int().optional().describe('The first activity that carried it to the record'),
            }),
          )
          .optional()
          .describe("Entries of the record by the ids of this history's events"),
      }),
    ),
  })
  .meta({ id: 'Histories', description: 'Each run as `temporal workflow show --output json` prints it.' });
const caseRecord = z
  .object({
    format: z.literal('holdfire-record/1'),
    caseId: z.string(),
    entries: z.array(recordEntry),
    sent: z.array(recordEntry).describe('What came of its notices, by who sent them'),
    keys: z.array(recordEntry).describe('Entries of the house that say which keys the API stamped with'),
    objects: z.record(z.string(), z.unknown()).describe('Plans and directories by their hash'),
    texts: z.record(z.string(), z.string()).describe('Lines of the texts beside its entries, by their hash'),
    erasures: z.array(recordEntry).describe('Which texts of the record were erased, and by whose decision'),
    histories: z.array(recordEntry).describe("Which of Temporal's histories are on record"),
    house: z.array(recordEntry).describe('What happened to the case past its own entries'),
    workers: z.array(recordEntry).describe('Starts of the programs that may have run it'),
    publications: z.array(recordEntry).describe('How its plans came into force'),
    files: z.record(z.string(), z.string()).describe('SHA-256 of every file of the bundle, by its name'),
  })
  .meta({ id: 'CaseRecord' });

/** Entries of one answer where nothing else is asked for. */
const PAGE = 1000;

@ApiTags('cases')
@Controller('api/v1/cases')
export class CasesController {
  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  @Get()
  @Reads('Cases, soonest next instant first, none last', caseList)
  list(
    @Who() caller: Caller,
    @Query({ schema: CasesQuery }) query: z.output<typeof CasesQuery>,
  ): z.infer<typeof caseList> {
    requirePerson(caller, 'the list of cases');
    return listOf(caller.world.views, query);
  }

  @Get(':caseId')
  @Reads('A case in full, with what you may do in it', caseDocument, ['not-found'])
  async one(@Who() caller: Caller, @Param('caseId', { schema: CaseId }) caseId: string): Promise<CaseDocument> {
    const { actor, world } = caller;
    const view = await readable(caller, caseId);
    const newer = newerPlanFor(world, view.state);
    const document = caseDocumentOf(view, actor, world.clock.now());
    const temporal = { ...document.temporal, ...this.uiOf(document.temporal) };
    const erasures = erasuresOf(world, caseId);
    return {
      ...document,
      temporal,
      ...(newer ? { newerPlan: newer } : {}),
      ...(erasures.length > 0 ? { erasures } : {}),
    };
  }

  /** Under Temporal's own interface, a workflow stands under its namespace and id. */
  private uiOf({ namespace, workflowId }: CaseDocument['temporal']): { uiUrl?: string } {
    const { temporalUi } = this.settings;
    if (temporalUi === undefined) return {};
    const path = `namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
    return { uiUrl: `${temporalUi.replace(/\/$/, '')}/${path}` };
  }

  @Get(':caseId/timeline')
  @Reads('The entries of its record', timeline, ['not-found'])
  async timeline(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Query({ schema: TimelineQuery }) { after, limit = PAGE }: z.output<typeof TimelineQuery>,
  ): Promise<z.infer<typeof timeline>> {
    await readable(caller, caseId);
    const entries = await caller.world.views.entries(caseId, after + 1);
    const page = entries.slice(0, limit);
    const last = page.at(-1);
    return { entries: page, ...(last && page.length < entries.length ? { next: last.seq } : {}) };
  }

  @Get(':caseId/notices')
  @Reads('Who was told what over which channel, and what came of it', notices, ['not-found'])
  async notices(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
  ): Promise<{ notices: NoticeRow[] }> {
    const { state } = await readable(caller, caseId);
    const { views } = caller.world;
    const [entries, sent] = await Promise.all([views.entries(caseId), views.outcomes(caseId)]);
    return { notices: noticesOf(caseId, state.directory, entries, sent) };
  }

  @Get(':caseId/history')
  @Reads("Temporal's own history of every run, also after Temporal deleted it", histories, ['not-found', 'unavailable'])
  async history(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
  ): Promise<z.infer<typeof histories>> {
    const view = await readable(caller, caseId);
    return { workflowId: view.workflowId, runs: await caller.world.histories.of(view) };
  }

  @Get(':caseId/record')
  @Reads(
    'The bundle for the auditor: its entries with all that they name; as one file with `format=tar.gz`',
    caseRecord,
    ['not-found', 'unavailable'],
  )
  async record(
    @Who() caller: Caller,
    @Param('caseId', { schema: CaseId }) caseId: string,
    @Query({ schema: RecordQuery }) { format }: z.output<typeof RecordQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof caseRecord> | StreamableFile> {
    await readable(caller, caseId);
    const { bundles } = caller.world;
    const gathered = await bundles.gather(caseId);
    const files = await bundles.files(gathered);
    const manifest = Buffer.from(files.get(MANIFEST) ?? []).toString('utf8');
    await bundles.handedOut(askingBy(caller), caseId, manifest);
    if (format === 'tar.gz') {
      const disposition = `attachment; filename="${caseId}.tar.gz"`;
      return new StreamableFile(bundles.archive(caseId, files), { type: 'application/gzip', disposition });
    }
    void reply.header('content-disposition', `attachment; filename="${caseId}.record.json"`);
    const { entries, sent, keys, objects, texts, erasures, histories, house, workers, publications } = gathered;
    const parts = { caseId, entries, sent, keys, objects, texts, erasures, histories, house, workers, publications };
    return { format: 'holdfire-record/1', ...parts, ...(JSON.parse(manifest) as { files: Record<string, string> }) };
  }
}

/** What was taken out of its record, by whose decision. */
function erasuresOf({ erasures }: World, caseId: string): NonNullable<CaseDocument['erasures']> {
  const streams = [`case/${caseId}`, sentStream(caseId)];
  return erasures.of(streams).map(({ id, reason, entry = 0, signatures, texts }) => ({
    erasureId: id,
    entry,
    at: signatures.at(-1)?.at ?? '',
    offices: signatures.map(({ office }) => office),
    reason,
    texts: texts.filter(({ stream }) => streams.includes(stream)).length,
  }));
}

async function readable(caller: Caller, caseId: string): Promise<CaseView> {
  const view = await viewOf(caller.world, caseId);
  requireReader(caller, view.state);
  return view;
}
