/**
 * From the globe to the drawing: a plate carrée that is true to scale at 48.4° north, the middle of the country. The
 * outlines are made with it (`scripts/map-outlines.mjs`), and their spec puts cities on them.
 */
const SCALE = 75;
const WEST = 22;
const NORTH = 52.5;
const TRUE_AT = (48.4 * Math.PI) / 180;

export const WIDTH = 920;
export const HEIGHT = 625;

export type Point = readonly [x: number, y: number];

export const projected = (latitude: number, longitude: number): Point => [
  (longitude - WEST) * Math.cos(TRUE_AT) * SCALE,
  (NORTH - latitude) * SCALE,
];

/** The rings of a path that was made of `M x y`, `l dx dy …` and `z`. */
export function ringsOf(path: string): Point[][] {
  return path
    .split('M')
    .filter((part) => part !== '')
    .map((part) => {
      const [start = '', steps = ''] = part.replace('z', '').split('l');
      let [x = 0, y = 0] = numbersOf(start);
      const points: Point[] = [[x, y]];
      const moves = numbersOf(steps);
      for (let i = 0; i + 1 < moves.length; i += 2) {
        x += moves[i] ?? 0;
        y += moves[i + 1] ?? 0;
        points.push([x, y]);
      }
      return points;
    });
}

const numbersOf = (text: string): number[] => text.trim().split(/\s+/).map(Number);

/** Whether a point lies in an outline: within an odd number of its rings. */
export function isInside(rings: readonly (readonly Point[])[], [px, py]: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach(([ax, ay], index) => {
      const [bx, by] = ring[(index + ring.length - 1) % ring.length] ?? [0, 0];
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
    });
  }
  return inside;
}

/** Somewhere in the middle of the largest ring: where a mark is put. */
export function middleOf(path: string): Point {
  const size = (ring: readonly Point[]): number => {
    const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
    return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
  };
  const [largest = []] = ringsOf(path).sort((a, b) => size(b) - size(a));
  const [xs, ys] = [largest.map(([x]) => x), largest.map(([, y]) => y)];
  const half = (values: readonly number[]): number => (Math.max(...values) + Math.min(...values)) / 2;
  return [half(xs), half(ys)];
}
