/**
 * The log of the record: its checkpoint and its tiles as any program for such logs reads them (C2SP tlog-tiles, under
 * this address), proofs for whoever has none, and what witnesses cosigned.
 */
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { instant, ms } from '../../domain/instant.js';
import { parseCheckpoint } from '../../record/seal/checkpoint.js';
import type { Checkpoint } from '../../record/seal/checkpoint.js';
import { leafData } from '../../record/seal/leaf.js';
import { formatNote, formatVerifierKey, NoteFault, parseNote } from '../../record/seal/note.js';
import type { SignedNote, VerifierKey } from '../../record/seal/note.js';
import { proveStreams } from '../../record/seal/proof.js';
import { SEAL_KEYS } from '../../record/seal/streams.js';
import { entryLine } from '../../record/entry.js';
import type { SealedLog } from '../../record/seal/sealed-log.js';
import { entryBundle, hashTile, parseTilePath, TILE_WIDTH } from '../../record/seal/tiles.js';
import type { TileName } from '../../record/seal/tiles.js';
import { Open, Who } from '../access/access.guard.js';
import { requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import type { Log } from '../log/log.js';
import { Answers, Reads, Streams } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { Reply } from '../reply.js';
import { LOG, WITNESSES, WORLDS } from '../tokens.js';
import type { World } from '../worlds/world.js';
import {
  ConsistencyQuery,
  consistency,
  cosigned,
  CosignatureInput,
  inclusion,
  InclusionQuery,
  provenKeys,
  sealState,
  witnessList,
} from './seals.schema.js';
import { cosignedIn } from './witnesses.js';

const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

/** A tile's index in groups of three digits, and its width where it is not full: enough for 10^11 lines. */
const TILES = [
  'tile/:level/:one',
  'tile/:level/:one/:two',
  'tile/:level/:one/:two/:three',
  'tile/:level/:one/:two/:three/:four',
];

type TilePart = Partial<Record<'level' | 'one' | 'two' | 'three' | 'four', string>>;

@ApiTags('seals')
@Controller('api/v1/seals')
export class SealsController {
  constructor(
    @Inject(WORLDS) private readonly worlds: readonly World[],
    @Inject(WITNESSES) private readonly witnesses: readonly VerifierKey[],
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get()
  @Reads('The latest seal, and the keys of the log', sealState, ['not-found', 'unavailable'])
  async state(@Who() { world }: Caller): Promise<z.infer<typeof sealState>> {
    const { log, latest } = await world.seals.sealed();
    const { origin, size, root, at, note } = latest;
    return {
      origin,
      size,
      root: root.toString('hex'),
      ...(at === undefined ? {} : { at }),
      ageMs: Math.max(0, ms(world.clock.now()) - Date.parse(at ?? '')),
      keys: log.keys.map(({ key, from, to }) => ({
        key: formatVerifierKey(key),
        from,
        ...(to === undefined ? {} : { to }),
      })),
      checkpoint: note,
    };
  }

  @Get('checkpoint')
  @Streams('The latest checkpoint with every cosignature over it (C2SP tlog-checkpoint)', {
    'text/plain': { type: 'string', description: 'A signed note' },
  })
  async checkpoint(@Who() { world }: Caller, @Res() reply: FastifyReply): Promise<void> {
    const { latest } = await world.seals.sealed();
    const note = parseNote(latest.note);
    const signatures = [...note.signatures, ...world.witnesses.over(note.text)];
    void reply.type('text/plain; charset=utf-8').send(formatNote({ text: note.text, signatures }));
  }

  @Get(TILES)
  @Streams('A tile of the log, or a bundle of its leaves (C2SP tlog-tiles)', {
    'application/octet-stream': { type: 'string', description: 'Hashes of 32 bytes, or leaves behind their lengths' },
  })
  async tile(@Who() caller: Caller, @Param() part: TilePart, @Res() reply: FastifyReply): Promise<void> {
    const { level, one, two, three, four } = part;
    const name = parseTilePath(['tile', level, one, two, three, four].filter((said) => said !== undefined).join('/'));
    if (!name)
      throw new Problem('not-found', 'A log has no tile of this name; C2SP tlog-tiles says how they are named.');
    if (name.level === 'entries') requirePerson(caller, 'the leaves of the log');
    const { log, latest } = await caller.world.seals.sealed();
    const bytes = tileOf(log, latest.size, name);
    void reply
      .type('application/octet-stream')
      // What is full never changes.
      .header('cache-control', name.width === TILE_WIDTH ? 'private, max-age=31536000, immutable' : 'no-store')
      .send(bytes);
  }

  @Get('inclusion')
  @Reads('That a line of the record is in the log', inclusion, ['not-found', 'unavailable'])
  async inclusion(
    @Who() caller: Caller,
    @Query({ schema: InclusionQuery }) { stream, seq, size }: z.output<typeof InclusionQuery>,
  ): Promise<z.infer<typeof inclusion>> {
    requirePerson(caller, 'what is in the log');
    const { log, latest } = await caller.world.seals.sealed();
    const index = log.indexOf(stream, seq);
    const among = size ?? latest.size;
    if (index === undefined || index >= latest.size || index >= among || among > latest.size) {
      throw new Problem('not-found', `Entry ${seq} of ${stream} is not in the log of ${among} lines.`);
    }
    const path = hex(log.tree.inclusion(index, among));
    return { ...log.leaf(index), index, size: among, path, checkpoint: latest.note };
  }

  @Get('keys')
  @Reads('The entries of the log’s keys, with the proof that they are in it', provenKeys, ['not-found', 'unavailable'])
  async keys(@Who() { world }: Caller): Promise<z.infer<typeof provenKeys>> {
    const { log } = await world.seals.sealed();
    const proof = proveStreams(log, []);
    if (!proof) throw new Problem('not-found', 'The record has no seal yet; the first comes within a minute.');
    const lines = (await world.store.read(SEAL_KEYS)).map(entryLine).slice(0, log.endOf(SEAL_KEYS));
    return { proof, lines };
  }

  @Get('consistency')
  @Reads('That the log as it was is the beginning of the log as it is', consistency, ['not-found', 'unavailable'])
  async consistency(
    @Who() { world }: Caller,
    @Query({ schema: ConsistencyQuery }) query: z.output<typeof ConsistencyQuery>,
  ): Promise<z.infer<typeof consistency>> {
    const { log, latest } = await world.seals.sealed();
    const { from, to = latest.size } = query;
    if (from > to || to > latest.size) {
      throw new Problem('not-found', `The log has ${latest.size} lines; there is no proof from ${from} to ${to}.`);
    }
    return { from, to, path: hex(log.tree.consistency(from, to)) };
  }

  @Get('witnesses')
  @Reads('Who cosigns the log, and what each saw last', witnessList)
  list(@Who() { world }: Caller): z.infer<typeof witnessList> {
    return {
      witnesses: this.witnesses.map((key) => {
        const latest = world.witnesses.latestOf(key);
        const { name } = key;
        const seen = latest && { size: latest.size, at: instant(latest.seconds * 1000) };
        return { name, key: formatVerifierKey(key), ...(seen ? { latest: seen } : {}) };
      }),
    };
  }

  @Open()
  @Post('cosignatures')
  @Answers({
    says: 'Keep what a listed witness cosigned; its signature is the proof, and no key is needed',
    created: cosigned,
    problems: [
      'not-json',
      'too-large',
      'unsupported-media-type',
      'invalid',
      'forbidden',
      'not-found',
      'conflict',
      'unavailable',
    ],
  })
  async cosign(
    @Body({ schema: CosignatureInput }) input: z.output<typeof CosignatureInput>,
  ): Promise<Reply<z.infer<typeof cosigned>>> {
    const { note, checkpoint } = read(input.note);
    const found = cosignedIn(note, this.witnesses);
    if (!found) throw new Problem('forbidden', 'No witness that is listed here has signed this.');
    const world = this.worlds.find(({ seals }) => seals.latest?.origin === checkpoint.origin);
    if (!world) throw new Problem('not-found', `Here is no log of the name ${checkpoint.origin}.`);
    const { log, latest } = await world.seals.sealed();
    if (checkpoint.size > latest.size || !log.tree.root(checkpoint.size).equals(checkpoint.root)) {
      this.log.error({ witness: found.verifier.name, checkpoint: note.text }, 'A witness saw another log than this.');
      throw new Problem(
        'conflict',
        'This is no checkpoint of the log as it is here: there are two of them, or it was cut.',
      );
    }
    await world.witnesses.keep(found, world.clock.now());
    const at = instant(found.seconds * 1000);
    return Reply.created({ witness: found.verifier.name, size: found.size, at });
  }
}

/** @throws {Problem} */
function read(text: string): { note: SignedNote; checkpoint: Checkpoint } {
  try {
    const note = parseNote(text);
    return { note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (!(error instanceof NoteFault)) throw error;
    throw new Problem('invalid', error.message, { errors: [{ path: '/note', message: error.message }] });
  }
}

/** @throws {Problem} */
function tileOf(log: SealedLog, size: number, name: TileName): Buffer {
  const { level, index, width } = name;
  const first = index * TILE_WIDTH;
  const count = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  if (first + width > count) throw new Problem('not-found', `The log has ${size} lines, and no such tile yet.`);
  if (level !== 'entries') return hashTile(log.tree, name);
  return entryBundle(Array.from({ length: width }, (_, place) => leafData(log.leaf(first + place))));
}
