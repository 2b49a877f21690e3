/** Which paths exist with which methods: for 405, and for a test that knows of every route. */
export interface Route {
  method: string;
  /** As Fastify writes it: `/api/v1/cases/:caseId`. */
  path: string;
}

export class RouteTable {
  private readonly routes: { route: Route; pattern: RegExp }[] = [];

  add(methods: string | string[], path: string): void {
    for (const method of [methods].flat()) this.routes.push({ route: { method, path }, pattern: patternOf(path) });
  }

  get all(): Route[] {
    return this.routes.map(({ route }) => route);
  }

  /** Methods that this address takes, sorted; empty where there is nothing at all. */
  methodsOf(url: string): string[] {
    const path = url.split('?')[0] ?? url;
    const found = this.routes.filter(({ pattern }) => pattern.test(path)).map(({ route }) => route.method);
    return [...new Set(found)].sort();
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z0-9_]+/g, '[^/]+');
  return new RegExp(`^${escaped}/?$`);
}
