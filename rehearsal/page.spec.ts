import { compare } from '../domain/rehearsal/compare.js';
import { SILENT } from '../domain/rehearsal/conduct.js';
import { heard, rehearsed } from '../test/support/rehearsed.js';
import { page } from './page.js';

const findings = rehearsed([heard('+0:00'), heard('+1:00', { sector: 'UA-59' })], 'seed', SILENT);

it('stands alone: four plots, no script, nothing fetched', () => {
  const html = page(findings, { title: 'events.csv' });
  expect(html.match(/<svg /g)).toHaveLength(4);
  expect(html.match(/<script|<link|<img|src=|href=|url\(|@import/g)).toBeNull();
  expect(html.includes('content="default-src &#39;none&#39;')).toBe(true);
  expect(html.includes('REHEARSAL')).toBe(true);
});

it('puts no foreign text into the page as markup', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&';
  const [first] = findings.offices;
  if (!first) throw new Error('Somebody was told.');
  const offices = [{ ...first, office: hostile, name: { en: hostile, uk: hostile } }];
  const html = page({ ...findings, offices }, { title: hostile });
  expect(html.includes('<img')).toBe(false);
  expect(html.includes('&#60;img src=x onerror=alert(1)&#62;&#34;&#39;&#38;')).toBe(true);
});

it('shows the other plan beside it', () => {
  const other = rehearsed([heard('+0:00')], 'strict-recorded', SILENT);
  const against = { findings: other, comparison: compare(findings, other) };
  expect(page(findings, { title: 'events.csv', against }).includes('would have done instead')).toBe(true);
});

it('has every mark of its plots within the plot', () => {
  const html = page(findings, { title: 'events.csv' });
  const places = [...html.matchAll(/ (?:x|x1|x2|y|y1|y2)="([^"]+)"/g)].map(([, value]) => Number(value));
  expect(places.length).toBeGreaterThan(100);
  expect(places.filter((value) => !(value >= 0 && value <= 1000))).toEqual([]);
});

it('says so where no case opened', () => {
  const html = page(rehearsed([heard('+0:00', { standing: 'alleged' })]), { title: 'events.csv' });
  expect(html.match(/<svg /g)).toHaveLength(2);
  expect(html.includes('No case opened')).toBe(true);
});
