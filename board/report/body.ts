/** The report form as it is sent: what was left empty is left out. */
import { evidenceOf } from '../acts/act.js';
import { fromField } from '../words/times.js';

export const EMPTY = {
  kind: '',
  sector: '',
  place: '',
  earliest: '',
  latest: '',
  description: '',
  standing: 'credible',
  // Folded away: the six fields above are a report.
  latitude: '',
  longitude: '',
  /** The hash of a file, and its type, as `FileHash` gives them. */
  evidence: '',
};
export type Fields = typeof EMPTY;

export function bodyOf(fields: Fields, sourceReportId: string): object {
  const { kind, sector, place, earliest, latest, description, standing, latitude, longitude, evidence } = fields;
  const from = fromField(earliest);
  return {
    source: 'board',
    sourceReportId,
    kind,
    description,
    standing,
    occurredAt: latest === '' ? from : { earliest: from, latest: fromField(latest) },
    place: {
      sector,
      ...(place === '' ? {} : { description: place }),
      ...(latitude === '' || longitude === '' ? {} : { latitude: Number(latitude), longitude: Number(longitude) }),
    },
    ...(evidence === '' ? {} : { evidence: [evidenceOf(evidence)] }),
  };
}
