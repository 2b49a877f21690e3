/**
 * Makes `board/map/outlines.ts` of a TopoJSON file of the regions of Ukraine (docs/map.md says which): simplifies each
 * border once, so that neighbours keep one line between them, and projects it. `node scripts/map-outlines.mjs FILE`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** ISO 3166-2:UA by the names of the source; its own codes name two regions twice. */
const ISO = {
  Vinnytsya: 'UA-05',
  Volyn: 'UA-07',
  "Luhans'k": 'UA-09',
  "Dnipropetrovs'k": 'UA-12',
  "Donets'k": 'UA-14',
  Zhytomyr: 'UA-18',
  Transcarpathia: 'UA-21',
  Zaporizhzhya: 'UA-23',
  "Ivano-Frankivs'k": 'UA-26',
  'Kiev City': 'UA-30',
  Kiev: 'UA-32',
  Kirovohrad: 'UA-35',
  Sevastopol: 'UA-40',
  Crimea: 'UA-43',
  "L'viv": 'UA-46',
  Mykolayiv: 'UA-48',
  Odessa: 'UA-51',
  Poltava: 'UA-53',
  Rivne: 'UA-56',
  Sumy: 'UA-59',
  "Ternopil'": 'UA-61',
  Kharkiv: 'UA-63',
  Kherson: 'UA-65',
  "Khmel'nyts'kyy": 'UA-68',
  Cherkasy: 'UA-71',
  Chernihiv: 'UA-74',
  Chernivtsi: 'UA-77',
};

/** As in `board/map/projection.ts`, which the spec of the outlines compares with the places of cities. */
const SCALE = 75;
const WEST = 22;
const NORTH = 52.5;
const TRUE_AT = (48.4 * Math.PI) / 180;
/** Of the drawing: no point further from its line is left out. */
const TOLERANCE = 0.7;
/** Islands and spits smaller than this are no longer seen. */
const SMALLEST = 2;

const topology = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { scale, translate } = topology.transform;

const arcs = topology.arcs.map((arc) => {
  let [x, y] = [0, 0];
  const points = arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return projected(x * scale[0] + translate[0], y * scale[1] + translate[1]);
  });
  return simplified(points);
});

function projected(longitude, latitude) {
  return [(longitude - WEST) * Math.cos(TRUE_AT) * SCALE, (NORTH - latitude) * SCALE];
}

/** Douglas and Peucker. A ring that is one line is cut at its furthest point first. */
function simplified(points) {
  const last = points.length - 1;
  if (last < 2) return points;
  const distance = distanceTo(points[0], points[last]);
  let furthest = 1;
  for (let i = 2; i < last; i += 1) if (distance(points[i]) > distance(points[furthest])) furthest = i;
  if (distance(points[furthest]) <= TOLERANCE) return [points[0], points[last]];
  return [...simplified(points.slice(0, furthest + 1)), ...simplified(points.slice(furthest)).slice(1)];
}

function distanceTo([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return ([x, y]) => Math.hypot(x - ax, y - ay);
  return ([x, y]) => Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}

const ring = (indices) =>
  indices.flatMap((index, at) => {
    const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    return at === 0 ? arc : arc.slice(1);
  });

const area = (points) =>
  Math.abs(
    points.reduce(
      (sum, [x, y], i) => sum + x * points[(i + 1) % points.length][1] - y * points[(i + 1) % points.length][0],
      0,
    ),
  ) / 2;

/** Absolute first, then relative: short, and read by every browser. */
function pathOf(points) {
  let [x, y] = points[0].map((value) => Math.round(value * 10));
  let text = `M${x / 10} ${y / 10}l`;
  const steps = [];
  for (const [px, py] of points.slice(1, -1)) {
    const [nx, ny] = [Math.round(px * 10), Math.round(py * 10)];
    if (nx === x && ny === y) continue;
    steps.push(`${(nx - x) / 10} ${(ny - y) / 10}`);
    [x, y] = [nx, ny];
  }
  return `${text}${steps.join(' ')}z`;
}

const outlines = topology.objects.ukr.geometries.map(({ type, arcs: indices, properties: { name } }) => {
  const polygons = type === 'Polygon' ? [indices] : indices;
  const rings = polygons
    .flat()
    .map(ring)
    .sort((a, b) => area(b) - area(a));
  const id = ISO[name];
  if (id === undefined) throw new Error(`No code for ${name}.`);
  return [
    id,
    rings
      .filter((points, i) => i === 0 || area(points) >= SMALLEST)
      .map(pathOf)
      .join(''),
  ];
});
outlines.sort(([a], [b]) => (a < b ? -1 : 1));

const file = join(import.meta.dirname, '..', 'board', 'map', 'outlines.ts');
writeFileSync(
  file,
  `/** Made by scripts/map-outlines.mjs; its source and licence stand in docs/map.md. Crimea and Sevastopol are Ukraine. */
export const OUTLINES: Readonly<Record<string, string>> = {
${outlines.map(([id, path]) => `  '${id}': '${path}',`).join('\n')}
};
`,
);
