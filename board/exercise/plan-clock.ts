/** Spans of an exercise as people read them: hours and minutes of the plan, seconds of the wall. */

/** `+24:05`, elapsed in the plan. Hours never turn into days. */
export function planClock(span: number): string {
  const minutes = Math.floor(Math.abs(span) / 60_000);
  const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `${span < 0 ? '−' : '+'}${text}`;
}

/** `0.3 s`, `75 s`, `12 min`: by the clock on the wall. */
export function wallSpan(span: number, language: 'en' | 'uk'): string {
  const [second, minute, hour] = language === 'en' ? ['s', 'min', 'h'] : ['с', 'хв', 'год'];
  if (span < 10_000) return `${(span / 1000).toFixed(1)} ${second}`;
  if (span < 120_000) return `${Math.round(span / 1000)} ${second}`;
  if (span < 7_200_000) return `${Math.round(span / 60_000)} ${minute}`;
  return `${(span / 3_600_000).toFixed(1)} ${hour}`;
}
