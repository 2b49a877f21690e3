/** A bounded number of things by name: where there are more, the one asked for longest ago is let go. */
export class LastAsked<Thing> {
  private readonly things = new Map<string, Thing>();

  constructor(private readonly most: number) {}

  get(name: string): Thing | undefined {
    const thing = this.things.get(name);
    if (thing === undefined) return undefined;
    this.things.delete(name);
    this.things.set(name, thing);
    return thing;
  }

  set(name: string, thing: Thing): void {
    this.things.delete(name);
    this.things.set(name, thing);
    for (const oldest of this.things.keys()) {
      if (this.things.size <= this.most) return;
      this.things.delete(oldest);
    }
  }

  delete(name: string): void {
    this.things.delete(name);
  }
}
