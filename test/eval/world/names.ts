import type { Random } from '../../support/random.ts';
import { sample } from './random.ts';

const FIRST =
  'Ada Björn Carla Dmitri Elif Farid Grace Hanna Ivo Jana Kofi Lena Marta Nils Olga Pavel Quinn Rosa Samir Tove Uma Vera'.split(
    ' ',
  );
const LAST =
  'Adler Baptiste Conti Dahl Ekström Fuchs Garcia Hartmann Ito Jensen Keller Lindqvist Moreau Novak Okafor Petrov Quist'.split(
    ' ',
  );
const PLACES =
  'Alder Birch Cedar Copper Crescent Eagle Falcon Granite Harbour Hollow Iron Juniper Lantern Maple Meadow North'.split(' ');
const TRADES = 'Analytics Bakery Bicycles Books Ceramics Foods Furniture Glass Instruments Logistics Optics Textiles Tools'.split(
  ' ',
);
export const CITIES =
  'Aarhus Bergen Bologna Brno Ghent Graz Leipzig Lyon Malmö Porto Riga Tartu Turku Utrecht Vilnius Zaragoza'.split(' ');

/** Somebody, as most APIs tell of people. */
export interface Person {
  readonly name: string;
  readonly login: string;
  readonly email: string;
}

/** So many people with names, logins and addresses of their own. */
export function people(random: Random, count: number): Person[] {
  const names = sample(
    random,
    FIRST.flatMap((first) => LAST.map((last) => `${first} ${last}`)),
    count,
  );
  return names.map((name) => {
    const [first = '', last = ''] = ascii(name).toLowerCase().split(' ');
    return { name, login: `${first}${last.slice(0, 4)}`, email: `${first}.${last}@example.com` };
  });
}

/** So many companies with names of their own. */
export function companies(random: Random, count: number): string[] {
  return sample(
    random,
    PLACES.flatMap((place) => TRADES.map((trade) => `${place} ${trade}`)),
    count,
  );
}

/** Without accents. */
export function ascii(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '');
}
