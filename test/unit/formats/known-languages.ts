import type { Languages } from '../../../src/core/formats/source-language.ts';

const ids: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'en:eng_Latn eng:eng_Latn eng_Latn:eng_Latn de:deu_Latn deu:deu_Latn deu_Latn:deu_Latn fr:fra_Latn fra_Latn:fra_Latn ' +
    'es:spa_Latn spa_Latn:spa_Latn fi:fin_Latn fin_Latn:fin_Latn ja:jpn_Jpan jpn_Jpan:jpn_Jpan uk:ukr_Cyrl ukr_Cyrl:ukr_Cyrl ' +
    'ru:rus_Cyrl rus_Cyrl:rus_Cyrl he:heb_Hebr iw:heb_Hebr no:nob_Latn nb:nob_Latn nob_Latn:nob_Latn nn:nno_Latn nno_Latn:nno_Latn ' +
    'et:ekk_Latn ekk_Latn:ekk_Latn zh:zho cmn_Hani:cmn_Hani pt:por_Latn hu:hun_Latn it:ita_Latn ca:cat_Latn nl:nld_Latn ' +
    'pl:pol_Latn el:ell_Grek cs:ces_Latn bg:bul_Cyrl sk:slk_Latn ro:ron_Latn sv:swe_Latn sl:slv_Latn gl:glg_Latn da:dan_Latn ' +
    'sr:srp_Cyrl hr:hrv_Latn eu:eus_Latn lt:lit_Latn lv:lvs_Latn mt:mlt_Latn ga:gle_Latn cy:cym_Latn sh:hbs_Latn oc:oci_Latn'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** A small, fixed knowledge of languages, so that these tests are about formats alone. */
export const knownLanguages: Languages = {
  resolve: (code) => ids[code] ?? null,
  includes: (macro, member) => macro === 'zh' && member === 'cmn_Hani',
};
