import { SECTORS, isSector } from './sectors.js';

it('has the 27 regions of ISO 3166-2:UA, each once', () => {
  expect(SECTORS).toHaveLength(27);
  expect(new Set(SECTORS.map(({ id }) => id)).size).toBe(27);
  expect(new Set(SECTORS.map(({ name }) => name.uk)).size).toBe(27);
});

it('counts Crimea and Sevastopol as Ukraine', () => {
  expect(SECTORS.find(({ id }) => id === 'UA-43')?.name.en).toBe('Autonomous Republic of Crimea');
  expect(SECTORS.find(({ id }) => id === 'UA-40')?.name.uk).toBe('Севастополь');
});

it.each([
  ['UA-23', true],
  ['UA-43', true],
  ['ua-23', false],
  ['UA-01', false],
  ['RU-CR', false],
  ['', false],
])('takes %p for a sector: %p', (id, expected) => {
  expect(isSector(id)).toBe(expected);
});
