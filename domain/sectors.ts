/**
 * The 27 regions of ISO 3166-2:UA, the sectors that every plan has. Crimea (UA-43) and Sevastopol (UA-40) are
 * Ukraine's.
 */
import type { Words } from './plan/plan.js';

export interface Sector {
  /** `UA-23`. */
  id: string;
  name: Words;
}

export const SECTORS: readonly Sector[] = [
  { id: 'UA-05', name: { en: 'Vinnytsia Oblast', uk: 'Вінницька область' } },
  { id: 'UA-07', name: { en: 'Volyn Oblast', uk: 'Волинська область' } },
  { id: 'UA-09', name: { en: 'Luhansk Oblast', uk: 'Луганська область' } },
  { id: 'UA-12', name: { en: 'Dnipropetrovsk Oblast', uk: 'Дніпропетровська область' } },
  { id: 'UA-14', name: { en: 'Donetsk Oblast', uk: 'Донецька область' } },
  { id: 'UA-18', name: { en: 'Zhytomyr Oblast', uk: 'Житомирська область' } },
  { id: 'UA-21', name: { en: 'Zakarpattia Oblast', uk: 'Закарпатська область' } },
  { id: 'UA-23', name: { en: 'Zaporizhzhia Oblast', uk: 'Запорізька область' } },
  { id: 'UA-26', name: { en: 'Ivano-Frankivsk Oblast', uk: 'Івано-Франківська область' } },
  { id: 'UA-30', name: { en: 'Kyiv', uk: 'Київ' } },
  { id: 'UA-32', name: { en: 'Kyiv Oblast', uk: 'Київська область' } },
  { id: 'UA-35', name: { en: 'Kirovohrad Oblast', uk: 'Кіровоградська область' } },
  { id: 'UA-40', name: { en: 'Sevastopol', uk: 'Севастополь' } },
  { id: 'UA-43', name: { en: 'Autonomous Republic of Crimea', uk: 'Автономна Республіка Крим' } },
  { id: 'UA-46', name: { en: 'Lviv Oblast', uk: 'Львівська область' } },
  { id: 'UA-48', name: { en: 'Mykolaiv Oblast', uk: 'Миколаївська область' } },
  { id: 'UA-51', name: { en: 'Odesa Oblast', uk: 'Одеська область' } },
  { id: 'UA-53', name: { en: 'Poltava Oblast', uk: 'Полтавська область' } },
  { id: 'UA-56', name: { en: 'Rivne Oblast', uk: 'Рівненська область' } },
  { id: 'UA-59', name: { en: 'Sumy Oblast', uk: 'Сумська область' } },
  { id: 'UA-61', name: { en: 'Ternopil Oblast', uk: 'Тернопільська область' } },
  { id: 'UA-63', name: { en: 'Kharkiv Oblast', uk: 'Харківська область' } },
  { id: 'UA-65', name: { en: 'Kherson Oblast', uk: 'Херсонська область' } },
  { id: 'UA-68', name: { en: 'Khmelnytskyi Oblast', uk: 'Хмельницька область' } },
  { id: 'UA-71', name: { en: 'Cherkasy Oblast', uk: 'Черкаська область' } },
  { id: 'UA-74', name: { en: 'Chernihiv Oblast', uk: 'Чернігівська область' } },
  { id: 'UA-77', name: { en: 'Chernivtsi Oblast', uk: 'Чернівецька область' } },
];

const IDS: ReadonlySet<string> = new Set(SECTORS.map(({ id }) => id));

/** Whether this is one of the 27; a plan may list others beside them. */
export const isSector = (id: string): boolean => IDS.has(id);

const NAMES: ReadonlyMap<string, Words> = new Map(SECTORS.map(({ id, name }) => [id, name]));

/** Its name in a language; the id itself for a sector that a plan lists beside the 27. */
export const sectorName = (id: string, language: 'en' | 'uk'): string => NAMES.get(id)?.[language] ?? id;
