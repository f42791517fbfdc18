import { resolveCode } from './codes.ts';

/** Countries (ISO 3166) by the regions of the United Nations' geoscheme (M49), in which people look for languages. */
const countries = `
Northern Africa|DZ EG EH LY MA SD TN
Western Africa|BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG
Middle Africa|AO CD CF CG CM GA GQ ST TD
Eastern Africa|BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TZ UG YT ZM ZW
Southern Africa|BW LS NA SZ ZA
Northern America|BM CA GL PM US
Central America|BZ CR GT HN MX NI PA SV
Caribbean|AG AI AW BB BQ BS CU CW DM DO GD GP HT JM KN KY LC MQ MS PR SX TC TT VC VG VI
South America|AR BO BR CL CO EC FK GF GY PE PY SR UY VE
Northern Europe|AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ
Western Europe|AT BE CH DE FR LI LU MC NL
Southern Europe|AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK
Eastern Europe|BG BY CZ HU MD PL RO RU SK UA
Western Asia|AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE
Central Asia|KG KZ TJ TM UZ
Southern Asia|AF BD BT IN IR LK MV NP PK
Eastern Asia|CN HK JP KP KR MN MO TW
South-eastern Asia|BN ID KH LA MM MY PH SG TH TL VN
Oceania|AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS
`;

const regionOfCountry = new Map(
  countries
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [region = '', members = ''] = line.split('|');
      return members.split(' ').map((country) => [country, region] as const);
    }),
);

/** Where a language is at home, by its most likely country (Unicode CLDR); null: not known, or no language. */
export function regionOf(code: string): string | null {
  const resolved = resolveCode(code);
  if (resolved?.kind !== 'language') return null;
  const { region } = new Intl.Locale(resolved.iso639_3).maximize();
  return (region === undefined ? undefined : regionOfCountry.get(region)) ?? null;
}
