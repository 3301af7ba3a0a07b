import { labelled } from './ids';

/**
 * Two words that both phones show before somebody is let in: where somebody sits between them, they differ but for one
 * time in 65,536.
 * @param transcriptHash `T` of docs/protocol.md, 4.
 */
export function checkWords(transcriptHash: Uint8Array): [string, string] {
	const [first = 0, second = 0] = labelled('beredt/check/1', transcriptHash);
	return [CHECK_WORDS[first] ?? '', CHECK_WORDS[second] ?? ''];
}

/**
 * 256 Danish words, by number: short, calm, easy to say and to hear apart. They are part of the protocol; none is ever
 * changed or moved. (One language for all: both phones must show the same.)
 */
// prettier-ignore
export const CHECK_WORDS: readonly string[] = [
	'abrikos', 'adresse', 'agurk', 'album', 'alfabet', 'ananas', 'anker', 'appelsin', 'april', 'atlas',
	'avis', 'bager', 'ballon', 'bambus', 'banan', 'billet', 'birk', 'bjerg', 'blomst', 'bluse', 'blyant',
	'bog', 'brev', 'bukser', 'bølge', 'cello', 'cirkel', 'citron', 'cykel', 'dagbog', 'dansk', 'december',
	'delfin', 'diamant', 'dronning', 'dukke', 'dyne', 'egern', 'ekko', 'elefant', 'elg', 'fabel',
	'familie', 'februar', 'ferie', 'fersken', 'figen', 'fisk', 'fjord', 'flag', 'flise', 'fløjte',
	'fodbold', 'forår', 'frakke', 'fredag', 'frimærke', 'frø', 'fugl', 'fyrtårn', 'gaffel', 'garage',
	'gardin', 'giraf', 'glas', 'grotte', 'guld', 'gulerod', 'gynge', 'halm', 'handske', 'harpe', 'hest',
	'himmel', 'hjelm', 'hjul', 'honning', 'hotel', 'hue', 'humle', 'hvede', 'hyben', 'hytte', 'hæk',
	'høne', 'ingefær', 'jakke', 'januar', 'jasmin', 'jordbær', 'juletræ', 'kajak', 'kaktus', 'kalender',
	'kanal', 'kaptajn', 'karrusel', 'karse', 'kasket', 'kastanje', 'kikkert', 'kilde', 'kirsebær', 'kiwi',
	'klaver', 'klokke', 'kompas', 'koncert', 'krans', 'kridt', 'krydderi', 'kuffert', 'kuglepen', 'kurv',
	'kylling', 'køkken', 'laks', 'lampe', 'landsby', 'lanterne', 'lavendel', 'legetøj', 'lilje', 'lime',
	'lineal', 'lotus', 'lyng', 'læder', 'lærke', 'magnet', 'majs', 'maleri', 'mandel', 'marmor', 'mejse',
	'melon', 'motor', 'muffin', 'muldvarp', 'mursten', 'musik', 'mynte', 'måge', 'mønt', 'nabo', 'natur',
	'nisse', 'november', 'nylon', 'nål', 'nøgle', 'oboe', 'oktober', 'oliven', 'onsdag', 'opal', 'orgel',
	'orkide', 'ost', 'palme', 'panda', 'papegøje', 'papir', 'paprika', 'paraply', 'parasol', 'pejs',
	'pelikan', 'pensel', 'perle', 'persille', 'pindsvin', 'pingvin', 'plade', 'planet', 'popcorn',
	'porcelæn', 'prisme', 'pude', 'pyramide', 'påfugl', 'rabarber', 'radio', 'ravn', 'regnbue', 'reje',
	'rensdyr', 'ribs', 'robot', 'rosin', 'rygsæk', 'rådhus', 'sadel', 'safir', 'saft', 'salat', 'sandal',
	'sauna', 'sejl', 'selleri', 'sild', 'silke', 'skjorte', 'skole', 'skov', 'sky', 'smør', 'snegl',
	'sommer', 'spand', 'spinat', 'spurv', 'stige', 'stjerne', 'strand', 'strik', 'støvle', 'sukker',
	'suppe', 'svamp', 'søhest', 'tapet', 'tavle', 'tegning', 'telt', 'tepotte', 'timian', 'tomat',
	'torsdag', 'traktor', 'trappe', 'trekant', 'trompet', 'tulipan', 'tunnel', 'tyttebær', 'tærte',
	'tøffel', 'ugle', 'vadehav', 'valmue', 'valnød', 'vanilje', 'vejviser', 'vifte', 'vindue', 'vinter',
	'violin', 'vogn', 'vækkeur', 'ymer', 'yoghurt', 'zebra', 'æble', 'ærter', 'østers'
];
