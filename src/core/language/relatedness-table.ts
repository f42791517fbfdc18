/**
 * Family, genus, main script and the ISO 639-3 codes that share them, one group a line, for the languages of
 * FineWeb2 and
 * English. The genus is empty where it is not known or not genealogical (creoles); languages of no family
 * (constructed,
 * unclassified) are left out.
 *
 * Families: Glottolog 5.1 (https://glottolog.org, CC-BY-4.0). Genera: WALS 2020.4 (https://wals.info, CC-BY-4.0).
 * Scripts: the one with most text in FineWeb2. Completed by hand, as neither source gives them: the genera of
 * als, ars, fas, fil, gmh, hif, hrv, kpe, lat, lvs, nah, nno, nob, oto, pbt, srd, srp;
 * and the macrolanguages ara, aym, aze, cnr, est, ful, grn, hbs, hmn, kok, kur, lav, mlg, mon, msa, nep, nor, ori,
 * orm, pus, que, san, sqi, swa, tgl, uzb, yid, zho.
 * Latin counts as Romance here, since what matters is the vocabulary and spelling that texts share.
 */
export const relatednessTable = `
Abkhaz-Adyge|Northwest Caucasian|Cyrl|abk abq ady kbd
Abun (isolate)|Abun|Latn|kgr
Afro-Asiatic||Arab|arq ayp
Afro-Asiatic||Ethi|ktb kxc
Afro-Asiatic||Hebr|hbo
Afro-Asiatic||Latn|giz gnd hig kqp kvj maf meq mfh mfi mfk mpg mqb mse muy ttq
Afro-Asiatic||Syrc|syc
Afro-Asiatic||Tfng|zgh
Afro-Asiatic|Berber|Latn|kab shi taq
Afro-Asiatic|Berber|Tfng|tzm
Afro-Asiatic|Biu-Mandara|Latn|bcw gde gid mif mug pbi xed
Afro-Asiatic|East Chadic|Latn|daa ker lln tmc
Afro-Asiatic|Egyptian-Coptic|Copt|cop
Afro-Asiatic|Highland East Cushitic|Latn|sid
Afro-Asiatic|Lowland East Cushitic|Latn|gaz hae orm rel som
Afro-Asiatic|Masa|Latn|mcn
Afro-Asiatic|Semitic|Arab|acm aeb apc ara arb ars ary arz shu
Afro-Asiatic|Semitic|Ethi|amh sgw tig tir
Afro-Asiatic|Semitic|Hebr|heb
Afro-Asiatic|Semitic|Latn|mlt
Afro-Asiatic|Semitic|Syrc|aii
Afro-Asiatic|Southern Cushitic|Latn|irk
Afro-Asiatic|West Chadic|Latn|hau sur
Ainu|Ainu|Latn|ain
Algic||Cans|crj crl crm ojb
Algic|Algonquian|Latn|alq arp atj bla crk csw mic otw pot
Angan||Latn|aak
Angan|Angaataha|Latn|agm
Angan|Nuclear Angan|Latn|apz byr
Anim|Boazi|Latn|kvg
Araucanian|Araucanian|Latn|arn
Arawakan||Latn|cot cpb cpu cpy prq trn
Arawakan|Antillean Arawakan|Latn|cab
Arawakan|Bolivia-Parana|Latn|ign ter
Arawakan|Central Arawakan|Latn|pab
Arawakan|Guajiro-Paraujano|Latn|guc
Arawakan|Japura-Colombia|Latn|aca bwi pio ycn
Arawakan|Negro-Roraima|Latn|wap
Arawakan|Palikur|Latn|plu
Arawakan|Pre-Andine Arawakan|Latn|cjo cni cpc mcb not
Arawakan|Purus|Latn|apu pib
Arawakan|Yanesha'|Latn|ame
Arawan|Arauan|Latn|cul jaa pad
Athabaskan-Eyak-Tlingit||Latn|bea caf dgr
Athabaskan-Eyak-Tlingit|Athapaskan|Latn|apw crx gwi nav
Atlantic-Congo||Latn|aba abn acd ada ade aha akp anv asg atg ati bbj bbk bfo biv bkv bmq bmv bov box bqj bss btt byv cce chw cjk cwe cwt dgi dhm dig diu dop dos dug eka eto eza fal fan fat fue fuq gej gjn gna gng gog gwr hag hav ife ikk ikw iqw iri ish jmc kdc kdl kez kkj kmb kmy koo kqn kqs krx ktu kua kub kuj kus kwy lai ldi leh lem lgm lia lip llb lmp loq lsm lwg mck mer mfq mgo mhw mkl mny mwn myk myx mzw naw nba nbl ndc ndh ndj ngl ngp nim nin nmz nnh nnq nnw ntr nuj nxd nyf nyk nyu nyy nza nzi oke ozm pem pfe phm pkb pny rnd rub ruf sby sfw sig sld snw soe soy srr swc swk sxb tbz thk tke tnr tog toh tsc tsw ttj tul tum twi twx uth vid vmk vmw vun vut wlx wmw xog xrb yat yaz zdj ziw
Atlantic-Congo|Agneby|Latn|abi adj
Atlantic-Congo|Baatonum|Latn|bba
Atlantic-Congo|Bantu|Latn|bas bem beq bum cgg dua eko ewo guz hay heh her ilb kam kck kde kik kin kki kng kny ksb ksf kwn lam lin lol loz lua lub lue lug lun mcp mgh mgr nde ndo ngc nnb nse nso nya nyn nyo old poy rim rng run sbs seh sna sop sot ssw suk swa swb swh tap tlj tll toi tsn tso umb ven xho yao yom zul
Atlantic-Congo|Beboid|Latn|nhu
Atlantic-Congo|Benue-Congo Plateau|Latn|bom izr kcg mda
Atlantic-Congo|Cangin|Latn|snf
Atlantic-Congo|Defoid|Latn|yor
Atlantic-Congo|Edoid|Latn|bin iso urh
Atlantic-Congo|Ekoid-Mbe|Latn|etu
Atlantic-Congo|Ga-Dangme|Latn|gaa
Atlantic-Congo|Gbaya-Manza-Ngbaka|Latn|gso gya
Atlantic-Congo|Gbe|Latn|ajg ewe fon guw
Atlantic-Congo|Grusi|Latn|kbp kdh lee sil tpm vag xsm
Atlantic-Congo|Idomoid|Latn|idu ige
Atlantic-Congo|Igboid|Latn|ibo izz
Atlantic-Congo|Jola|Latn|csk dyo
Atlantic-Congo|Jukunoid|Latn|jbu
Atlantic-Congo|Ka-Togo|Latn|avn
Atlantic-Congo|Kim|Latn|kia
Atlantic-Congo|Kirma-Tyurama|Latn|cme
Atlantic-Congo|Lobiri-Jaane|Latn|lob
Atlantic-Congo|Lower Cross|Latn|ann efi
Atlantic-Congo|Mambiloid|Latn|mcu mzk
Atlantic-Congo|Mamfe|Latn|ken
Atlantic-Congo|Manjaku|Latn|knf
Atlantic-Congo|Mbumic|Latn|mua tui xuo
Atlantic-Congo|Mumuye-Yandang|Latn|mzm
Atlantic-Congo|Na-Togo|Latn|lef
Atlantic-Congo|Northern Mel|Latn|bsp tem
Atlantic-Congo|Nupoid|Latn|gbr
Atlantic-Congo|Ogonoid|Latn|gkn ogo
Atlantic-Congo|Oti-Volta|Latn|bim bud bwu dag dga gur gux maw mos wwa xon
Atlantic-Congo|Peul-Serer|Latn|ffm fub fuf fuh ful fuv
Atlantic-Congo|Samba-Duru|Latn|dow dur ndi
Atlantic-Congo|Senufo|Latn|dyi nfr spp
Atlantic-Congo|Southern Mel|Latn|kss
Atlantic-Congo|Tano|Latn|any bci cko ncu nko
Atlantic-Congo|Tenda|Latn|bsc cou
Atlantic-Congo|Tikar|Latn|tik
Atlantic-Congo|Tivoid|Latn|tiv
Atlantic-Congo|Tusia|Latn|wib
Atlantic-Congo|Ubangi|Latn|muh ndz ngb sag zne
Atlantic-Congo|Wide Grassfields|Latn|bav bfd mnf oku yam ybb
Atlantic-Congo|Wolof|Latn|wol
Austroasiatic||Laoo|ncq
Austroasiatic||Latn|cmo wbm
Austroasiatic||Thai|kxm lcp
Austroasiatic|Bahnaric|Latn|bdq
Austroasiatic|Katuic|Latn|bru
Austroasiatic|Khasian|Latn|kha
Austroasiatic|Khmer|Khmr|khm
Austroasiatic|Monic|Mymr|mnw
Austroasiatic|Munda|Olck|sat
Austroasiatic|Munda|Orya|jun
Austroasiatic|Nicobarese|Latn|caq
Austroasiatic|Vietic|Latn|vie
Austronesian||Arab|bjn
Austronesian||Latn|aai aaz abs abx agn agw akb alj atd att aui bch bdd bew bgs bgt bhz bjp bku bmk bno bnp bps btd bts buk bvc bvd bwd bxh bzh cgc clu dad dob drg dtb dtp due dww ebk far gdg heg hot ifa ifk ifu ify iry ivv jra jvn kak kbm khz klv kmk knx kqe kqf kqw krj ksc ktm kud kwf lbb lgl lid llg loe mbd mbf mbh mbi mbs mee met mkn mmo mmx mox mpx mrv msb msk mta mui mvp mwc mzz nfa nho nmw nss obo otd plw pne prf pri pse rai rar rgu row sas sbl sdq sgb skg smk sml ssg stn suc swp syb szy tbk tgp tnn tnp tpa tpz tte tuc txq ubr uvl wat wew whk wuv xmv xnn xsb yml
Austronesian|Atayalic|Latn|tay trv
Austronesian|Barito|Latn|mhy mlg nij plt
Austronesian|Batanic|Latn|ivb
Austronesian|Bilic|Latn|bpr tbl tiy
Austronesian|Celebic|Latn|bgz blz kzf lew mnb npy pmf ppk
Austronesian|Central Luzon|Latn|pam
Austronesian|Central Malayo-Polynesian|Latn|alp aoz bhp frd hvn kei kje lex mqy tet twu xbr
Austronesian|Chamorro|Latn|cha
Austronesian|East Formosan|Latn|ami
Austronesian|Greater Central Philippine|Latn|agt bcl bkd ceb duo fil gor hil hnn mbb mbt mmn mog mrw tbw tgl tsg war
Austronesian|Javanese|Latn|jav
Austronesian|Lampungic|Latn|ljp
Austronesian|Land Dayak|Latn|bth sdo
Austronesian|Malayo-Sumbawan|Latn|ace ban iba ind mad min msa rad sun xmm zsm
Austronesian|Malayo-Sumbawan|Thai|urk
Austronesian|North Borneo|Latn|kzj lnd nrm tih
Austronesian|Northern Luzon|Latn|blw dgc ibg ifb ilo isd itv kne lbk pag
Austronesian|Northwest Sumatra-Barrier Islands|Latn|bbc btx mwv nia
Austronesian|Oceanic|Latn|adz aia aji apb apr chk dhv emi fij fud gfk gil haw hla jae kij kos kpg ksd kwd lcm leu lww mah mek meu mlu mna mri mrq mva mvn myw nak niu nlg nsn ntu nwi omb pma pon pss ptp pwg rap rro rtm rug sbe sgz smo snc sps tah tbc tbo tgo tkl tnk ton tvk tvl upv viv wed wls xsi
Austronesian|Paiwan|Latn|pwn
Austronesian|Palauan|Latn|pau
Austronesian|Rejang|Latn|rej
Austronesian|Rukai|Latn|dru
Austronesian|Sama-Bajaw|Latn|yka
Austronesian|Sangiric|Latn|sxn
Austronesian|South Halmahera - West New Guinea|Latn|amk bhw
Austronesian|South Sulawesi|Latn|atq bug mak mqj ptu sda
Austronesian|Yapese|Latn|yap
Aymaran|Aymaran|Latn|aym ayr
Baining|Baining|Latn|byx
Barbacoan|Barbacoan|Latn|cbi cof gum kwi
Basque (isolate)|Basque|Latn|eus
Boran|Boran|Latn|bmr boa
Border|Border|Latn|amn wrs
Bosavi||Latn|khs
Bosavi|Bosavi|Latn|bco etr
Cahuapanan|Cahuapanan|Latn|cbt
Camsá (isolate)|Camsá|Latn|kbh
Candoshi-Shapra (isolate)|Candoshi|Latn|cbu
Cariban||Latn|pbc
Cariban|Cariban|Latn|ake apy bkq car hix mbc way yup
Central Sudanic||Latn|bjv gqr gvl kbo ksp lap luc mgc mwm
Central Sudanic|Bongo-Bagirmi|Latn|bdh bex kyq myb sba
Central Sudanic|Lendu|Latn|niy
Central Sudanic|Moru-Ma'di|Latn|avu lgg log mhi
Chibchan||Latn|cuk
Chibchan|Arhuacic|Latn|kog
Chibchan|Guaymiic|Latn|gym sab
Chibchan|Kuna|Latn|kvn
Chibchan|Tunebo|Latn|tuf
Chibchan|Western Isthmic Chibchan|Latn|bzd cjp tfr
Chicham|Jivaroan|Latn|acu agr hub jiv
Chiquitano|Chiquitano|Latn|cax
Chocoan|Choco|Latn|cto emp noa sja
Chukotko-Kamchatkan|Northern Chukotko-Kamchatkan|Cyrl|ckt
Cofán (isolate)|Cofán|Latn|con
Dagan||Latn|gdn mti soq
Dagan|Dagan|Latn|dgz
Dogon|Dogon|Latn|dts
Dravidian||Deva|fmu
Dravidian||Telu|wsg
Dravidian|Dravidian|Arab|brh
Dravidian|Dravidian|Deva|kru
Dravidian|Dravidian|Knda|kan tcy
Dravidian|Dravidian|Mlym|mal
Dravidian|Dravidian|Taml|tam
Dravidian|Dravidian|Telu|kff tel
East Bird's Head|East Bird's Head|Latn|mej mnx
East Strickland||Latn|kkc kxw
Eastern Trans-Fly||Latn|bon gdr
Eleman|Eleman|Latn|tqo
Eskimo-Aleut||Latn|esk
Eskimo-Aleut|Eskimo|Cans|ike
Eskimo-Aleut|Eskimo|Latn|esi ess esu ikt kal
Fasu (isolate)|Fasu|Latn|faa
Garrwan|Garrwan|Latn|wrk
Geelvink Bay|Geelvink Bay|Latn|bvz
Guahiboan|Guahiban|Latn|cui guh guo
Guaicuruan|Kadiwéu|Latn|kbc
Guaicuruan|Qom|Latn|moc plg tob
Gumuz|Gumuz|Ethi|guk
Gunwinyguan|Anindilyakwa|Latn|aoi
Gunwinyguan|Nunggubuyu|Latn|nuy
Harakmbut|Harakmbet|Latn|amr
Heibanic|Heiban|Latn|mor
Hmong-Mien|Hmongic|Latn|hmn hnj mww
Hmong-Mien|Mienic|Latn|ium
Huavean|Huavean|Latn|huv
Huitotoan|Witoto|Latn|hto huu
Indo-European||Arab|lki pnb sdh skr
Indo-European||Beng|bpy syl
Indo-European||Cyrl|chu orv rue
Indo-European||Deva|anp doi dty gom hne mup rjs sck thl
Indo-European||Goth|got
Indo-European||Grek|grc pnt
Indo-European||Latn|acf aln ang arg bis bzj cbk ccp cos crs djk eml enm ext fro frp fur gcf gcr goh gos gul hat hns hrx hwc icr jam kea kiu kri lim lmo ltg mfe mwl non nrf pap pcd pcm pdc pdt pfl pis pov prg rcf rhg rmc rme rmq rop rup scn sco sdc sgs srm srn stq swg szl tcs tpi vec vls wes wln
Indo-European|Albanian|Latn|als sqi
Indo-European|Armenian|Armn|hye hyw
Indo-European|Baltic|Latn|lav lit lvs
Indo-European|Celtic|Latn|bre cor cym gla gle glv
Indo-European|Germanic|Hebr|ydd yid
Indo-European|Germanic|Latn|afr bar dan deu eng fao frr fry gmh gsw isl ksh ltz nds nld nno nob nor swe zea
Indo-European|Greek|Grek|ell
Indo-European|Indic|Arab|snd urd
Indo-European|Indic|Beng|asm ben
Indo-European|Indic|Deva|awa bho hin kas kok mag mai mar nep npi san
Indo-European|Indic|Gujr|guj
Indo-European|Indic|Guru|pan
Indo-European|Indic|Latn|hif rml rmn rmo rmy
Indo-European|Indic|Orya|ori ory
Indo-European|Indic|Sinh|sin
Indo-European|Indic|Thaa|div
Indo-European|Iranian|Arab|ckb fas glk hac lrc mzn pbt pus
Indo-European|Iranian|Cyrl|oss sgh tgk
Indo-European|Iranian|Latn|diq kmr kur tly
Indo-European|Romance|Latn|ast cat fra glg ita lad lat lij lld nap oci pms por roh ron spa srd
Indo-European|Slavic|Cyrl|bel bul mkd rus srp ukr
Indo-European|Slavic|Latn|bos ces cnr csb dsb hbs hrv hsb pol slk slv
Iroquoian|Northern Iroquoian|Latn|moh
Iroquoian|Southern Iroquoian|Cher|chr
Iwaidjan Proper|Iwaidjan|Latn|mph
Japonic|Japanese|Jpan|jpn
Jicaquean|Tol|Latn|jic
Kakua-Nukak|Cacua-Nukak|Latn|cbv
Kamula-Elevala||Latn|xla
Kartvelian|Kartvelian|Geor|kat xmf
Khoe-Kwadi|Khoe-Kwadi|Latn|naq nhr
Kiowa-Tanoan|Kiowa-Tanoan|Latn|tew
Koiarian||Latn|mcq nvm
Koiarian|Koiarian|Latn|aom bbb kpx
Koman||Latn|udu
Koreanic|Korean|Hang|kor
Kru||Latn|blh bsq gbo gud kqo ktj kyf nwb ted
Kru|Kru|Latn|wob
Kunimaipan||Latn|big
Kunimaipan|Core Goilalan|Latn|kup wer
Kuot (isolate)|Kuot|Latn|kto
Kwalean||Latn|ksj
Kxa|Ju-Kung|Latn|ktz
Left May|Left May|Latn|amm
Lengua-Mascoy||Latn|enl
Lengua-Mascoy|Mascoian|Latn|enx
Mande||Latn|bus bwq daf kno mfg moa msc neb sbd tod yal yre
Mande|Eastern Mande|Latn|bib bqc bqp dnj goa mev
Mande|Western Mande|Arab|sus
Mande|Western Mande|Latn|bam bbo dyu kao knk kpe lok lom men mnk
Maningrida|Burarran|Latn|bvr
Manubaran||Latn|kqc
Mataguayan||Latn|mtp wlv
Mataguayan|Matacoan|Latn|cag crt mca mzh
Mayan||Latn|usp
Mayan|Mayan|Latn|acr agu caa cac cak chf ctu hus ixl jac kek kjb knj lac mam mop poh quc toj ttc tzh tzj tzo yua
Misumalpan|Misumalpan|Latn|miq yan
Mixe-Zoque||Latn|mir mxq mzl
Mixe-Zoque|Mixe-Zoque|Latn|mco mto mxp poi pos zos
Mongolic-Khitan||Cyrl|bxr
Mongolic-Khitan|Mongolic|Cyrl|khk mon xal
Mosetén-Chimané (isolate)|Mosetenan|Latn|cas
Muskogean|Muskogean|Latn|cho mus
Naduhup|Nadahup|Latn|mbj
Nakh-Daghestanian|Avar-Andic-Tsezic|Cyrl|ava
Nakh-Daghestanian|Dargwic|Cyrl|dar
Nakh-Daghestanian|Lak|Cyrl|lbe
Nakh-Daghestanian|Lezgic|Cyrl|agx lez tab tkr
Nakh-Daghestanian|Nakh|Cyrl|che inh
Nambiquaran|Nambikuaran|Latn|nab
Ndu|Ndu|Latn|abt ian wos
Nilotic||Latn|adh alz dik dks enb kdi keo mfz sgc spy
Nilotic|Eastern Nilotic|Latn|kdj mas teo tuv
Nilotic|Southern Nilotic|Latn|kpz tcc
Nilotic|Western Nilotic|Latn|ach laj luo lwo nus shk
North Bougainville|North Bougainville|Latn|roo
North Halmahera|North Halmaheran|Latn|gbi tby tlb
Nuclear Torricelli|Central Wapei|Latn|avt ong
Nuclear Torricelli|Kombio-Arapesh|Latn|aoj ape xbi
Nuclear Torricelli|Marienberg|Latn|kms
Nuclear Torricelli|Urat|Latn|urt
Nuclear Torricelli|Urim|Latn|uri
Nuclear Trans New Guinea||Latn|akh aso awx bbr bhl bmh boj dah ded dnw eri fad fai gam gaw hui imo ino iou ipi kgf kjs klt kmu kpf kpq ksr kyg med mhl mlh mpp mux nbq nca nif nii nop nou omw ssx taw tim urw uvh waj yby yon yut yuw zia
Nuclear Trans New Guinea|Bargam|Latn|mlp
Nuclear Trans New Guinea|Binanderean|Latn|bhg kpr okv sue
Nuclear Trans New Guinea|Chimbu-Wahgi|Latn|cjv gvf kue sll ubu whg
Nuclear Trans New Guinea|Dani|Latn|yli
Nuclear Trans New Guinea|Enga_Kewa-Huli|Latn|enq kew kyc
Nuclear Trans New Guinea|Finisterre|Latn|rwo wnc
Nuclear Trans New Guinea|Fore-Gimi|Latn|for
Nuclear Trans New Guinea|Gahuku|Latn|gah
Nuclear Trans New Guinea|Gauwa|Latn|agd auy awb usa
Nuclear Trans New Guinea|Guhu-Samane|Latn|ghs
Nuclear Trans New Guinea|Huon|Latn|bmu kmg naf ons spl
Nuclear Trans New Guinea|Kalam-Kobon|Latn|kmh kpw
Nuclear Trans New Guinea|Kowan|Latn|wsk
Nuclear Trans New Guinea|Mabuso|Latn|aey
Nuclear Trans New Guinea|Mek|Latn|kkl mtg
Nuclear Trans New Guinea|North Adelbert|Latn|wnu
Nuclear Trans New Guinea|Ok|Latn|mpt tif tlf
Nuclear Trans New Guinea|Oksapmin|Latn|opm
Nuclear Trans New Guinea|Rai Coast|Latn|ssd
Nuclear Trans New Guinea|Siane-Yagaria|Latn|bef kbq snp
Nuclear Trans New Guinea|Tairora|Latn|bjr tbg
Nuclear-Macro-Je|Je Central|Latn|xav
Nuclear-Macro-Je|Je Meridional|Latn|kgp
Nuclear-Macro-Je|Je Setentrional|Latn|apn txu
Nuclear-Macro-Je|Karajá|Latn|kpj
Nuclear-Macro-Je|Maxakalian|Latn|mbl
Nuclear-Macro-Je|Rikbaktsa|Latn|rkb
Otomanguean||Latn|azg chj chz cly cnl maa maj mip mit mxb mxv mza otn ots pls pmq pps trq vmy xtd xtm xtn zac zad zae zam zao zar zas zat zca zpa zpc zpg zpj zpl zpo zpt zpu zpv zsr ztq zty
Otomanguean|Amuzgoan|Latn|amu
Otomanguean|Chinantecan|Latn|cco chq cle cnt cpa cso cuc
Otomanguean|Cuicatec|Latn|cut cux
Otomanguean|Mixtec|Latn|mib mie mig mih mil mim mio miy miz mjc mks mpm mxt
Otomanguean|Otomian|Latn|maz ote otm oto otq
Otomanguean|Popolocan|Latn|maq mau poe
Otomanguean|Subtiaba-Tlapanec|Latn|tcf
Otomanguean|Trique|Latn|trc trs
Otomanguean|Zapotecan|Latn|cta ctp cya zaa zab zai zav zaw zpi zpm zpq zpz
Pama-Nyungan||Latn|amx
Pama-Nyungan|Central Pama-Nyungan|Latn|aer aly are
Pama-Nyungan|Northern Pama-Nyungan|Latn|gvn mwp wim
Pama-Nyungan|Western Pama-Nyungan|Latn|dhg djr gnn pjt wbp wmt
Pano-Tacanan|Panoan|Latn|cao cbr cbs kaq mcd mcf shp yaa
Pano-Tacanan|Tacanan|Latn|cav ese tna
Pauwasi|Eastern Pauwasi|Latn|yuj
Peba-Yagua|Peba-Yaguan|Latn|yad
Pele-Ata (isolate)||Latn|ata
Piawi|Piawi|Latn|tmd
Puinave (isolate)|Puinave|Latn|pui
Páez (isolate)|Páezan|Latn|pbb
Quechuan||Latn|quf qup qus quw qva qve qvh qvm qvo qvs qvw qvz qwh qxh qxl qxn qxo qxr
Quechuan|Quechuan|Latn|inb qub que qug quh qul quy quz qvc qvi qvn
Ramu||Latn|gai spm
Ramu|Ruboni|Latn|geb msy
Saharan||Latn|kby
Saharan|Western Saharan|Latn|knc
Senagi|Senagi|Latn|agg
Sepik||Latn|iws kwj sim sny
Sepik|Abau|Latn|aau
Sepik|Nukuma|Latn|kmo
Sepik|Sepik Hill|Latn|amp
Sepik|Tama Sepik|Latn|yss
Sino-Tibetan||Cyrl|dng
Sino-Tibetan||Deva|rav suz
Sino-Tibetan||Hani|lzh
Sino-Tibetan||Kali|kyu
Sino-Tibetan||Latn|aeu aim ajz anm atb biu cek cfm cmr cnw czt dln gnb hra kix kmm lhi lmk lsi mwq nbe nct njn nkf nma nmh nmo nng nnl nnp nph npo nre nri nsa pmx ria rnl smt vap yim zom zyp
Sino-Tibetan||Mymr|blk
Sino-Tibetan||Tibt|dzo
Sino-Tibetan|Angami-Pochuri|Latn|njm nsm
Sino-Tibetan|Bodic|Deva|taj xsr
Sino-Tibetan|Bodic|Tibt|bod lbj
Sino-Tibetan|Brahmaputran|Beng|grt
Sino-Tibetan|Brahmaputran|Deva|brx
Sino-Tibetan|Brahmaputran|Latn|dis kac nbc njb nst trp
Sino-Tibetan|Burmese-Lolo|Latn|acn ahk lhu mhx
Sino-Tibetan|Burmese-Lolo|Lisu|lis
Sino-Tibetan|Burmese-Lolo|Mymr|mya
Sino-Tibetan|Burmese-Lolo|Thai|bzi
Sino-Tibetan|Central Naga|Latn|njo
Sino-Tibetan|Chinese|Hani|cmn wuu yue zho
Sino-Tibetan|Chinese|Latn|hak nan
Sino-Tibetan|Himalayish|Deva|kle lif new
Sino-Tibetan|Karbic|Latn|mjw
Sino-Tibetan|Karen|Mymr|ksw
Sino-Tibetan|Karen|Thai|pww
Sino-Tibetan|Kuki-Chin|Latn|bgr cnh cnk csy ctd hmr lus pck tcz tro
Sino-Tibetan|Manipuri|Beng|mni
Sino-Tibetan|Nungish|Latn|raw
Sino-Tibetan|Tangkhul-Maring|Latn|nmf
Sino-Tibetan|Tani|Latn|adi adl apt mrg njz
Sino-Tibetan|Zemeic|Latn|nbu nzm
Siouan|Mississippi Valley Siouan|Latn|dak
Songhay||Latn|ddn
Songhay|Songhay|Latn|dje ses
South Bougainville|South Bougainville|Latn|nas
South Omotic|South Omotic|Latn|amf
Southern Daly|Murrinh-Patha|Latn|mwf
Sulka (isolate)|Sulka|Latn|sua
Surmic|South Surmic|Latn|did mur
Ta-Ne-Omotic||Latn|gof
Ta-Ne-Omotic|Ta-Ne-Omotic|Ethi|kqy mdy
Ta-Ne-Omotic|Ta-Ne-Omotic|Latn|dwr gmv kbr wal
Tabo (isolate)||Latn|knv
Tai-Kadai||Latn|zyb
Tai-Kadai||Thai|nod
Tai-Kadai|Kam-Tai|Laoo|lao
Tai-Kadai|Kam-Tai|Mymr|shn
Tai-Kadai|Kam-Tai|Thai|tha
Tarascan|Tarascan|Latn|tsz
Teberan|Teberan|Latn|mps ppo
Tequistlatecan|Tequistlatecan|Latn|chd
Ticuna-Yuri|Ticuna|Latn|tca
Timor-Alor-Pantar||Latn|ddg
Timor-Alor-Pantar|Alor-Pantar|Latn|abz
Timor-Alor-Pantar|East Timor|Latn|mkz
Tor-Orya|Tor-Orya|Latn|bkl ury
Totonacan||Latn|tku toc tpp
Totonacan|Totonacan|Latn|tee too top tos tpt
Tucanoan|Tucanoan|Latn|bao bsn cbc coe cub des gvc myy pir sey snn sri tav tnc tue tuo
Tungusic||Mong|sjo
Tungusic|Tungusic|Cyrl|eve
Tupian||Latn|gnw gun gyr mav nhd pah tpw yrl
Tupian|Maweti-Guarani|Latn|grn gub gug gui guq kgk kyz oym srq urb
Tupian|Munduruku|Latn|myu
Turkic||Arab|ota
Turkic|Turkic|Arab|azb uig uzs
Turkic|Turkic|Cyrl|alt bak chv cjs kaa kaz kir kjh krc kum nog sah tat tyv uzn
Turkic|Turkic|Latn|aze azj crh gag kdr tuk tur uzb
Uralic||Latn|fit fkv lud olo sju smj smn sms vro
Uralic|Finnic|Latn|ekk est fin krl liv vep vot
Uralic|Mari|Cyrl|mhr mrj
Uralic|Mordvin|Cyrl|mdf myv
Uralic|Permic|Cyrl|koi kpv udm
Uralic|Saami|Latn|sma sme
Uralic|Samoyedic|Cyrl|nio yrk
Uralic|Ugric|Cyrl|kca mns
Uralic|Ugric|Latn|hun
Urarina (isolate)|Urarina|Latn|ura
Uru-Chipaya|Uru-Chipaya|Latn|cap
Uto-Aztecan||Latn|cok nch ncx nhi nhk nhy npl nsu
Uto-Aztecan|Aztecan|Latn|azz nah ncj ncl ngu nhe nhg nhw nhx
Uto-Aztecan|Cahita|Latn|mfy yaq
Uto-Aztecan|Corachol|Latn|crn hch
Uto-Aztecan|Northern Uto-Aztecan|Latn|hop pao
Uto-Aztecan|Tarahumaran|Latn|tac tar var
Uto-Aztecan|Tepiman|Latn|ntp ood stp
Waorani (isolate)|Waorani|Latn|auc
Warao (isolate)|Warao|Latn|wba
Wiru (isolate)||Latn|wiu
Yanomamic||Latn|guu
Yanomamic|Yanomam|Latn|xsu
Yareban||Latn|aby
Yareban|Yareban|Latn|yrb
Yawa-Saweru|Yawa|Latn|yva
Yele (isolate)|Yele|Latn|yle
Yuat||Latn|kql
Yuracaré (isolate)|Yuracare|Latn|yuz
Zamucoan||Latn|ceg
Zamucoan|Zamucoan|Latn|ayo
Zaparoan|Zaparoan|Latn|arl
`;
