/**
 * Languages one a line: ISO 639-3 code, scripts (ISO 15924, the usual one first), English name.
 *
 * Codes and scripts: the subsets of FineWeb2 (huggingface/fineweb-2 @ d0defb2) and English. Names: Unicode CLDR where it
 * has one (Unicode licence v3), else Glottolog 5.1 (https://glottolog.org, CC-BY-4.0); some shortened by hand.
 * Families and genera are in relatedness-table.ts.
 */
export const languagesTable = `
aai|Latn|Arifama-Miniafia
aak|Latn|Ankave
aau|Latn|Abau
aaz|Latn|Amarasi
aba|Latn|Abé
abi|Latn|Abidji
abk|Cyrl|Abkhazian
abn|Latn|Abua
abq|Cyrl|Abaza
abs|Latn|Ambonese Malay
abt|Latn|Ambulas
abx|Latn|Inabaknon
aby|Latn|Aneme Wake
abz|Latn|Abui
aca|Latn|Achagua
acd|Latn|Gikyode
ace|Latn Arab|Acehnese
acf|Latn|Saint Lucian Creole French
ach|Latn|Acoli
acm|Arab|Gilit Mesopotamian Arabic
acn|Latn|Longchuan Achang
acr|Latn|Achi
acu|Latn|Achuar-Shiwiar
ada|Latn|Adangme
ade|Latn|Adele
adh|Latn|Adhola
adi|Latn|Bori-Karko
adj|Latn|Adioukrou
adl|Latn|Galo
ady|Cyrl|Adyghe
adz|Latn|Adzera
aeb|Arab|Tunisian Arabic
aer|Latn|Eastern Arrernte
aeu|Latn|Akeu
aey|Latn|Amele
afr|Latn|Afrikaans
agd|Latn|Agarabi
agg|Latn|Angor
agm|Latn|Angaataha
agn|Latn|Agutaynen
agr|Latn|Aguaruna
agt|Latn|Central Cagayan Agta
agu|Latn|Aguacateco
agw|Latn|Kahua
agx|Cyrl|Aghul
aha|Latn|Ahanta
ahk|Latn|Akha
aia|Latn|Arosi
aii|Syrc|Assyrian Neo-Aramaic
aim|Latn|Aimol
ain|Latn|Ainu
ajg|Latn|Aja (Benin)
aji|Latn|Ajië
ajz|Latn|Amri Karbi
akb|Latn|Batak Angkola
ake|Latn|Akawaio-Ingariko
akh|Latn|Angal Heneng
akp|Latn|Siwu
alj|Latn|Alangan
aln|Latn|Gheg Albanian
alp|Latn|Alune
alq|Latn|Algonquin
als|Latn|Tosk Albanian
alt|Cyrl|Southern Altai
aly|Latn|Alyawarr
alz|Latn|Alur
ame|Latn|Yanesha'
amf|Latn|Hamer-Banna
amh|Ethi|Amharic
ami|Latn|Amis
amk|Latn|Ambai
amm|Latn|Ama (Papua New Guinea)
amn|Latn|Amanab
amp|Latn|Alamblak
amr|Latn|Amarakaeri
amu|Latn|Guerrero Amuzgo
amx|Latn|Anmatyerre
ang|Latn|Old English
anm|Latn|Anal
ann|Latn|Obolo
anp|Deva|Angika
anv|Latn|Denya
any|Latn|Anyin
aoi|Latn|Anindilyakwa
aoj|Latn|Mufian
aom|Latn|Ömie
aoz|Latn|Uab Meto
apb|Latn|Sa'a
apc|Arab|Levantine Arabic
ape|Latn|Bukiyip
apn|Latn|Apinayé
apr|Latn|Arop-Lokep
apt|Latn|Apatani
apu|Latn|Apurinã
apw|Latn|Western Apache
apy|Latn|Apalaí
apz|Latn|Safeyoka
arb|Arab Latn|Standard Arabic
are|Latn|Western Arrarnta
arg|Latn|Aragonese
arl|Latn|Arabela
arn|Latn|Mapuche
arp|Latn|Arapaho
arq|Arab|Algerian Arabic
ars|Arab|Najdi Arabic
ary|Arab|Moroccan Arabic
arz|Arab|Egyptian Arabic
asg|Latn|Western-Kambari-Cishingini
asm|Beng Latn|Assamese
aso|Latn|Dano
ast|Latn|Asturian
ata|Latn|Pele-Ata
atb|Latn|Zaiwa
atd|Latn|Ata Manobo
atg|Latn|Ivbie North-Okpela-Arhe
ati|Latn|Attié
atj|Latn|Atikamekw
atq|Latn|Aralle-Tabulahan
att|Latn|Pamplona Atta
auc|Latn|Waorani
aui|Latn|Anuki
auy|Latn|Awiyaana
ava|Cyrl|Avaric
avk|Latn|Kotava
avn|Latn|Avatime
avt|Latn|Au
avu|Latn|Avokaya
awa|Deva|Awadhi
awb|Latn|Awa (Papua New Guinea)
awx|Latn|Awara
ayo|Latn|Ayoreo
ayp|Arab|North Mesopotamian Arabic
ayr|Latn|Central Aymara
azb|Arab|South Azerbaijani
azg|Latn|San Pedro Amuzgos Amuzgo
azj|Latn Cyrl|North Azerbaijani
azz|Latn|Highland Puebla Nahuatl
bak|Cyrl|Bashkir
bam|Latn|Bambara
ban|Latn|Balinese
bao|Latn|Waimaha
bar|Latn|Bavarian
bas|Latn|Basaa
bav|Latn|Vengo
bba|Latn|Baatonum
bbb|Latn|Barai
bbc|Latn|Batak Toba
bbj|Latn|Ghomala
bbk|Latn|Babanki
bbo|Latn|Northern Bobo Madaré
bbr|Latn|Girawa
bch|Latn|Bariai
bci|Latn|Baoulé
bcl|Latn|Bikol
bco|Latn|Kaluli
bcw|Latn|Bana
bdd|Latn|Bunama
bdh|Latn|Baka (South Sudan)
bdq|Latn|Bahnar
bea|Latn|Beaver
bef|Latn|Benabena
bel|Cyrl|Belarusian
bem|Latn|Bemba
ben|Beng Latn|Bengali
beq|Latn|Beembe
bew|Latn|Betawi
bex|Latn|Jur Modo
bfd|Latn|Bafut
bfo|Latn|Malba Birifor
bgr|Latn|Bawm Chin
bgs|Latn|Tagabawa
bgt|Latn|Bughotu
bgz|Latn|Banggai
bhg|Latn|Binandere
bhl|Latn|Bimin
bho|Deva|Bhojpuri
bhp|Latn|Bima
bhw|Latn|Biak
bhz|Latn|Bada (Indonesia)
bib|Latn|Bissa
big|Latn|Biangai
bim|Latn|Bimoba
bin|Latn|Bini
bis|Latn|Bislama
biu|Latn|Biete
biv|Latn|Southern Birifor
bjn|Arab Latn|Banjar
bjp|Latn|Fanamaket
bjr|Latn|Binumarien
bjv|Latn|Nangnda
bkd|Latn|Talaandig-Binukid
bkl|Latn|Berik
bkq|Latn|Bakairí
bku|Latn|Buhid
bkv|Latn|Bekwarra
bla|Latn|Siksiká
blh|Latn|Kuwaa
blk|Mymr|Pa'o Karen
blt|Latn|Tai Dam
blw|Latn|Balangao
blz|Latn|Balantak
bmh|Latn|Kein
bmk|Latn|Ghayavi
bmq|Latn|Bomu
bmr|Latn|Muinane
bmu|Latn|Burum-Mindik
bmv|Latn|Bum
bno|Latn|Bantoanon
bnp|Latn|Bola
boa|Latn|Bora
bod|Tibt|Tibetan
boj|Latn|Anjam
bom|Latn|Berom
bon|Latn|Bine
bos|Latn|Bosnian
bov|Latn|Tuwuli
box|Latn|Buamu
bpr|Latn|Koronadal Blaan
bps|Latn|Sarangani Blaan
bpy|Beng|Bishnupriya
bqc|Latn|Boko (Benin)
bqj|Latn|Bandial
bqp|Latn|Busa
bre|Latn|Breton
brh|Arab|Brahui
bru|Latn|Eastern Bru
brx|Deva Latn|Bodo
bsc|Latn|Bassari-Tanda
bsn|Latn|Barasana-Eduria
bsp|Latn|Baga Sitemu
bsq|Latn|Bassa
bss|Latn|Akoose
btd|Latn|Batak Dairi
bth|Latn|Biatah Bidayuh
bts|Latn|Batak Simalungun
btt|Latn|Bete-Bendi
btx|Latn|Batak Karo
bud|Latn|Ntcham
bug|Latn|Buginese
buk|Latn|Bugawac
bul|Cyrl|Bulgarian
bum|Latn|Bulu
bus|Latn|Bokobaru
bvc|Latn|Baelelea
bvd|Latn|Baeggu
bvr|Latn|Burarra
bvz|Latn|Bauzi
bwd|Latn|Bwaidoka
bwi|Latn|Baniwa do Icana
bwq|Latn|Southern Bobo Madaré
bwu|Latn|Buli (Ghana)
bxh|Latn|Buhutu
bxr|Cyrl|Russia Buriat
byr|Latn|Baruya
byv|Latn|Medumba
byx|Latn|Qaqet
bzd|Latn|Bribri
bzh|Latn|Mapos Buang
bzi|Thai|Bisu
bzj|Latn|Belize Kriol English
caa|Latn|Ch'orti'
cab|Latn|Garifuna
cac|Latn|Chuj
caf|Latn|Southern Carrier
cag|Latn|Nivaclé
cak|Latn|Kaqchikel
cao|Latn|Chácobo
cap|Latn|Chipaya
caq|Latn|Car Nicobarese
car|Latn|Carib
cas|Latn|Mosetén-Chimané
cat|Latn|Catalan
cav|Latn|Cavineña
cax|Latn|Lomeriano-Ignaciano Chiquitano
cbc|Latn|Carapana
cbi|Latn|Cha'palaa
cbk|Latn|Chavacano
cbr|Latn|Cashibo-Cacataibo
cbs|Latn|Cashinahua
cbt|Latn|Shawi
cbu|Latn|Candoshi-Shapra
cbv|Latn|Kakua
cce|Latn|Chopi
cco|Latn|Comaltepec Chinantec
ccp|Latn|Chakma
ceb|Latn|Cebuano
ceg|Latn|Chamacoco
cek|Latn|Eastern Khumi Chin
ces|Latn|Czech
cfm|Latn|Falam Chin
cgc|Latn|Kagayanen
cgg|Latn|Chiga
cha|Latn|Chamorro
chd|Latn|Highland Oaxaca Chontal
che|Cyrl|Chechen
chf|Latn|Tabasco Chontal
chj|Latn|Ojitlán Chinantec
chk|Latn|Chuukese
cho|Latn|Choctaw
chq|Latn|Quiotepec Chinantec
chr|Cher Latn|Cherokee
chu|Cyrl|Church Slavic
chv|Cyrl|Chuvash
chw|Latn|Chuwabu
chz|Latn|Ozumacín Chinantec
cjk|Latn|Chokwe
cjo|Latn|Ashéninka Pajonal
cjp|Latn|Cabécar
cjs|Cyrl|Mrassu Shor-Tutal
cjv|Latn|Chuave
ckb|Arab|Central Kurdish
cko|Latn|Anufo
ckt|Cyrl|Chukchi
cle|Latn|Lealao Chinantec
clu|Latn|Caluyanun
cly|Latn|Eastern Highland Chatino
cme|Latn|Cerma
cmn|Hani|Mandarin Chinese
cmo|Latn Khmr|Central Mnong
cmr|Latn|Mro Chin
cnh|Latn|Haka Chin
cni|Latn|Asháninka
cnk|Latn|Khumi Chin
cnl|Latn|Lalana Chinantec
cnt|Latn|Tepetotutla Chinantec
cnw|Latn|Ngawn Chin
coe|Latn|Koreguaje
cof|Latn|Tsafiki
cok|Latn|Santa Teresa Cora
con|Latn|Cofán
cop|Copt|Coptic
cor|Latn|Cornish
cos|Latn|Corsican
cot|Latn|Caquinte
cou|Latn|Wamey
cpa|Latn|Palantla Chinantec
cpb|Latn|Ucayali-Yurúa Ashéninka
cpc|Latn|Ajyíninka Apurucayali
cpu|Latn|Pichis Ashéninka
cpy|Latn|South Ucayali Ashéninka
crh|Latn Cyrl|Crimean Tatar
crj|Cans|Southern East Cree
crk|Latn Cans|Plains Cree
crl|Cans|Northern East Cree
crm|Cans|Moose Cree
crn|Latn|El Nayar Cora
crs|Latn|Seselwa Creole French
crt|Latn|Riverine Chorote
crx|Latn|Central Carrier
csb|Latn|Kashubian
csk|Latn|Jola-Esulalu
cso|Latn|Sochiapam Chinantec
csw|Latn|Swampy Cree
csy|Latn|Sizang Chin
cta|Latn|Tataltepec Chatino
ctd|Latn|Tedim Chin
cto|Latn|Emberá-Catío
ctp|Latn|Western Highland Chatino
ctu|Latn|Chol
cub|Latn|Cubeo
cuc|Latn|Usila Chinantec
cui|Latn|Cuiba
cuk|Latn|San Blas Kuna
cul|Latn|Culina
cut|Latn|Teutila Cuicatec
cux|Latn|Tepeuxila Cuicatec
cwe|Latn|Kwere
cwt|Latn|Kuwaataay
cya|Latn|Nopala Chatino
cym|Latn|Welsh
czt|Latn|Zotung Chin
daa|Latn|Dangaleat
dad|Latn|Marik
daf|Latn|Dan
dag|Latn|Dagbani
dah|Latn|Gwahatike
dak|Latn|Dakota
dan|Latn|Danish
dar|Cyrl|Dargwa
ddg|Latn|Fataluku
ddn|Latn|Dendi (Benin)
ded|Latn|Dedua
des|Latn|Desano
deu|Latn|German
dga|Latn|Central Dagaare
dgc|Latn|Casiguran-Nagtipunan Agta
dgi|Latn|Northern Dagara
dgr|Latn|Dogrib
dgz|Latn|Daga
dhg|Latn|Dhangu
dhm|Latn|Zemba
dhv|Latn|Dehu
did|Latn|Didinga
dig|Latn|Digo
dik|Latn|Dinka
diq|Latn|Dimli (Zaza)
dis|Latn|Dimasa
diu|Latn|Diriku-Shambyu
div|Thaa|Divehi
dje|Latn|Zarma
djk|Latn|Aukan
djr|Latn|Djambarrpuyngu
dks|Latn|Southeastern Dinka
dln|Latn|Darlong
dng|Cyrl|Dungan
dnj|Latn|Nuclear Dan
dnw|Latn|Western Dani
dob|Latn|Dobu
doi|Deva|Dogri
dop|Latn|Lukpa
dos|Latn|Dogosé
dow|Latn|Doyayo
drg|Latn|Rungus
dru|Latn|Rukai
dsb|Latn|Lower Sorbian
dtb|Latn|Labuk-Kinabatangan Kadazan
dtp|Latn|Central Dusun
dts|Latn|Toro So Dogon
dty|Deva|Dotyali
dua|Latn|Duala
due|Latn|Umiray Dumaget Agta
dug|Latn|Duruma
duo|Latn|Dupaninan Agta
dur|Latn|Dii
dwr|Latn|Dawro
dww|Latn|Dawawa
dyi|Latn|Djimini Senoufo
dyo|Latn|Jola-Fonyi
dyu|Latn|Dyula
dzo|Tibt|Dzongkha
ebk|Latn|Eastern Bontok
efi|Latn|Efik
eka|Latn|Ekajuk
ekk|Latn|Estonian
eko|Latn|Koti
ell|Grek|Greek
emi|Latn|Mussau-Emira
eml|Latn|Emiliano-Romagnolo
emp|Latn|Northern Emberá
enb|Latn|Markweeta
eng|Latn|English
enl|Latn|Enlhet Norte
enm|Latn|Middle English
enq|Latn|Enga
enx|Latn|Enxet Sur
epo|Latn|Esperanto
eri|Latn|Ogea
ese|Latn|Ese Ejja
esi|Latn|North Alaskan Inupiatun
esk|Latn|Northwest Alaska Inupiatun
ess|Latn|Central Siberian Yupik
esu|Latn|Central Yupik
eto|Latn|Eton-Mengisa
etr|Latn|Edolo
etu|Latn|Ejagham
eus|Latn|Basque
eve|Cyrl|Even
ewe|Latn|Ewe
ewo|Latn|Ewondo
ext|Latn|Extremaduran
eza|Latn|Ezaa
faa|Latn|Fasu
fad|Latn|Wagi (Papua New Guinea)
fai|Latn|Faiwol
fal|Latn|South Fali
fan|Latn|Fang
fao|Latn|Faroese
far|Latn|Fataleka
fas|Arab|Persian
fat|Latn|Fanti
ffm|Latn|Maasina Fulfulde
fij|Latn|Fijian
fil|Latn|Filipino
fin|Latn|Finnish
fit|Latn|Tornedalen Finnish
fkv|Latn|Kven Finnish
fmu|Deva|Far Western Muria
fon|Latn|Fon
for|Latn|Fore
fra|Latn|French
frd|Latn|Fordata
fro|Latn|Old French
frp|Latn|Arpitan
frr|Latn|Northern Frisian
fry|Latn|Western Frisian
fub|Latn|Adamawa Fulfulde
fud|Latn|East Futuna
fue|Latn|Borgu Fulfulde
fuf|Latn|Pular
fuh|Latn|Western Niger Fulfulde
fuq|Latn|Central-Eastern Niger Fulfulde
fur|Latn|Friulian
fuv|Latn Arab|Hausa States Fulfulde
gaa|Latn|Ga
gag|Latn Cyrl|Gagauz
gah|Latn|Alekano
gai|Latn|Borei
gam|Latn|Kandawo
gaw|Latn|Nobonob
gaz|Latn|West Central Oromo
gbi|Latn|Galela
gbo|Latn|Grebo
gbr|Latn|Gbagyi
gcf|Latn|Guadeloupe-Martinique Creole French
gcr|Latn|Guianese Creole French
gde|Latn|Gude
gdg|Latn|Ga'dang
gdn|Latn|Umanakaina
gdr|Latn|Wipi
geb|Latn|Kire
gej|Latn|Gen
gfk|Latn|Patpatar
ghs|Latn|Guhu-Samane
gid|Latn|Gidar
gil|Latn|Gilbertese
giz|Latn|South Giziga
gjn|Latn|Gonja
gkn|Latn|Gokana
gla|Latn|Scottish Gaelic
gle|Latn|Irish
glg|Latn|Galician
glk|Arab|Gilaki
glv|Latn|Manx
gmh|Latn|Middle High German
gmv|Latn Ethi|Gamo
gna|Latn|Kaansa
gnb|Latn|Gangte
gnd|Latn|Zulgo-Gemzek
gng|Latn|Ngangam
gnn|Latn|Gumatj
gnw|Latn|Western Bolivian Guaraní
goa|Latn|Guro
gof|Latn Ethi|Gofa
gog|Latn|Gogo
goh|Latn|Old High German
gom|Deva Latn|Goan Konkani
gor|Latn|Gorontalo
gos|Latn|Gronings
got|Goth Latn|Gothic
gqr|Latn|Gor
grc|Grek|Ancient Greek
grt|Beng|Garo
gso|Latn|Southwest Gbaya
gsw|Latn|Swiss German
gub|Latn|Guajajára
guc|Latn|Wayuu
gud|Latn|Yocoboué Dida
gug|Latn|Paraguayan Guarani
guh|Latn|Sikuani
gui|Latn|Eastern Bolivian Guaraní
guj|Gujr Latn|Gujarati
guk|Ethi|Northern Gumuz
gul|Latn|Sea Island Creole English
gum|Latn|Guambiano
gun|Latn|Mbyá Guaraní
guo|Latn|Guayabero
guq|Latn|Aché
gur|Latn|Frafra
guu|Latn|Yanomamö
guw|Latn|Gun
gux|Latn|Gourmanchéma
guz|Latn|Gusii
gvc|Latn|Kotiria
gvf|Latn|Golin
gvl|Latn|Gulay
gvn|Latn|Kuku-Yalanji
gwi|Latn|Gwichʼin
gwr|Latn|Gwere
gya|Latn|Gbaya
gym|Latn|Ngäbere
gyr|Latn|Guarayu
hac|Arab|Gurani
hae|Latn|Eastern Oromo
hag|Latn|Hanga
hak|Latn Hani|Hakka Chinese
hat|Latn|Haitian Creole
hau|Latn|Hausa
hav|Latn|Havu
haw|Latn|Hawaiian
hay|Latn|Haya
hbo|Hebr|Ancient Hebrew
hch|Latn|Huichol
heb|Hebr|Hebrew
heg|Latn|Helong
heh|Latn|Hehe
her|Latn|Herero
hif|Latn|Fiji Hindi
hig|Latn|Kamwe
hil|Latn|Hiligaynon
hin|Deva Latn|Hindi
hix|Latn|Hixkaryána
hla|Latn|Halia
hmo|Latn|Hiri Motu
hmr|Latn|Hmar
hne|Deva|Chhattisgarhi
hnj|Latn|Hmong Njua
hnn|Latn|Hanunoo
hns|Latn|Caribbean Hindustani
hop|Latn|Hopi
hot|Latn|Hote
hra|Latn|Hrangkhol
hrv|Latn|Croatian
hrx|Latn|Hunsrik
hsb|Latn|Upper Sorbian
hto|Latn|Minica Huitoto
hub|Latn|Huambisa
hui|Latn|Huli
hun|Latn|Hungarian
hus|Latn|Huastec
huu|Latn|Murui Huitoto
huv|Latn|San Mateo del Mar Huave
hvn|Latn|Hawu
hwc|Latn|Hawai'i Creole English
hye|Armn|Armenian
hyw|Armn|Western Armenian
ian|Latn|Iatmul
iba|Latn|Iban
ibg|Latn|Ibanag
ibo|Latn|Igbo
icr|Latn|San Andres Creole English
ido|Latn|Ido
idu|Latn|Idoma
ifa|Latn|Amganad Ifugao
ifb|Latn|Batad Ifugao
ife|Latn|Ifè
ifk|Latn|Tuwali Ifugao
ifu|Latn|Mayoyao Ifugao
ify|Latn|Keley-i Kallahan
ige|Latn|Igede
ign|Latn|Ignaciano
ike|Cans|Eastern Canadian Inuktitut
ikk|Latn|Ika
ikt|Latn|Western Canadian Inuktitut
ikw|Latn|Ikwere
ilb|Latn|Ila
ile|Latn|Interlingue
ilo|Latn|Iloko
imo|Latn|Imbongu
ina|Latn|Interlingua
inb|Latn|Colombian Inga
ind|Latn|Indonesian
inh|Cyrl|Ingush
ino|Latn|Inoke-Yate
iou|Latn|Tuma-Irumu
ipi|Latn|Ipili
iqw|Latn|Ikwo
iri|Latn|Irigwe
irk|Latn|Iraqw
iry|Latn|Iraya
isd|Latn|Isnag
ish|Latn|Esan
isl|Latn|Icelandic
iso|Latn|Isoko
ita|Latn|Italian
itv|Latn|Itawit
ium|Latn|Iu Mien
ivb|Latn|Ibatan
ivv|Latn|Itbayat
iws|Latn|Sepik Iwam
ixl|Latn|Ixil
izr|Latn|Izere
izz|Latn|Izi
jaa|Latn|Madi
jac|Latn|Popti'
jae|Latn|Yabem
jam|Latn|Jamaican Creole English
jav|Latn|Javanese
jbo|Latn|Lojban
jbu|Latn|Jukun Takum
jic|Latn|Tol
jiv|Latn|Shuar
jmc|Latn|Machame
jpn|Jpan|Japanese
jra|Latn|Jarai
jun|Orya|Juang
jvn|Latn|Caribbean Javanese
kaa|Cyrl Latn|Kara-Kalpak
kab|Latn|Kabyle
kac|Latn|Kachin
kak|Latn|Ahin-Kayapa Kalanguya
kal|Latn|Kalaallisut
kam|Latn|Kamba
kan|Knda Latn|Kannada
kao|Latn|Xaasongaxango
kaq|Latn|Capanahua
kas|Arab Deva Latn|Kashmiri
kat|Geor|Georgian
kaz|Cyrl|Kazakh
kbc|Latn|Kadiwéu
kbd|Cyrl|Kabardian
kbh|Latn|Camsá
kbm|Latn|Iwal
kbo|Latn|Keliko
kbp|Latn|Kabiyé
kbq|Latn|Kamano
kbr|Latn|Kafa
kby|Latn|Manga-Dagera Kanuri
kca|Cyrl|Kazym-Berezover-Suryskarer Khanty
kcg|Latn|Tyap
kck|Latn|Kalanga
kdc|Latn|Kutu
kde|Latn|Makonde
kdh|Latn|Tem
kdi|Latn|Kumam
kdj|Latn|Karamojong
kdl|Latn|Tsikimba
kdr|Latn|Karaim
kea|Latn|Kabuverdianu
kei|Latn|Kei
kek|Latn|Qʼeqchiʼ
ken|Latn|Kenyang
keo|Latn|Kakwa
ker|Latn|Kera
kew|Latn|West Kewa
kez|Latn|Kukele
kff|Telu|Koya
kgf|Latn|Kulungtfu-Yuanggeng-Tobo
kgk|Latn|Kaiwá
kgp|Latn|Kaingang
kgr|Latn|Abun
kha|Latn|Khasi
khk|Cyrl|Halh Mongolian
khm|Khmr|Khmer
khq|Latn|Koyra Chiini
khs|Latn|Kasua
khz|Latn|Keapara
kia|Latn|Kim
kij|Latn|Kilivila
kik|Latn|Kikuyu
kin|Latn|Kinyarwanda
kir|Cyrl|Kyrgyz
kiu|Latn|Kirmanjki
kix|Latn|Khiamniungan Naga
kjb|Latn|Q'anjob'al
kje|Latn|Kisar
kjh|Cyrl|Khakas
kjs|Latn|East Kewa
kkc|Latn|Odoodee
kki|Latn|Kagulu
kkj|Latn|Kako
kkl|Latn|Kosarek Yale
kle|Deva|Kulung (Nepal)
klt|Latn|Nukna
klv|Latn|Maskelynes
kmb|Latn|Kimbundu
kmg|Latn|Kâte
kmh|Latn|Kalam
kmk|Latn|Limos Kalinga
kmm|Latn|Kom (India)
kmo|Latn|Kwoma
kmr|Latn Cyrl|Northern Kurdish
kms|Latn|Kamasau
kmu|Latn|Kanite
kmy|Latn|Koma Ndera
knc|Latn Arab|Central Kanuri
kne|Latn|Kankanaey
knf|Latn|Mankanya
kng|Latn|Kongo
knj|Latn|Akateko
knk|Latn|Kuranko
kno|Latn|Kono (Sierra Leone)
knv|Latn|Tabo
knx|Latn|Kendayan-Belangin
kny|Latn|Kanyok
kog|Latn|Cogui
koi|Cyrl|Komi-Permyak
koo|Latn|Konzo
kor|Hang|Korean
kos|Latn|Kosraean
kpe|Latn|Kpelle
kpf|Latn|Komba
kpg|Latn|Kapingamarangi
kpj|Latn|Karajá
kpq|Latn|Korupun-Sela
kpr|Latn|Korafe-Yegha
kpv|Cyrl|Komi
kpw|Latn|Kobon
kpx|Latn|Mountain Koiali
kpz|Latn|Kupsabiny
kqc|Latn|Doromu-Koki
kqe|Latn|Kalagan
kqf|Latn|Kakabai
kql|Latn|Kyenele
kqn|Latn|Kaonde
kqo|Latn|Konobo-Eastern Krahn
kqp|Latn|Kimre
kqs|Latn|Northern Kissi
kqw|Latn|Kandas
kqy|Ethi|Koorete
krc|Cyrl|Karachay-Balkar
kri|Latn|Krio
krj|Latn|Kinaray-a
krl|Latn|Karelian
kru|Deva|Kurukh
krx|Latn|Karon
ksb|Latn|Shambala
ksc|Latn|Bangad
ksd|Latn|Kuanua
ksf|Latn|Bafia
ksh|Latn|Colognian
ksj|Latn|Uare
ksp|Latn|Kaba
ksr|Latn|Borong
kss|Latn|Southern Kisi
ksw|Mymr|S'gaw Karen
ktb|Ethi|Kambaata
ktj|Latn|Plapo Krumen
ktm|Latn|Kurti
kto|Latn|Kuot
ktu|Latn|Kituba (Democratic Republic of Congo)
ktz|Latn|South-Eastern Ju
kua|Latn|Kuanyama
kub|Latn|Kutep
kud|Latn|'Auhelawa
kue|Latn|Kuman
kuj|Latn|Kuria
kum|Cyrl|Kumyk
kup|Latn|Kunimaipa
kus|Latn|Kusaal
kvg|Latn|Kuni-Boazi
kvj|Latn|Psikye
kvn|Latn|Border Kuna
kwd|Latn|Kwaio
kwf|Latn|Kwara'ae
kwi|Latn|Awa-Cuaiquer
kwj|Latn|Kwanga
kwn|Latn|Kwangali
kwy|Latn|San Salvador Kongo
kxc|Ethi|Konso
kxm|Thai|Northern Khmer
kxw|Latn|Konai
kyc|Latn|Kyaka
kyf|Latn|Kouya
kyg|Latn|Keyagana
kyq|Latn|Kenga
kyu|Kali Latn Mymr|Western Kayah
kyz|Latn|Kayabí
kze|Latn|Kosena
kzf|Latn|Da'a Kaili
kzj|Latn|Central Dusun
lac|Latn|Lacandon
lad|Latn Hebr|Ladino
lai|Latn|Lambya
laj|Latn|Lango (Uganda)
lam|Latn|Lamba
lao|Laoo|Lao
lap|Latn|Laka (Chad)
lat|Latn|Latin
lbb|Latn|Label
lbe|Cyrl|Lak
lbj|Tibt|Leh Ladakhi
lbk|Latn|Central Bontoc
lcm|Latn|Tungag
lcp|Thai|Western Lawa
ldi|Latn|Laari
ldn|Latn|Láadan
lee|Latn|Lyélé
lef|Latn|Lelemi
leh|Latn|Lenje
lem|Latn|Nomaande
leu|Latn|Kara (Papua New Guinea)
lew|Latn|Ledo Kaili
lex|Latn|Luang
lez|Cyrl|Lezghian
lfn|Latn Cyrl|Lingua Franca Nova
lgg|Latn|Lugbara
lgl|Latn|Wala
lgm|Latn|Lega-Mwenga
lhi|Latn|Lahu Shi
lhu|Latn|Lahu
lia|Latn|West-Central Limba
lid|Latn|Nyindrou
lif|Deva Limb|Limbu
lij|Latn|Ligurian
lim|Latn|Limburgish
lin|Latn|Lingala
lip|Latn|Sekpele
lis|Lisu|Lisu
lit|Latn|Lithuanian
liv|Latn|Livonian
ljp|Latn|Lampung Api
lki|Arab|Laki
llb|Latn|Lolo
lld|Latn|Ladin
llg|Latn|Lole
lln|Latn|Lele (Chad)
lmk|Latn|Lamkang
lmo|Latn|Lombard
lmp|Latn|Limbum
lnd|Latn|Lundayeh
lob|Latn|Lobi
loe|Latn|Saluan
log|Latn|Logo
lok|Latn|Loko
lol|Latn|Mongo
lom|Latn|Loma (Liberia)
loq|Latn|Lobala
loz|Latn|Lozi
lrc|Arab|Northern Luri
lsi|Latn|Lashi
lsm|Latn|Saamia
ltg|Latn|Latgalian
ltz|Latn|Luxembourgish
lua|Latn|Luba-Lulua
lub|Latn|Luba-Katanga
luc|Latn|Aringa
lud|Latn|Ludian
lue|Latn|Luvale
lug|Latn|Ganda
lun|Latn|Lunda
luo|Latn|Luo
lus|Latn|Mizo
lvs|Latn|Latvian
lwg|Latn|Wanga
lwo|Latn|Luwo
lww|Latn|Lewo
lzh|Hani|Literary Chinese
maa|Latn|San Jerónimo Tecóatl Mazatec
mad|Latn|Madurese
maf|Latn|Mafa
mag|Deva|Magahi
mah|Latn|Marshallese
mai|Deva|Maithili
maj|Latn|Jalapa De Díaz Mazatec
mak|Latn|Makasar
mal|Mlym Latn|Malayalam
mam|Latn|Mam
maq|Latn|Chiquihuitlán Mazatec
mar|Deva Latn|Marathi
mas|Latn|Masai
mau|Latn|Huautla Mazatec
mav|Latn|Sateré-Mawé
maw|Latn|Mampruli
maz|Latn|Central Mazahua
mbb|Latn|Western Bukidnon Manobo
mbc|Latn|Macushi
mbd|Latn|Dibabawon Manobo
mbf|Latn|Baba Malay
mbh|Latn|Mangseng
mbi|Latn|Ilianen Manobo
mbj|Latn|Nadëb
mbl|Latn|Maxakalí
mbs|Latn|Sarangani Manobo
mbt|Latn|Matigsalug Manobo
mca|Latn|Maká
mcb|Latn|Machiguenga
mcd|Latn|Sharanahua
mcf|Latn|Matsés
mck|Latn|Mbunda
mcn|Latn|Masana
mco|Latn|Coatlán Mixe
mcp|Latn|Makaa
mcq|Latn|Ese
mcu|Latn|Donga Mambila
mda|Latn|Mada (Nigeria)
mdf|Cyrl|Moksha
mdy|Ethi|Male (Ethiopia)
med|Latn|Melpa
mee|Latn|Mengen
mej|Latn|Meyah
mek|Latn|Mekeo
men|Latn|Mende
meq|Latn|Merey
mer|Latn|Meru
met|Latn|Mato
meu|Latn|Motu
mev|Latn|Mann
mfe|Latn|Morisyen
mfg|Latn|Mixifore
mfh|Latn|Matal
mfi|Latn|Wandala
mfk|Latn|North Mofu
mfq|Latn|Moba
mfy|Latn|Mayo
mfz|Latn|Mabaan
mgc|Latn|Morokodo
mgh|Latn|Makhuwa-Meetto
mgo|Latn|Metaʼ
mgr|Latn|Mambwe-Lungu
mhi|Latn|Ma'di
mhl|Latn|Mauwake
mhr|Cyrl|Eastern Mari
mhw|Latn|Mbukushu
mhx|Latn|Maru
mhy|Latn|Ma'anyan
mib|Latn|Atatláhuca Mixtec
mic|Latn|Mi'kmaw
mie|Latn|Ocotepec Mixtec
mif|Latn|Mofu-Gudur
mig|Latn|San Miguel El Grande Mixtec
mih|Latn|Chayuco Mixtec
mil|Latn|Peñoles Mixtec
mim|Latn|Alacatlatzala Mixtec
min|Latn Arab|Minangkabau
mio|Latn|Pinotepa Nacional Mixtec
mip|Latn|Apasco-Apoala Mixtec
miq|Latn|Mískito
mir|Latn|Isthmus Mixe
mit|Latn|Southern Puebla Mixtec
miy|Latn|Ayutla Mixtec
miz|Latn|Coatzospan Mixtec
mjc|Latn|San Juan Colorado Mixtec
mjw|Latn|Hills Karbi
mkd|Cyrl|Macedonian
mkl|Latn|Mokole
mkn|Latn|Kupang Malay
mks|Latn|Silacayoapan Mixtec
mkz|Latn|Makasae-Makalero
mlh|Latn|Mape
mlp|Latn|Bargam
mlt|Latn|Maltese
mlu|Latn|To'abaita
mmn|Latn|Minamanwa
mmo|Latn|Mangga Buang
mmx|Latn|Madak
mna|Latn|Mbula
mnb|Latn|Muna
mnf|Latn|Mundani
mni|Beng Latn Mtei|Manipuri
mnk|Latn|Mandinka
mns|Cyrl|Northern Mansi
mnw|Mymr|Mon
mnx|Latn|Sougb
mny|Latn|Manyawa
moa|Latn|Mwan
moc|Latn|Mocoví
mog|Latn|Mongondow
moh|Latn|Mohawk
mop|Latn|Mopan
mor|Latn|Moro
mos|Latn|Mossi
mox|Latn|Molima
mpg|Latn|Marba
mph|Latn|Mawng
mpm|Latn|Yosondúa Mixtec
mpp|Latn|Migabac
mps|Latn|Dadibi
mpt|Latn|Mian
mpx|Latn|Misima-Paneati
mqb|Latn|Mbuko
mqj|Latn|Mamasa
mqy|Latn|Manggarai
mrg|Latn|Mising-Padam-Miri-Minyong
mri|Latn|Maori
mrj|Cyrl|Western Mari
mrq|Latn|North Marquesan
mrv|Latn|Mangareva
mrw|Latn|Maranao
msb|Latn|Masbatenyo
msc|Latn|Sankaran Maninka
mse|Latn|Musey
msk|Latn|Mansaka
msy|Latn|Aruamu
mta|Latn|Cotabato Manobo
mtg|Latn|Una
mti|Latn|Maiwa (Papua New Guinea)
mto|Latn|Totontepec Mixe
mtp|Latn|Weenhayek
mua|Latn|Mundang
mug|Latn|Musgu
muh|Latn|Mündü
mui|Latn|Musi
mup|Deva|Rajasthani
mur|Latn|Murle
mus|Latn|Muscogee
mux|Latn|Bo-Ung
muy|Latn|Muyang
mva|Latn|Manam
mvn|Latn|Minaveha
mvp|Latn|Duri
mwc|Latn|Are
mwf|Latn|Murriny Patha
mwl|Latn|Mirandese
mwm|Latn|Sar
mwn|Latn|Nyamwanga
mwp|Latn|Kala Lagaw Ya
mwq|Latn|Mün Chin
mwv|Latn|Mentawai
mww|Latn|Hmong Daw
mxb|Latn|Tezoatlán Mixtec
mxp|Latn|Tlahuitoltepec Mixe
mxq|Latn|Juquila Mixe
mxt|Latn|Jamiltepec Mixtec
mxv|Latn|Metlatónoc Mixtec
mya|Mymr|Burmese
myb|Latn|Mbay
myk|Latn|Mamara Senoufo
myu|Latn|Mundurukú
myv|Cyrl|Erzya
myw|Latn|Muyuw
myx|Latn|Masaaba
myy|Latn|Macuna
mza|Latn|Santa María Zacatepec Mixtec
mzh|Latn|Güisnay
mzk|Latn|Western Mambila
mzl|Latn|Mazatlán Mixe
mzm|Latn|Mumuye
mzn|Arab|Mazanderani
mzw|Latn|Deg
mzz|Latn|Maiadomu
nab|Latn|Southern Nambikuára
naf|Latn|Nabak
nah|Latn|Nahuatl
nak|Latn|Nakanai
nan|Latn|Min Nan Chinese
nap|Latn|Neapolitan
naq|Latn|Nama
nas|Latn|Naasioi
nav|Latn|Navajo
naw|Latn|Nawuri
nba|Latn|Nyemba
nbc|Latn|Chang Naga
nbe|Latn|Konyak Naga
nbl|Latn|South Ndebele
nbq|Latn|Nggem
nbu|Latn|Rongmei Naga
nca|Latn|Iyo
nch|Latn|Central Huasteca Nahuatl
ncj|Latn|Northern Puebla Nahuatl
ncl|Latn|Michoacán Nahuatl
ncq|Laoo|Northern Katang
nct|Latn|Chothe
ncu|Latn|Chumburung
ncx|Latn|Central Puebla Nahuatl
ndc|Latn|Ndau
nde|Latn|North Ndebele
ndh|Latn|Ndali
ndi|Latn|Samba Leko
ndj|Latn|Ndamba
ndo|Latn|Ndonga
nds|Latn|Low German
ndz|Latn|Ndogo
neb|Latn|Toura (Côte d'Ivoire)
new|Deva|Newari
nfa|Latn|Dhao
nfr|Latn|Nafanan
ngb|Latn|Northern Ngbandi
ngc|Latn|Ngombe (Democratic Republic of Congo)
ngl|Latn|Mozambique Lomwe
ngp|Latn|Ngulu
ngu|Latn|Central Guerrero Nahuatl
nhd|Latn|Chiripá
nhe|Latn|Eastern Huasteca Nahuatl
nhg|Latn|Tetelcingo Nahuatl
nhi|Latn|Zacatlán-Ahuacatlán-Tepetzintla Nahuatl
nhk|Latn|Isthmus-Cosoleacaque Nahuatl
nho|Latn|Takuu
nhr|Latn|Naro
nhu|Latn|Noone
nhw|Latn|Western Huasteca Nahuatl
nhx|Latn|Isthmus-Mecayapan Nahuatl
nhy|Latn|Northern Oaxaca Nahuatl
nia|Latn|Nias
nif|Latn|Nek
nii|Latn|Nii
nij|Latn|Ngaju
nim|Latn|Nilamba
nin|Latn|Ninzo
nio|Cyrl|Nganasan
niu|Latn|Niuean
niy|Latn|Ngiti
njb|Latn|Nocte Naga
njm|Latn|Angami Naga
njn|Latn|Liangmai Naga
njo|Latn|Ao Naga
njz|Latn|Nyishi-Hill Miri
nkf|Latn|Inpui Naga
nko|Latn|Nkonya
nld|Latn|Dutch
nlg|Latn|Gela
nma|Latn|Maram Naga
nmf|Latn|East-Central Tangkhul Naga
nmh|Latn|Monsang Naga
nmo|Latn|Moyon
nmw|Latn|Nimoa
nmz|Latn|Nawdm
nnb|Latn|Nande
nng|Latn|Maring Naga
nnh|Latn|Ngiemboon
nnl|Latn|Northern Rengma Naga
nno|Latn|Norwegian Nynorsk
nnp|Latn|Wancho Naga
nnq|Latn|Ngindo
nnw|Latn|Southern Nuni
noa|Latn|Woun Meu
nob|Latn|Norwegian Bokmål
nod|Thai|Northern Thai
nog|Cyrl|Nogai
non|Latn|Old Norse
nop|Latn|Numanggang
not|Latn|Nomatsiguenga
nou|Latn|Ewage-Notu
nov|Latn|Novial
nph|Latn|Phom Naga
npi|Deva Latn|Nepali
npl|Latn|Southeastern Puebla Nahuatl
npo|Latn|Pochuri Naga
npy|Latn|Napu
nqo|Nkoo|N’Ko
nre|Latn|Southern Rengma Naga
nrf|Latn|Jerriais
nri|Latn|Chokri Naga
nrm|Latn|Narom
nsa|Latn|Sangtam Naga
nse|Latn|Nsenga
nsm|Latn|Sumi Naga
nsn|Latn|Nehan
nso|Latn|Northern Sotho
nss|Latn|Nali
nst|Latn|Pangwa Naga
nsu|Latn|Sierra Negra Nahuatl
ntp|Latn|Northern Tepehuan
ntr|Latn|Delo
ntu|Latn|Natügu
nuj|Latn|Nyole
nus|Latn|Nuer
nuy|Latn|Wubuy
nvm|Latn|Namiae
nwb|Latn|Nyabwa
nwi|Latn|Southwest Tanna
nwx|Deva|Middle Newar
nxd|Latn|Ngando-Lalia
nya|Latn|Nyanja
nyf|Latn|Giryama
nyk|Latn|Nyaneka
nyn|Latn|Nyankole
nyo|Latn|Nyoro
nyu|Latn|Nyungwe
nyy|Latn|Nyakyusa-Ngonde
nza|Latn|Tigon Mbembe
nzi|Latn|Nzima
nzm|Latn|Zeme Naga
obo|Latn|Obo Manobo
oci|Latn|Occitan
ogo|Latn|Khana
ojb|Cans Latn|Northwestern Ojibwa
oke|Latn|Okpe (Southwestern Edo)
oku|Latn|Oku
okv|Latn|Orokaiva
old|Latn|Mochi
olo|Latn|Livvi
omb|Latn|East Ambae
omw|Latn|South Tairora
ong|Latn|Olo
ons|Latn|Ono
ood|Latn|Tohono O'odham
opm|Latn|Oksapmin
orv|Cyrl|Old Russian
ory|Orya Latn|Odia
oss|Cyrl|Ossetic
ota|Arab|Ottoman Turkish
otd|Latn|Ot Danum
ote|Latn|Mezquital Otomi
otm|Latn|Eastern Highland Otomi
otn|Latn|Tenango Otomi
oto|Latn|Otomi
otq|Latn|Querétaro Otomi
ots|Latn|Estado de México Otomi
otw|Latn|Ottawa
oym|Latn|Wayampi
ozm|Latn|Koonzime
pab|Latn|Parecís
pad|Latn|Paumari
pag|Latn|Pangasinan
pah|Latn|Tenharim-Parintintin-Diahoi
pam|Latn|Pampanga
pan|Guru Latn|Punjabi
pao|Latn|Northern Paiute
pap|Latn|Papiamento
pau|Latn|Palauan
pbb|Latn|Páez
pbc|Latn|Patamona
pbi|Latn|Parkwa
pbt|Arab|Southern Pashto
pcd|Latn|Picard
pck|Latn|Paite Chin
pcm|Latn|Nigerian Pidgin
pdc|Latn|Pennsylvania German
pdt|Latn|Plautdietsch
pem|Latn|Phende
pfe|Latn|Peere
pfl|Latn|Palatine German
phm|Latn|Phimbi
pib|Latn|Yine
pio|Latn|Piapoco
pir|Latn|Wa'ikhana
pis|Latn|Pijin
pjt|Latn|Pitjantjatjara
pkb|Latn|Pokomo
plg|Latn|Pilagá
pls|Latn|San Marcos Tlalcoyalco Popoloca
plt|Latn|Plateau Malagasy
plu|Latn|Palikúr
plw|Latn|Brooke's Point Palawano
pma|Latn|Paama
pmf|Latn|Pamona
pmq|Latn|Northern Pame
pms|Latn|Piedmontese
pmx|Latn|Poumei Naga
pnb|Arab|Western Panjabi
pne|Latn|Western Penan
pnt|Grek|Pontic
pny|Latn|Pinyin
poe|Latn|San Juan Atzingo Popoloca
poh|Latn|Poqomchi'
poi|Latn|Highland Popoluca
pol|Latn|Polish
pon|Latn|Pohnpeian
por|Latn|Portuguese
pos|Latn|Sayula Popoluca
pot|Latn|Potawatomi
pov|Latn|Upper Guinea Crioulo
poy|Latn|Pogolo
ppk|Latn|Uma
ppo|Latn|Folopa
pps|Latn|San Luís Temalacayuca Popoloca
prf|Latn|Paranan
prg|Latn|Prussian
pri|Latn|Paicî
prq|Latn|Ashéninka Perené
pse|Latn|South Barisan Malay
pss|Latn|Kaulong
ptp|Latn|Patep
ptu|Latn|Bambam
pui|Latn|Puinave
pwg|Latn|Gapapaiwa
pwn|Latn|Paiwan
pww|Thai|Pwo Northern Karen
pxm|Latn|Quetzaltepec Mixe
qub|Latn|Huallaga Huánuco Quechua
quc|Latn|Kʼicheʼ
quf|Latn|Lambayeque Quechua
qug|Latn|Chimborazo Highland Quichua
quh|Latn|South Bolivian Quechua
qul|Latn|North Bolivian Quechua
qup|Latn|Southern Pastaza Quechua
qus|Latn|Santiago del Estero Quichua
quw|Latn|Tena Lowland Quichua
quy|Latn|Ayacucho Quechua
quz|Latn|Cusco Quechua
qva|Latn|Ambo-Pasco Quechua
qvc|Latn|Cajamarca Quechua
qve|Latn|Eastern Apurímac Quechua
qvh|Latn|Huamalíes-Dos de Mayo Huánuco Quechua
qvi|Latn|Imbabura Highland Quichua
qvm|Latn|Margos-Yarowilca-Lauricocha Quechua
qvn|Latn|North Junín Quechua
qvo|Latn|Napo Lowland Quechua
qvs|Latn|San Martín Quechua
qvw|Latn|Huaylla Wanca Quechua
qvz|Latn|Northern Pastaza Quichua
qwh|Latn|Huaylas Ancash Quechua
qxh|Latn|Panao Huánuco Quechua
qxl|Latn|Tungurahua Highland Quichua
qxn|Latn|Northern Conchucos Ancash Quechua
qxo|Latn|Southern Conchucos Ancash Quechua
qxr|Latn|Cañar-Azuay-South Chimborazo Highland Quichua
rad|Latn|Rade
rai|Latn|Ramoaaina
rap|Latn|Rapanui
rar|Latn|Rarotongan
rav|Deva|Sampang
raw|Latn|Rawang
rcf|Latn|Réunion Creole French
rej|Latn|Rejang
rel|Latn|Rendille
rgu|Latn|Ringgou
rhg|Latn|Rohingya
ria|Latn|Riang (India)
rim|Latn|Nyaturu
rjs|Deva|Rajbanshi
rkb|Latn|Rikbaktsa
rmc|Latn|Central Romani
rme|Latn|Archaic Angloromani
rml|Latn|Baltic Romani
rmn|Latn Grek Cyrl|Balkan Romani
rmo|Latn|Sinte-Manus Romani
rmq|Latn|Caló
rmy|Latn Cyrl|Vlax Romani
rnd|Latn|Ruund
rng|Latn|Ronga
rnl|Latn|Halam
roh|Latn|Romansh
ron|Latn Cyrl|Romanian
roo|Latn|Rotokas
rop|Latn|Kriol
row|Latn|Dela-Oenale
rro|Latn|Waima
rtm|Latn|Rotuman
rub|Latn|Gungu
rue|Cyrl|Rusyn
ruf|Latn|Luguru
rug|Latn|Roviana
run|Latn|Rundi
rup|Latn|Aromanian
rus|Cyrl|Russian
rwo|Latn|Rawa
sab|Latn|Buglere
sag|Latn|Sango
sah|Cyrl|Yakut
san|Deva Latn|Sanskrit
sas|Latn|Sasak
sat|Olck Latn|Santali
sba|Latn|Ngambay
sbd|Latn|Southern Samo
sbe|Latn|Saliba
sbl|Latn|Botolan Sambal
sbs|Latn|Subiya
sby|Latn|Soli
sck|Deva|Sadri
scn|Latn|Sicilian
sco|Latn|Scots
sda|Latn|Toraja-Sa'dan
sdc|Latn|Sassarese Sardinian
sdh|Arab|Southern Kurdish
sdo|Latn|Bukar-Sadung Bidayuh
sdq|Latn|Semandang
seh|Latn|Sena
sel|Cyrl|Selkup
ses|Latn|Koyraboro Senni
sey|Latn|Secoya
sfw|Latn|Sehwi
sgb|Latn|Mag-Anchi Ayta
sgc|Latn|Kipsigis
sgh|Cyrl|Shughni
sgs|Latn|Samogitian
sgw|Ethi|Sebat Bet Gurage
sgz|Latn|Sursurunga
shi|Latn|Tachelhit
shk|Latn|Shilluk
shn|Mymr|Shan
shp|Latn|Shipibo-Conibo
shu|Arab|Chadian Arabic
sid|Latn|Sidamo
sig|Latn|Paasaal
sil|Latn|Tumulung Sisaala
sim|Latn|Mende (Papua New Guinea)
sin|Sinh|Sinhala
sja|Latn|Epena
sjo|Mong|Xibe
sju|Latn|Ume Saami
skg|Latn|West Malagasy Sakalava
skr|Arab|Saraiki
sld|Latn|Sissala of Burkina Faso
slk|Latn|Slovak
sll|Latn|Salt-Yui
slv|Latn|Slovenian
sma|Latn|Southern Sami
sme|Latn|Northern Sami
smj|Latn|Lule Sami
smk|Latn|Bolinao
sml|Latn|Central Sama
smn|Latn|Inari Sami
smo|Latn|Samoan
sms|Latn|Skolt Sami
smt|Latn|Simte
sna|Latn|Shona
snc|Latn|Sinaugoro
snd|Arab Deva Latn|Sindhi
snf|Latn|Noon
snn|Latn|Siona-Tetete
snp|Latn|Siane
snw|Latn|Selee
sny|Latn|Saniyo-Hiyewe
soe|Latn|Ohendo
som|Latn|Somali
sop|Latn|Songe
soq|Latn|Kanasi
sot|Latn|Southern Sotho
soy|Latn|Miyobe
spa|Latn|Spanish
spl|Latn|Selepet
spm|Latn|Sepen
spp|Latn|Supyire Senoufo
sps|Latn|Saposa
spy|Latn|Kalenjin
srd|Latn|Sardinian
sri|Latn|Siriano
srm|Latn|Saramaccan
srn|Latn|Sranan Tongo
srp|Cyrl Latn|Serbian
srq|Latn|Sirionó
srr|Latn|Serer
ssd|Latn|Siroi
ssg|Latn|Seimat
ssw|Latn|Swati
ssx|Latn|Samberigi
stn|Latn|Owa
stp|Latn|Southeastern Tepehuan
stq|Latn|Saterland Frisian
sua|Latn|Sulka
suc|Latn|Western Subanon
sue|Latn|Suena
suk|Latn|Sukuma
sun|Latn|Sundanese
sur|Latn|Mwaghavul
sus|Arab Latn|Susu
suz|Deva|Sunwar
swb|Latn|Comorian
swc|Latn|Congo Swahili
swe|Latn|Swedish
swg|Latn|Swabian
swh|Latn|Swahili
swk|Latn|Malawi Sena
swp|Latn|Suau
sxb|Latn|Suba
sxn|Latn|Sangir
syb|Latn|Central Subanen
syc|Syrc|Classical Syriac
syl|Beng Latn|Sylheti
szl|Latn|Silesian
szy|Latn|Sakizaya
tab|Cyrl|Tabasaran
tac|Latn|Western Tarahumara
tah|Latn|Tahitian
taj|Deva|Eastern Tamang
tam|Taml Latn|Tamil
tap|Latn|Taabwa
taq|Latn Tfng|Tamasheq
tar|Latn|Central Tarahumara
tat|Cyrl Latn|Tatar
tav|Latn|Tatuyo
taw|Latn|Tai
tay|Latn|Atayal
tbc|Latn|Takia
tbg|Latn|North Tairora
tbk|Latn|Calamian Tagbanwa
tbl|Latn|Tboli
tbo|Latn|Tawala
tbw|Latn|Tagbanwa
tby|Latn|Tabaru
tbz|Latn|Ditammari
tca|Latn|Ticuna
tcc|Latn|Barabayiiga-Gisamjanga
tcf|Latn|Malinaltepec Me'phaa
tcs|Latn|Torres Strait-Lockhart River Creole
tcy|Knda|Tulu
tcz|Latn|Thado Chin
ted|Latn|Tepo Krumen
tee|Latn|Huehuetla Tepehua
tel|Telu Latn|Telugu
tem|Latn|Timne
teo|Latn|Teso
ter|Latn|Tereno
tet|Latn|Tetum
tew|Latn|Rio Grande Tewa
tfr|Latn|Teribe
tgk|Cyrl|Tajik
tgo|Latn|Sudest
tgp|Latn|Movono
tha|Thai|Thai
thk|Latn|Tharaka
thl|Deva|Dangaura Tharu
tif|Latn|Tifal
tig|Ethi|Tigre
tih|Latn|Timugon Murut
tik|Latn|Tikar
tim|Latn|Timbe
tir|Ethi|Tigrinya
tiv|Latn|Tiv
tiy|Latn|Tiruray
tke|Latn|Takwane
tkl|Latn|Tokelauan
tkr|Cyrl|Tsakhur
tku|Latn|Upper Necaxa Totonac
tlb|Latn|Tobelo
tlf|Latn|Telefol
tlh|Latn|Klingon
tlj|Latn|Talinga-Bwisi
tll|Latn|Tetela
tly|Latn|Talysh
tmc|Latn|Tumak
tmd|Latn|Haruai
tna|Latn|Tacana
tnc|Latn|Tanimuca-Retuarã
tnk|Latn|Kwamera
tnn|Latn|North Tanna
tnp|Latn|Whitesands
tnr|Latn|Bedik
tob|Latn|Toba
toc|Latn|Coyutla Totonac
tod|Latn|Toma
tog|Latn|Nyasa Tonga
toh|Latn|Gitonga
toi|Latn|Tonga (Zambia)
toj|Latn|Tojolabal
tok|Latn|Toki Pona
ton|Latn|Tongan
too|Latn|Xicotepec De Juárez Totonac
top|Latn|Papantla Totonac
tos|Latn|Highland Totonac
tpa|Latn|Taupota
tpi|Latn|Tok Pisin
tpm|Latn|Tampulma
tpp|Latn|Pisaflores Tepehua
tpt|Latn|Tlachichilco Tepehua
tpw|Latn|Lingua Geral Paulista
tpz|Latn|Tinputz
tqo|Latn|Toaripi
trc|Latn|Copala Triqui
trn|Latn|Trinitario-Javeriano-Loretano
tro|Latn|Tarao
trp|Latn|Kok Borok
trq|Latn|San Martín Itunyoso Triqui
trs|Latn|Chicahuaxtla Triqui
trv|Latn|Taroko
tsc|Latn|Tswa
tsg|Latn|Tausug
tsn|Latn|Tswana
tso|Latn|Tsonga
tsw|Latn|Salka-Tsishingini
tsz|Latn|Purepecha
ttc|Latn|Tektiteko
tte|Latn|Bwanabwana
ttj|Latn|Tooro
ttq|Latn Tfng|Tamashek
tuc|Latn|Mutu
tue|Latn|Tuyuca
tuf|Latn|Central Tunebo
tui|Latn|Tupuri
tuk|Latn Cyrl Arab|Turkmen
tul|Latn|Tula
tum|Latn|Tumbuka
tuo|Latn|Tucano
tur|Latn|Turkish
tuv|Latn|Turkana
tvk|Latn|Southeast Ambrym
tvl|Latn|Tuvalu
twi|Latn|Twi
twu|Latn|Termanu
twx|Latn|Tewe
txq|Latn|Tii
txu|Latn|Mebengokre
tyv|Cyrl|Tuvinian
tzh|Latn|Tzeltal
tzj|Latn|Tz'utujil
tzl|Latn|Talossan
tzm|Tfng|Central Atlas Tamazight
tzo|Latn|Tzotzil
ubr|Latn|Ubir
ubu|Latn|Umbu-Ungu
udm|Cyrl|Udmurt
udu|Latn|Uduk
uig|Arab Latn Cyrl|Uyghur
ukr|Cyrl|Ukrainian
umb|Latn|Umbundu
upv|Latn|Uripiv-Wala-Rano-Atchin
ura|Latn|Urarina
urb|Latn|Urubú-Kaapor
urd|Arab Latn|Urdu
urh|Latn|Urhobo
uri|Latn|Urim
urk|Thai|Urak Lawoi'
urt|Latn|Urat
urw|Latn|Sop
ury|Latn|Orya
usa|Latn|Usarufa
usp|Latn|Uspanteco
uth|Latn|Eastern Duka
uvh|Latn|Uri
uvl|Latn|Lote
uzn|Latn Cyrl|Northern Uzbek
uzs|Arab|Southern Uzbek
vag|Latn|Vagla
vap|Latn|Vaiphei
var|Latn|Huarijio
vec|Latn|Venetian
ven|Latn|Venda
vep|Latn|Veps
vid|Latn|Vidunda
vie|Latn|Vietnamese
viv|Latn|Iduna
vls|Latn|West Flemish
vmk|Latn|Makhuwa-Shirima
vmw|Latn|Makhuwa
vmy|Latn|Ayautla Mazatec
vol|Latn|Volapük
vot|Latn|Votic
vro|Latn|Võro
vun|Latn|Vunjo
vut|Latn|Vute
waj|Latn|Waffa
wal|Latn Ethi|Wolaytta
wap|Latn|Wapishana
war|Latn|Waray
wat|Latn|Kaninuwa
way|Latn|Wayana
wba|Latn|Warao
wbm|Latn|Zhenkang Wa
wbp|Latn|Warlpiri
wed|Latn|Wedau
wer|Latn|Weri
wes|Latn|Cameroon Pidgin
wew|Latn|Wewewa
whg|Latn|North Wahgi
whk|Latn|Eastern Lowland Kenyah
wib|Latn|Southern Toussian
wim|Latn|Wik-Mungkan
wiu|Latn|Wiru
wln|Latn|Walloon
wls|Latn|East Uvean
wlv|Latn|Vejoz
wlx|Latn|Wali (Ghana)
wmt|Latn|Walmajarri-Juwaliny
wmw|Latn|Mwani
wnc|Latn|Wantoat
wnu|Latn|Usan
wob|Latn|Wobe-Wè Northern
wol|Latn|Wolof
wos|Latn|Hanga Hundi
wrk|Latn|Garrwa
wrs|Latn|Waris
wsg|Telu|Adilabad Gondi
wsk|Latn|Waskia
wuu|Hani|Wu Chinese
wuv|Latn|Wuvulu-Aua
wwa|Latn|Waama
xal|Cyrl|Kalmyk
xav|Latn|Xavánte
xbi|Latn|Kombio
xbr|Latn|Kambera
xed|Latn|Hdi
xho|Latn|Xhosa
xla|Latn|Kamula
xmf|Geor|Mingrelian
xmm|Latn|Manado Malay
xmv|Latn|Antankarana Malagasy
xnn|Latn|Northern Kankanay
xog|Latn|Soga
xon|Latn|Konkomba
xrb|Latn|Eastern Karaboro
xsb|Latn|Tinà Sambal
xsi|Latn|Sio
xsm|Latn|Kasem
xsr|Deva|Solu-Khumbu Sherpa
xsu|Latn|Sanumá
xtd|Latn|Diuxi-Tilantongo Mixtec
xtm|Latn|Magdalena Peñasco Mixtec
xtn|Latn|Northern Tlaxiaco Mixtec
xuo|Latn|Kuo
yaa|Latn|Yaminahua
yad|Latn|Yagua
yal|Latn|Yalunka
yam|Latn|Yamba
yan|Latn|Mayangna
yao|Latn|Yao
yap|Latn|Yapese
yaq|Latn|Yaqui
yat|Latn|Yambeta
yaz|Latn|Lokaa
ybb|Latn|Yemba
yby|Latn|Yaweyuha
ycn|Latn|Yucuna
ydd|Hebr|Eastern Yiddish
yim|Latn|Yimchungru Naga
yka|Latn|Yakan
yle|Latn|Yele
yli|Latn|Angguruk Yali
yml|Latn|Iamalele
yom|Latn|Yombe
yon|Latn|Yonggom
yor|Latn|Yoruba
yrb|Latn|Yareba
yre|Latn|Yaouré
yrk|Cyrl|Tundra Nenets
yrl|Latn|Nheengatu
yss|Latn|Yessan-Mayo
yua|Latn|Yucatec Maya
yue|Hani|Cantonese
yuj|Latn|Karkar-Yuri
yup|Latn|Yukpa
yut|Latn|Yopno
yuw|Latn|Yau-Nungon
yuz|Latn|Yuracaré
yva|Latn|Yawa
zaa|Latn|Sierra de Juárez Zapotec
zab|Latn|Western Tlacolula Valley Zapotec
zac|Latn|Ocotlán Zapotec
zad|Latn|Cajonos Zapotec
zae|Latn|Yareni Zapotec
zai|Latn|Zapotec
zam|Latn|Cuixtla-Xitla Zapotec
zao|Latn|Ozolotepec Zapotec
zar|Latn|Rincón Zapotec
zas|Latn|Santo Domingo Albarradas Zapotec
zat|Latn|Tabaa Zapotec
zav|Latn|Yatzachi Zapotec
zaw|Latn|Mitla Zapotec
zca|Latn|Coatecas Altas Zapotec
zdj|Latn|Ngazidja Comorian
zea|Latn|Zeelandic
zgh|Tfng|Standard Moroccan Tamazight
zia|Latn|Zia
ziw|Latn|Zigula-Mushungulu
zne|Latn|Zande
zom|Latn|Zou
zos|Latn|Northern Chiapas Zoque
zpa|Latn|Lachiguiri Zapotec
zpc|Latn|Choapan Zapotec
zpg|Latn|Guevea De Humboldt Zapotec
zpi|Latn|Santa María Quiegolani Zapotec
zpj|Latn|Quiavicuzas Zapotec
zpl|Latn|Lachixío Zapotec
zpm|Latn|Mixtepec Zapotec
zpo|Latn|Amatlán Zapotec
zpq|Latn|Zoogocho Zapotec
zpt|Latn|San Vicente Coatlán Zapotec
zpu|Latn|Yalálag Zapotec
zpv|Latn|Chichicapan Zapotec
zpz|Latn|Texmelucan Zapotec
zsm|Latn Arab|Malay
zsr|Latn|Southern Rincon Zapotec
ztq|Latn|Quioquitani-Quieri Zapotec
zty|Latn|Yatee Zapotec
zul|Latn|Zulu
zyb|Latn|Yongbei Zhuang
zyp|Latn|Zyphe
`;
