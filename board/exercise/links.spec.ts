import { piecesOf } from './links.js';

const here = 'http://127.0.0.1:8080/exercise';
const linked = (text: string) => piecesOf(text, here).flatMap(({ href }) => href ?? []);

it('makes links of addresses of this host, without the sentence around them', () => {
  const pieces = piecesOf('Acknowledge: http://127.0.0.1:8080/a/abc.d_1. Thank you.', here);
  expect(pieces).toEqual([
    { text: 'Acknowledge: ' },
    { text: 'http://127.0.0.1:8080/a/abc.d_1', href: '/a/abc.d_1' },
    { text: '. Thank you.' },
  ]);
  expect(linked('http://localhost:8080/cases/c')).toEqual(['/cases/c']);
});

it.each([
  'https://evil.example/a/x',
  'http://127.0.0.1:8080@evil.example/a/x',
  'http://127.0.0.1:8080.evil.example/a/x',
  'http://user@127.0.0.1:8080/a/x',
  'http://127.0.0.1:9/a/x',
  'javascript:alert(1)',
  'http://[',
])('leaves %s as the text that it is', (text) => {
  expect(linked(text)).toEqual([]);
  expect(
    piecesOf(text, here)
      .map((one) => one.text)
      .join(''),
  ).toBe(text);
});
