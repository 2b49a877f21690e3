/** One sentence for each import that is not allowed and for each cycle; empty when all is well. */
export function checkImports(root: string): string[];
