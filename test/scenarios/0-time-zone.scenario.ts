/** The zone of this run really is another one: what Kyiv's clock shows at T0 + 24 h differs in each. */
const AT = new Date('2027-03-28T20:00:00.000Z');
const HOURS: Record<string, number> = { UTC: 20, 'Europe/Kyiv': 23, 'America/New_York': 16 };

it('runs in the time zone that its name says', () => {
  expect(AT.getHours()).toBe(HOURS[process.env['TZ'] ?? '']);
});
