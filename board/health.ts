/** What the server says of its parts; it says so too when it is not ready (503). */
export interface Health {
  ready: boolean;
  parts: { part: string; ready: boolean; detail?: string }[];
}

export async function readHealth(): Promise<Health> {
  const response = await fetch('/health/ready');
  return (await response.json()) as Health;
}
