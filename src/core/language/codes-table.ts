/**
 * How the many spellings of a language lead to one ISO 639-3 code, `spelling code` pairs. ISO 639-3 (SIL) and
 * ISO 639-1/-2 facts; where a two-letter code or macrolanguage stands for one language in every corpus we know
 * (`et` is ekk, `sw` is swh), it leads to that language, as in FineWeb2. Where it does not (`no`, `zh`, `ar`, `sh`, `ku`)
 * it leads to the macrolanguage.
 */
export const twoLetterCodes =
  'aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay ayr az azj ba bak be bel bg bul bh bih bi bis bm bam ' +
  'bn ben bo bod br bre bs bos ca cat ce che ch cha co cos cr cre cs ces cu chu cv chv cy cym da dan de deu dv div dz dzo ee ewe ' +
  'el ell en eng eo epo es spa et ekk eu eus fa fas ff ful fi fin fj fij fo fao fr fra fy fry ga gle gd gla gl glg gn gug gu guj ' +
  'gv glv ha hau he heb hi hin ho hmo hr hrv ht hat hu hun hy hye hz her ia ina id ind ie ile ig ibo ii iii ik esk io ido is isl ' +
  'it ita iu ike ja jpn jv jav ka kat kg kng ki kik kj kua kk kaz kl kal km khm kn kan ko kor kr knc ks kas ku kur kv kpv kw cor ' +
  'ky kir la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub lv lvs mg plt mh mah mi mri mk mkd ml mal mn khk mr mar ms zsm ' +
  'mt mlt my mya na nau nb nob nd nde ne npi ng ndo nl nld nn nno no nor nr nbl nv nav ny nya oc oci oj oji om gaz or ory os oss ' +
  'pa pan pi pli pl pol ps pbt pt por qu quz rm roh rn run ro ron ru rus rw kin sa san sc srd sd snd se sme sg sag sh hbs si sin ' +
  'sk slk sl slv sm smo sn sna so som sq als sr srp ss ssw st sot su sun sv swe sw swh ta tam te tel tg tgk th tha ti tir tk tuk ' +
  'tl fil tn tsn to ton tr tur ts tso tt tat tw twi ty tah ug uig uk ukr ur urd uz uzn ve ven vi vie vo vol wa wln wo wol xh xho ' +
  'yi ydd yo yor za zyb zh zho zu zul';

/** Withdrawn codes that corpora (mC4 through CLD3, Java) still use. */
export const deprecatedCodes = 'iw heb in ind ji ydd jw jav mo ron scc srp scr hrv';

/** Bibliographic three-letter codes, and macrolanguages that stand for one language in practice. */
export const threeLetterAliases =
  'alb als arm hye baq eus bur mya chi zho cze ces dut nld fre fra geo kat ger deu gre ell ice isl mac mkd mao mri may zsm per fas ' +
  'rum ron slo slk tib bod wel cym aym ayr aze azj est ekk grn gug iku ike ipk esk kau knc kom kpv kon kng lav lvs mlg plt ' +
  'mon khk msa zsm nep npi ori ory orm gaz pes fas pus pbt que quz sqi als swa swh tgl fil uzb uzn yid ydd zha zyb';

/** Spellings that follow no rule: CC-100, ROOTS, Wikipedia. */
export const irregularCodes =
  'bn_rom ben_Latn hi_rom hin_Latn ta_rom tam_Latn te_rom tel_Latn ur_rom urd_Latn my_zaw mya_Qaag zhs zho_Hans zht zho_Hant ' +
  'zh-cn zho_Hans zh-sg zho_Hans zh-tw zho_Hant zh-hk zho_Hant zh-min-nan nan_Latn zh-yue yue_Hani zh-classical lzh_Hani ' +
  'bat-smg sgs_Latn fiu-vro vro_Latn roa-rup rup_Latn nds-nl nds_Latn cbk-zam cbk_Latn be-tarask bel_Cyrl simple eng_Latn';

/** Macrolanguages and those of their members that corpora tell apart. */
export const macrolanguages: Readonly<Record<string, string>> = {
  aka: 'twi fat',
  ara: 'arb acm acq acw aeb afb ajp apc apd ars ary arz ayl ayp',
  bik: 'bcl bln bto cts fbl lbl rbl ubl',
  bih: 'bho mag mai',
  bua: 'bxr bxm bxu',
  chm: 'mhr mrj',
  din: 'dik dip dib diw dks',
  fas: 'prs',
  ful: 'fuv fuf fub fuc fue fuh fuq ffm',
  hbs: 'srp hrv bos cnr',
  hmn: 'mww hnj hmd hmi hms',
  kok: 'gom knn',
  kur: 'kmr ckb sdh',
  lah: 'pnb skr hno',
  man: 'mnk emk mlq msc mwk',
  nor: 'nob nno',
  oji: 'ojb ojc ojg ojs ojw otw ciw',
  raj: 'bgq gda gju hoj mup wbr',
  rom: 'rmy rmn rml rmc rmo rmf rmw',
  srd: 'src sro sdc sdn',
  syr: 'aii cld',
  tmh: 'taq thv thz ttq',
  zho: 'cmn yue wuu nan hak gan hsn cdo cjy cpx czh czo mnp lzh',
  zza: 'diq kiu',
};

/** Macrolanguages and other codes that FineWeb2 has no subset of: `code|script|name`. */
export const otherLanguages = `
aar|Latn|Afar
aka|Latn|Akan
ara|Arab|Arabic
ave|Avst|Avestan
bih|Deva|Bihari languages
bik|Latn|Bikol
bua|Cyrl|Buriat
chm|Cyrl|Mari
cnr|Latn|Montenegrin
cre|Cans|Cree
din|Latn|Dinka
ful|Latn|Fula
hbs|Latn|Serbo-Croatian
hmn|Latn|Hmong
iii|Yiii|Sichuan Yi
kok|Deva|Konkani
kur|Latn|Kurdish
lah|Arab|Lahnda
man|Latn|Mandingo
nau|Latn|Nauru
nor|Latn|Norwegian
oji|Cans|Ojibwa
pli|Deva|Pali
prs|Arab|Dari
raj|Deva|Rajasthani
rom|Latn|Romany
syr|Syrc|Syriac
tmh|Latn|Tamashek
zho|Hani|Chinese
zza|Latn|Zaza
`;
