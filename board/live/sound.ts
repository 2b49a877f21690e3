/** Two tones, made here: no file is fetched, and nothing sounds before a person has switched it on. */

/** The first tone and the one that follows, hertz; a falling third carries through a room without startling. */
const TONES = [880, 698.5];
const TONE_S = 0.35;
const LOUD = 0.25;

let context: AudioContext | undefined;

/** A browser lets a page sound only after a person has pressed something. */
export async function enableSound(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
}

export function chime(): void {
  if (!context) return;
  const start = context.currentTime;
  for (const [index, frequency] of TONES.entries()) {
    const at = start + index * TONE_S;
    const tone = new OscillatorNode(context, { type: 'sine', frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + TONE_S);
  }
}
