// What the press's child process runs: the first line says fonts, face and language, each further line is a paper, and
// for each it writes how many bytes (four, big-endian) and the PDF. It steps back behind the server (priority), opens
// no file but the fonts, and nothing of the network. Fonts are read once and shared by all of its papers.
export const PROGRAM = `
require('node:os').setPriority(10);
const pdfmake = require(process.argv[1]);
const PdfDocument = require(process.argv[2]).default;
const told = {};
pdfmake.setUrlAccessPolicy(() => false);
// The layout that tables of papers name ('rules'): thin rules between rows, a stronger one under the head.
const under = (i, node) => i > 0 && i === node.table.headerRows;
pdfmake.addTableLayouts({
	rules: {
		hLineWidth: (i, node) => (i === 0 ? 0 : under(i, node) ? 0.9 : 0.4),
		hLineColor: (i, node) => (under(i, node) ? '#000000' : '#aaaaaa'),
		vLineWidth: () => 0,
		paddingLeft: (i) => (i === 0 ? 0 : 5),
		paddingRight: (i, node) => (i === node.table.widths.length - 1 ? 0 : 5),
		paddingTop: () => 2,
		paddingBottom: () => 2
	}
});

// A font is parsed once, and what it has learned of its letters serves every paper.
const parsed = new Map();
const provide = PdfDocument.prototype.provideFont;
PdfDocument.prototype.provideFont = function (family, bold, italics) {
	const type = this.getFontType(bold, italics);
	const source = this.fonts[family] && this.fonts[family][type];
	const before = parsed.get(source);
	if (!before || (this.fontCache[family] && this.fontCache[family][type])) {
		const made = provide.call(this, family, bold, italics);
		if (source && !before) parsed.set(source, { font: made.font, Kind: made.constructor });
		return made;
	}
	const made = new before.Kind(this, before.font, 'F' + ++this._fontCount);
	this._fontFamilies[source] = made;
	this._font = made;
	(this.fontCache[family] = this.fontCache[family] || {})[type] = made;
	return made;
};

// Names in another script than the paper's: a run of such letters is set in the first face that has all of them.
const EAST = /[\\u1100-\\u11ff\\u2e80-\\u9fff\\ua960-\\ud7ff\\uf900-\\ufaff\\ufe30-\\uffef]+|[\\ud840-\\ud8bf][\\udc00-\\udfff]/g;
const known = {};
function has(face, text) {
	const letters = (known[face] = known[face] || new Map());
	return [...text].every((letter) => {
		if (!letters.has(letter)) {
			const { font } = new PdfDocument(told.fonts, {}, {}, {}, { font: null }).provideFont(face, false, false);
			letters.set(letter, font.hasGlyphForCodePoint(letter.codePointAt(0)));
		}
		return letters.get(letter);
	});
}
const faceFor = (run) => [told.face, 'sc', 'jp', 'kr'].find((face) => has(face, run)) || told.face;
function set(node) {
	if (typeof node === 'string') {
		const pieces = [];
		let end = 0;
		for (const { 0: run, index } of node.matchAll(EAST)) {
			const face = faceFor(run);
			if (face === told.face) continue;
			pieces.push(node.slice(end, index), { text: run, font: face });
			end = index + run.length;
		}
		return pieces.length === 0 ? node : { text: [...pieces, node.slice(end)].filter((piece) => piece !== '') };
	}
	if (Array.isArray(node)) return node.map(set);
	if (typeof node !== 'object' || node === null || node.font) return node;
	const all = { ...node };
	if (typeof all.text === 'string') {
		const said = set(all.text);
		if (said !== all.text) all.text = said.text;
	} else if (all.text) all.text = set(all.text);
	for (const part of ['stack', 'columns', 'ul', 'ol']) if (all[part]) all[part] = set(all[part]);
	if (all.table && Array.isArray(all.table.body)) all.table = { ...all.table, body: all.table.body.map(set) };
	return all;
}

async function make(paper) {
	const small = { fontSize: 8, color: '#555555' };
	const pdf = await pdfmake.createPdf({
		pageSize: 'A4',
		pageMargins: [56, 48, 56, 56],
		language: told.language,
		displayTitle: true,
		info: { title: paper.title, creator: 'Hài lòng', producer: 'Hài lòng', creationDate: new Date(paper.at) },
		defaultStyle: { font: told.face, fontSize: 9.5, lineHeight: 1.12 },
		content: set(paper.content),
		...(paper.mark
			? {
					watermark: { text: paper.mark, font: told.face, bold: true, opacity: 0.08, angle: -50, fontSize: 64 },
					header: () => ({ text: paper.mark, bold: true, fontSize: 9, alignment: 'center', margin: [56, 18, 56, 0] })
				}
			: {}),
		footer: (page, pages) => ({
			margin: [56, 20, 56, 0],
			columns: [
				{ text: set(paper.foot.text), ...small },
				{
					text: paper.foot.number.replace('{page}', page).replace('{pages}', pages),
					alignment: 'right',
					width: 110,
					...small
				}
			]
		})
	}).getBuffer();
	const head = Buffer.alloc(4);
	head.writeUInt32BE(pdf.length);
	process.stdout.write(head);
	process.stdout.write(pdf);
}

function begin(first) {
	Object.assign(told, first);
	const files = Object.values(told.fonts).flatMap((font) => Object.values(font));
	pdfmake.setFonts(told.fonts);
	pdfmake.setLocalAccessPolicy((path) => files.includes(path));
}

let queue = Promise.resolve();
require('node:readline')
	.createInterface({ input: process.stdin, crlfDelay: Infinity })
	.on('line', (line) => {
		const read = JSON.parse(line);
		queue = queue.then(() => (told.fonts ? make(read) : begin(read)));
	});
`;
