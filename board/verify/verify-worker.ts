/** In a thread of its own: takes a record as the API hands it out, and answers what its check finds. */
import { verifyHandedOut } from '../../record/verify/handed-out.js';
import type { HandedOutRecord } from '../../record/verify/handed-out.js';

addEventListener('message', ({ data }: MessageEvent<HandedOutRecord>) => postMessage(verifyHandedOut(data)));
