import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it('quotes commas, quotes, line ends and outer blanks, and nothing else', () => {
    expect(csvLine(['plain', 'a,b', 'say "x"', 'two\nlines', ' blank', '', undefined, 7, true, ['a', 'b']])).toBe(
      'plain,"a,b","say ""x""","two\nlines"," blank",,,7,true,a b\r\n',
    );
  });

  it('lets no cell be a formula', () => {
    const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '=HYPERLINK("http://x","y")'];
    for (const cell of cells) {
      const line = csvLine([cell]);
      expect(line.replace(/^"/, '')[0]).toBe("'");
    }
    expect(csvLine([['=a', 'b']])).toBe("'=a b\r\n");
    expect(csvLine([-5])).toBe('-5\r\n');
  });
});
