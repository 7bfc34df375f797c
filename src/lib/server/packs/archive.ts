// All signed sheets of a period as one ZIP of PDFs, made while it is read: one sheet, one paper and one PDF at a time.
// PDFs are compressed already, so they are stored as they are.
import { makeZip } from 'client-zip';
import type { Pack } from '../../shared/pack';
import type { PaperDefinition } from '../../shared/paper';
import type { Batch } from '../paper/press';

/** "BTD-01-BTD1002.pdf": branch and officer by their codes; of a unit its own alone. */
export function nameOf({ content: { subject }, branchCode }: Pick<Pack, 'content' | 'branchCode'>): string {
	const name = subject.kind === 'officer' ? `${branchCode}-${subject.code}` : branchCode;
	return name.replace(/[^\w.-]+/g, '_');
}

/**
 * The archive as a stream. Whoever reads it slowly slows the press; whoever goes away stops the work and ends its
 * process, as does a fault, which breaks the stream so that the file cannot be taken for whole.
 */
export function archive(
	packs: AsyncGenerator<Pack>,
	write: (pack: Pack) => PaperDefinition,
	batch: Batch
): ReadableStream<Uint8Array> {
	const taken = new Set<string>();
	async function* files() {
		for await (const pack of packs) {
			const plain = nameOf(pack);
			const name = taken.has(plain) ? `${plain}-${pack.sheetId}` : plain;
			taken.add(name);
			const input = await batch.render(write(pack));
			yield { name: `${name}.pdf`, lastModified: new Date(pack.seal?.at ?? 0), input };
		}
	}
	const reader = makeZip(files()).getReader();
	const stop = async () => {
		await batch.close();
		await packs.return(undefined).catch(() => undefined);
	};
	return new ReadableStream(
		{
			async pull(controller) {
				try {
					const { done, value } = await reader.read();
					if (!done) return controller.enqueue(value);
					await stop();
					controller.close();
				} catch (error) {
					await stop();
					controller.error(error);
				}
			},
			async cancel() {
				await stop();
				await reader.cancel().catch(() => undefined);
			}
		},
		{ highWaterMark: 0 }
	);
}
