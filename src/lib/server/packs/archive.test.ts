// The archive: whole, in order, made as slowly as it is read, and given up when nobody reads it any more.
import { crc32 } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { pagesOf } from '../../../../tests/pdf';
import { pack, sealed } from '../../../../tests/sealed';
import type { Pack } from '../../shared/pack';
import type { PaperDefinition } from '../../shared/paper';
import { press } from '../paper/press';
import { archive, nameOf } from './archive';

const write = ({ content }: Pack): PaperDefinition => ({
	title: 'Phiếu',
	content: [content.subject.kind === 'officer' ? content.subject.name : ''],
	foot: { text: '', number: '{page}' },
	at: 0
});

function officer(number: number, code = `C${number}`): Pack {
	const { content } = sealed();
	const subject = { ...content.subject, code, name: `Nguyễn Văn ${number}` } as typeof content.subject;
	return pack(sealed(number, { subject }));
}

/** So many packs, and how many were asked for. */
function source(count: number) {
	const told = { asked: 0, ended: false };
	async function* all() {
		try {
			for (let number = 1; number <= count; number++) {
				told.asked++;
				yield officer(number);
			}
		} finally {
			told.ended = true;
		}
	}
	return { told, packs: all() };
}

function batch() {
	const made = press();
	onTestFinished(() => made.close());
	return made.batch('vi');
}

/** The files of a ZIP by its directory at the end, each whole by its checksum. */
function filesOf(zip: Buffer): { name: string; data: Buffer }[] {
	const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
	const files = [];
	for (let n = 0, at = zip.readUInt32LE(end + 16); n < zip.readUInt16LE(end + 10); n++) {
		const [method, crc, size] = [
			zip.readUInt16LE(at + 10),
			zip.readUInt32LE(at + 16),
			zip.readUInt32LE(at + 24)
		];
		const [nameLength, extra, start] = [
			zip.readUInt16LE(at + 28),
			zip.readUInt16LE(at + 30),
			zip.readUInt32LE(at + 42)
		];
		const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
		const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
		const data = zip.subarray(from, from + size);
		expect([method, crc32(data)], name).toEqual([0, crc]);
		files.push({ name, data });
		at += 46 + nameLength + extra;
	}
	return files;
}

test('every sheet is in it as a PDF of its own, by the codes of branch and officer', async () => {
	const { packs, told } = source(5);
	const zip = Buffer.from(await new Response(archive(packs, write, batch())).arrayBuffer());
	const files = filesOf(zip);
	expect(files.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((number) => `BTD-01-C${number}.pdf`));
	for (const [at, { data }] of files.entries())
		expect(pagesOf(data)[0]?.replace(/\s/g, '')).toContain(`NguyễnVăn${at + 1}`);
	expect(told.ended).toBe(true);
});

test('two sheets of one code do not lie on each other, and no code leads out of the folder', async () => {
	async function* twice() {
		yield officer(1, '../../etc/x');
		yield officer(2, '../../etc/x');
	}
	const zip = Buffer.from(await new Response(archive(twice(), write, batch())).arrayBuffer());
	const names = filesOf(zip).map(({ name }) => name);
	expect(new Set(names).size).toBe(2);
	for (const name of names) expect(name).toMatch(/^[\w.-]+\.pdf$/);
	expect(nameOf(officer(1, 'ĐỘI 1'))).toMatch(/^[\w.-]+$/);
});

test('is made no faster than it is read', async () => {
	const { packs, told } = source(50);
	const reader = archive(packs, write, batch()).getReader();
	for (let piece = 0; piece < 4; piece++) await reader.read();
	await new Promise((later) => setTimeout(later, 300));
	expect(told.asked).toBeLessThan(5);
	await reader.cancel();
});

test('whoever goes away stops the work, and its process', async () => {
	const { packs, told } = source(50);
	const papers = batch();
	const reader = archive(packs, write, papers).getReader();
	await reader.read();
	await reader.cancel();
	expect(told.ended).toBe(true);
	const { asked } = told;
	await expect(papers.render(write(officer(1)))).rejects.toMatchObject({ code: 'try_later' });
	await new Promise((later) => setTimeout(later, 100));
	expect(told.asked).toBe(asked);
});

test('a fault breaks it, so that half an archive is never taken for a whole one', async () => {
	const { packs, told } = source(5);
	const fault = (of: Pack) => {
		if (of.sheetId === 3) throw new Error('no words for this');
		return write(of);
	};
	const body = archive(packs, fault, batch());
	await expect(new Response(body).arrayBuffer()).rejects.toThrow('no words for this');
	expect(told.ended).toBe(true);
});
