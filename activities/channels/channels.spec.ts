import { channelContract } from './channel.contract.js';
import { CHANNELS } from './registry.js';
import { RIGS } from './rigs.contract.js';

for (const kind of Object.keys(CHANNELS) as (keyof typeof CHANNELS)[]) channelContract(kind, RIGS[kind]);
