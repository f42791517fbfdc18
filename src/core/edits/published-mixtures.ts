/** Shares of languages in published models and corpora, to start a mixture from. Figures only; each says where it comes from. */
export interface PublishedMixture {
  readonly name: string;
  /** What the shares are shares of. */
  readonly detail: string;
  /** `corpus`: shares are proportional to the text there is. */
  readonly kind: 'mixture' | 'corpus';
  readonly origin: string;
  readonly languages: readonly {
    readonly code: string;
    readonly share: number;
    readonly available?: number;
  }[];
}

/** `code:share` or `code:share:tokens`, codes as published (HPLT's joint rows under one code). */
const published: readonly (Omit<PublishedMixture, 'languages'> & { readonly shares: string })[] = [
  {
    name: 'Salamandra 7B',
    detail: 'training weights',
    kind: 'mixture',
    origin: 'langtech-bsc/salamandra @ b85b206, configs/bsc_7b.yaml',
    shares:
      'en:0.392530705 es:0.166387699 code:0.06388762 fr:0.063517101 ru:0.053997103 de:0.042692128 ' +
      'hu:0.039500891 pt:0.023456894 it:0.019500339 ca:0.018511684 nl:0.011661603 pl:0.011612053 ' +
      'el:0.01129719 uk:0.011269067 cs:0.009907074 bg:0.00696742 sk:0.006780475 ro:0.006738426 ' +
      'sv:0.00511477 fi:0.004301458 no:0.003913075 sl:0.003858195 gl:0.00365988 da:0.003658837 ' +
      'sr:0.003259385 hr:0.002848624 eu:0.002634462 et:0.002355881 lt:0.001791095 lv:0.001171027 ' +
      'mt:0.000955133 ga:0.000074647 cy:0.000071474 sh:0.000055476 oc:0.000035953 nn:0.000025156',
  },
  {
    name: 'mT5',
    detail: 'mC4 sampled with α = 0.3',
    kind: 'mixture',
    origin: 'mT5 paper, table 6 (through bigscience-workshop/xmtf @ 0085c4db)',
    shares:
      'en:0.056694331 ru:0.03709629 es:0.03089691 de:0.03049695 fr:0.02889711 it:0.02429757 ' +
      'pt:0.02359764 pl:0.02149785 nl:0.01979802 tr:0.01929807 ja:0.01919808 vi:0.01869813 id:0.0179982 ' +
      'cs:0.01719828 zh:0.01669833 fa:0.01669833 ar:0.01659834 sv:0.01609839 ro:0.01579842 ' +
      'el:0.01539846 uk:0.01509849 hu:0.01479852 da:0.01379862 fi:0.01349865 no:0.01329867 ' +
      'bg:0.01289871 hi:0.01209879 sk:0.01189881 ko:0.01139886 th:0.01139886 ca:0.01119888 ' +
      'ms:0.01089891 iw:0.01059894 lt:0.01039896 sl:0.00949905 mr:0.00929907 bn:0.00909909 ' +
      'et:0.00889911 lv:0.00869913 az:0.00819918 gl:0.00789921 cy:0.00759924 sq:0.00759924 ' +
      'ta:0.00729927 sr:0.00719928 ne:0.00689931 lb:0.00679932 hy:0.00649935 kk:0.00649935 ' +
      'ka:0.00639936 mt:0.00639936 af:0.00629937 mk:0.00619938 ml:0.00619938 mn:0.00619938 ' +
      'fil:0.00619938 is:0.00619938 ur:0.00609939 be:0.00589941 la:0.00579942 eu:0.00569943 ' +
      'tg:0.00539946 te:0.00519948 fy:0.00509949 kn:0.00509949 ky:0.0049995 sw:0.0049995 so:0.00479952 ' +
      'my:0.00469953 uz:0.00459954 km:0.00459954 ru-Latn:0.00459954 sd:0.00449955 gu:0.00429957 ' +
      'hi-Latn:0.00429957 jv:0.00419958 zu:0.00419958 si:0.00409959 ja-Latn:0.00409959 eo:0.0039996 ' +
      'co:0.0039996 ga:0.0039996 el-Latn:0.00389961 zh-Latn:0.00369963 pa:0.00369963 ceb:0.00359964 ' +
      'mg:0.00359964 ps:0.00359964 sn:0.00349965 gd:0.00349965 ku:0.00339966 hmn:0.00339966 ' +
      'su:0.00339966 ht:0.00329967 ha:0.00329967 ny:0.00289971 am:0.00289971 bg-Latn:0.00289971 ' +
      'yi:0.00279972 lo:0.00279972 mi:0.00249975 sm:0.00249975 ig:0.00239976 haw:0.00239976 ' +
      'xh:0.00219978 st:0.00219978 yo:0.0019998',
  },
  {
    name: 'BLOOM (ROOTS)',
    detail: 'bytes of ROOTS',
    kind: 'mixture',
    origin: 'bigscience-workshop/xmtf @ 0085c4db, plotstables/language_plot.py',
    shares:
      'en:0.300377382 zhs:0.161674085 fr:0.1289844 es:0.10845502 code:0.108208427 pt:0.0491041 ' +
      'ar:0.046364738 vi:0.027073302 hi:0.015250814 id:0.012370755 bn:0.01152497 ca:0.011020578 ' +
      'ta:0.004948473 ml:0.002268578 te:0.001854101 ur:0.001722741 ne:0.001580267 eu:0.001462063 ' +
      'kn:0.001299771 mr:0.001099725 pa:0.000973757 gu:0.000743265 or:0.000716702 zht:0.000472282 ' +
      'as:0.000180567 sw:0.000146476 yo:0.000055557 rw:0.000025041 xh:0.00000886 ig:0.00000872 ' +
      'zu:0.000005272 sn:0.000004112 lg:0.00000283 wo:0.000002234 rn:0.000002027 fon:0.000001535 ' +
      'nso:0.000001093 ln:0.000001023 tn:0.000000931 tw:0.000000784 ny:0.000000736 st:0.000000465 ' +
      'ts:0.000000438 ak:0.000000435 bm:0.000000243 ki:0.000000223 tum:0.000000106',
  },
  {
    name: 'GPT-3',
    detail: 'words, the 40 largest languages',
    kind: 'mixture',
    origin: 'openai/gpt-3 @ d7a9bb5',
    shares:
      'en:0.926955227 fr:0.018194809 de:0.014701383 es:0.007732941 it:0.006082479 pt:0.005251044 ' +
      'nl:0.003426191 ru:0.001885285 ro:0.001578125 pl:0.001555813 fi:0.001134993 da:0.001134493 ' +
      'sv:0.001131291 ja:0.001111481 no:0.001086568 zh:0.000991018 cs:0.000716474 hu:0.00065154 ' +
      'id:0.000598813 tr:0.000594711 hr:0.000520372 vi:0.000425422 el:0.000315465 ar:0.000311563 ' +
      'sr:0.000270741 zh-Hant:0.000197603 ca:0.000179894 ko:0.000169789 sk:0.000143175 th:0.000137272 ' +
      'sl:0.00013337 et:0.000106055 fa:0.000085645 iw:0.00007694 uk:0.00007634 ms:0.000068536 ' +
      'lv:0.000068036 bs:0.000067435 lt:0.000066135 is:0.000065534',
  },
  {
    name: 'LLM-jp v4 32B, phase 1',
    detail: 'Megatron weights',
    kind: 'mixture',
    origin: 'llm-jp/scripts @ 0a70387',
    shares: 'en:0.735285 ja:0.155038 code:0.081444 zh:0.025929 ko:0.002304',
  },
  {
    name: 'SEA-LION v1',
    detail: 'pre-training tokens',
    kind: 'mixture',
    origin: 'aisingapore/sealion @ 5c9f65a, models/sea-lion-v1/sea-lion-v1.md',
    shares:
      'en:0.634736526 code:0.141985801 zh:0.092890711 vi:0.064593541 th:0.0219978 id:0.0149985 ' +
      'ta:0.01039896 tl:0.00539946 my:0.00489951 km:0.0039996 ms:0.00289971 lo:0.00119988',
  },
  {
    name: 'Lucie, annealing',
    detail: 'Megatron weights',
    kind: 'mixture',
    origin: 'OpenLLM-France/Lucie-Training @ c3b8b3a',
    shares: 'en:0.59 math:0.25 fr:0.106 es:0.019 it:0.019 de:0.016',
  },
  {
    name: 'HPLT v2, European languages',
    detail: 'tokens of the corpus',
    kind: 'corpus',
    origin: 'OpenEuroLLM/training-data-catalogue @ 02177e67, hplt/2.0/README.md',
    shares:
      'eng_Latn:0.568007933:3915588774525 spa_Latn:0.068356547:471218993500 ' +
      'deu_Latn:0.065195995:449431582918 fra_Latn:0.054984577:379038708184 ' +
      'por_Latn:0.033827171:233189157063 ita_Latn:0.031007896:213754351761 ' +
      'pol_Latn:0.02844003:196052655218 nld_Latn:0.017788943:122628893009 ' +
      'ell_Grek:0.016769172:115599058101 ces_Latn:0.013833674:95363069335 ' +
      'tur_Latn:0.012421147:85625744754 hun_Latn:0.011471908:79082122145 ' +
      'ron_Latn:0.011063135:76264228246 swe_Latn:0.010993558:75784600156 ' +
      'ukr_Cyrl:0.008803967:60690550123 fin_Latn:0.007772607:53580820308 ' +
      'nor_Latn:0.006104266:42080040980 dan_Latn:0.005970297:41156519209 ' +
      'bul_Cyrl:0.0047661:32855326157 slk_Latn:0.003554692:24504432765 cat_Latn:0.002628008:18116292562 ' +
      'lit_Latn:0.002611063:17999481637 hrv_Latn:0.002230735:15377672465 ' +
      'bos_Latn:0.002151117:14828824339 est_Latn:0.00178779:12324211253 ' +
      'slv_Latn:0.001721543:11867536246 lvs_Latn:0.001418329:9777313720 ' +
      'srp_Cyrl:0.000885829:6106504834 als_Latn:0.000854774:5892424412 kat_Geor:0.000658409:4538769891 ' +
      'isl_Latn:0.00055637:3835365590 mkd_Cyrl:0.00049418:3406651991 glg_Latn:0.000396964:2736491963 ' +
      'eus_Latn:0.000295128:2034478450 gle_Latn:0.000093341:643453119 mlt_Latn:0.000082806:570825363',
  },
  {
    name: 'FineWeb2, the 100 largest subsets',
    detail: 'words of the corpus',
    kind: 'corpus',
    origin: 'huggingface/fineweb-2 @ d0defb2, fineweb2-language-distribution.csv',
    shares:
      'rus_Cyrl:0.176496468 cmn_Hani:0.162991452 jpn_Jpan:0.099299755 deu_Latn:0.078646835 ' +
      'spa_Latn:0.078422742 fra_Latn:0.066169765 ita_Latn:0.041716518 por_Latn:0.032846425 ' +
      'nld_Latn:0.022380578 pol_Latn:0.021926218 ind_Latn:0.018071374 vie_Latn:0.015259372 ' +
      'kor_Hang:0.014577545 tur_Latn:0.012574627 fas_Arab:0.01190652 swe_Latn:0.010719091 ' +
      'ces_Latn:0.010639164 ron_Latn:0.010500764 arb_Arab:0.009839544 nob_Latn:0.009598463 ' +
      'hun_Latn:0.009271887 dan_Latn:0.008413096 ukr_Cyrl:0.007672573 tha_Thai:0.007395582 ' +
      'ell_Grek:0.006845386 fin_Latn:0.006100255 bul_Cyrl:0.004820185 slk_Latn:0.004440456 ' +
      'hin_Deva:0.003350635 lit_Latn:0.002738648 bos_Latn:0.002724857 heb_Hebr:0.00253778 ' +
      'cat_Latn:0.00250333 slv_Latn:0.002305501 hrv_Latn:0.001981921 ekk_Latn:0.001968425 ' +
      'ben_Beng:0.001845265 zsm_Latn:0.001693774 lvs_Latn:0.001610639 azj_Latn:0.001167765 ' +
      'als_Latn:0.001035862 srp_Cyrl:0.000857174 urd_Arab:0.000819621 tam_Taml:0.000580891 ' +
      'kaz_Cyrl:0.000562806 isl_Latn:0.000508683 npi_Deva:0.000492641 fil_Latn:0.000490656 ' +
      'mkd_Cyrl:0.000483206 afr_Latn:0.000479296 mar_Deva:0.000462165 kat_Geor:0.000431683 ' +
      'glg_Latn:0.000370708 bel_Cyrl:0.000349809 mal_Mlym:0.000316118 guj_Gujr:0.000280114 ' +
      'tel_Telu:0.000267184 mya_Mymr:0.000256208 ary_Arab:0.000252946 khk_Cyrl:0.000247155 ' +
      'kan_Knda:0.000224557 lat_Latn:0.000214335 eus_Latn:0.000213488 uzn_Latn:0.000206011 ' +
      'khm_Khmr:0.000200161 hye_Armn:0.000190199 swh_Latn:0.000170788 uzn_Cyrl:0.000163388 ' +
      'cym_Latn:0.000156899 pan_Guru:0.000156768 nno_Latn:0.000156754 sin_Sinh:0.000153669 ' +
      'gmh_Latn:0.000151852 srp_Latn:0.000130048 gle_Latn:0.000124503 kir_Cyrl:0.000119183 ' +
      'tgk_Cyrl:0.000118811 som_Latn:0.000110583 arz_Arab:0.000103467 pbt_Arab:0.000101097 ' +
      'ory_Orya:0.000100084 bew_Latn:0.00009808 nrm_Latn:0.000088852 mlt_Latn:0.000085927 ' +
      'hau_Latn:0.000081995 ars_Arab:0.000080947 amh_Ethi:0.000071949 epo_Latn:0.00007172 ' +
      'ckb_Arab:0.000070872 kmr_Latn:0.000066319 hif_Latn:0.000063467 lao_Laoo:0.000056844 ' +
      'ltz_Latn:0.000053962 gla_Latn:0.000049968 snd_Arab:0.000049372 plt_Latn:0.000049219 ' +
      'yue_Hani:0.000047115 tat_Cyrl:0.000045665 bod_Tibt:0.000043128 jav_Latn:0.00004185',
  },
];

export function publishedMixtures(): readonly PublishedMixture[] {
  return published.map(withLanguages);
}

/** The subsets of FineWeb2 with most text, the largest first. */
export function fineWeb2(): PublishedMixture {
  const found = publishedMixtures().find(({ name }) => name.startsWith('FineWeb2'));
  if (found === undefined) throw new Error('FineWeb2 is among the published mixtures');
  return found;
}

function withLanguages({ shares, ...rest }: (typeof published)[number]): PublishedMixture {
  return {
    ...rest,
    languages: shares.split(' ').map((word) => {
      const [code = '', share = '0', available] = word.split(':');
      return {
        code,
        share: Number(share),
        ...(available === undefined ? {} : { available: Number(available) }),
      };
    }),
  };
}
