/**
 * The 27 regions by the names that tables give them: ISO ids, English and Ukrainian names with or without "oblast", and
 * the official transliteration ("Vinnytska oblast"). Kyiv alone is the city.
 */
import { SECTORS } from '../domain/sectors.js';

/** By the resolution of 2010 on transliteration, in the form that goes with "oblast"; and what is no adjective. */
const OTHER_NAMES: Record<string, readonly string[]> = {
  'UA-05': ['Vinnytska'],
  'UA-07': ['Volynska'],
  'UA-09': ['Luhanska'],
  'UA-12': ['Dnipropetrovska'],
  'UA-14': ['Donetska'],
  'UA-18': ['Zhytomyrska'],
  'UA-21': ['Zakarpatska', 'Transcarpathia'],
  'UA-23': ['Zaporizka', 'Zaporizhzhya'],
  'UA-26': ['Ivano-Frankivska'],
  'UA-30': ['Kyiv City', 'City of Kyiv', 'm. Kyiv', 'м. Київ'],
  'UA-32': ['Kyivska'],
  'UA-35': ['Kirovohradska'],
  'UA-40': ['Sevastopol City', 'City of Sevastopol', 'm. Sevastopol', 'м. Севастополь'],
  'UA-43': ['Crimea', 'Avtonomna Respublika Krym', 'Крим', 'АР Крим', 'Republic of Crimea'],
  'UA-46': ['Lvivska'],
  'UA-48': ['Mykolaivska', 'Mykolayiv'],
  'UA-51': ['Odeska', 'Odessa'],
  'UA-53': ['Poltavska'],
  'UA-56': ['Rivnenska'],
  'UA-59': ['Sumska'],
  'UA-61': ['Ternopilska'],
  'UA-63': ['Kharkivska'],
  'UA-65': ['Khersonska'],
  'UA-68': ['Khmelnytska', 'Khmelnytskyi'],
  'UA-71': ['Cherkaska'],
  'UA-74': ['Chernihivska'],
  'UA-77': ['Chernivetska'],
};

/** Kyiv, and the region around it: told apart by "oblast" alone. */
const [CITY, AROUND_IT] = ['UA-30', 'UA-32'];

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’ʼ`]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const withoutOblast = (name: string): string => name.replace(/ (oblast|region|область|обл\.)$/, '');

const REGIONS = new Map<string, string>();
for (const { id, name } of SECTORS) {
  for (const written of [id, name.en, name.uk, ...(OTHER_NAMES[id] ?? [])]) {
    REGIONS.set(plain(written), id);
    const short = withoutOblast(plain(written));
    if (!REGIONS.has(short)) REGIONS.set(short, id);
  }
}

/** The id of the region that goes by this name; `undefined` where none does. */
export function regionOf(name: string): string | undefined {
  const written = plain(name);
  const short = withoutOblast(written);
  const found = REGIONS.get(written) ?? REGIONS.get(short);
  // "Kyiv region" is the one around the city.
  return found === CITY && short !== written ? AROUND_IT : found;
}
