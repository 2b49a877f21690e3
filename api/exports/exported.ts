/** What a period can be exported as. */
export const EXPORTED = ['cases', 'violations', 'notices', 'entries'] as const;
export type What = (typeof EXPORTED)[number];
