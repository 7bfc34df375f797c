// For the benchmark alone: a closed period of the past with so many sealed sheets, each of another officer, written by
// hand (tests/sealed.ts), because sealing thousands by their verbs is another benchmark's business.
//   node sealing.js URL COUNT
import { sql } from 'drizzle-orm';
import { CONTENT, sealed } from '../../sealed';
import { canonical } from '../../../src/lib/shared/canonical';
import { hash } from '../../../src/lib/server/db/chain';
import { open } from '../../../src/lib/server/db/open';
import { periods, seals, sheetActs, sheets } from '../../../src/lib/server/appraisals/table';
import * as names from '../../../src/lib/server/org/names';
import * as rulesets from '../../../src/lib/server/rulesets/rulesets';

const [url = '', countText = ''] = process.argv.slice(2);
const db = open({ url });
const day = '2019-01-01';
const called = await names.at(db.read);
const list = [...called.officers].slice(0, Number(countText));
if (list.length < Number(countText)) throw new Error(`only ${list.length} officers`);
const [set] = await rulesets.list(db.read);
const version = set?.versions[0];
if (!version) throw new Error('no rule set');
const at = Date.parse('2019-05-01T00:00:00Z');
const [period] = await db.write((tx) =>
	tx
		.insert(periods)
		.values({
			...{ kind: 'quarter', fromDay: day, toDay: '2019-03-31', subject: 'officer', mode: 'appraisal' },
			...{ ruleSetVersionId: version.id, grouping: 'all', ackDays: 5 },
			...{ createdAt: at, openedAt: at, closedAt: at }
		})
		.returning({ id: periods.id })
);
if (!period) throw new Error('no period');
for (let from = 0; from < list.length; from += 100)
	await db.write(async (tx) => {
		for (const [officerId, one] of list.slice(from, from + 100)) {
			const [sheet] = await tx
				.insert(sheets)
				.values({
					...{ periodId: period.id, officerId, branchId: one.branchId },
					...{ peerGroup: 'Tất cả', state: 'signed' }
				})
				.returning({ id: sheets.id });
			const [last] = await tx.all<{ id: number }>(sql`SELECT coalesce(max(id), 0) AS id FROM seals`);
			const branch = called.branches.get(one.branchId)?.name ?? { vi: '', en: '', ja: '', zh: '', ko: '' };
			const subject = {
				...{ kind: 'officer' as const, officerId, code: one.code, name: one.fullName, post: one.post },
				...{ branchId: one.branchId, branch }
			};
			const body = canonical(sealed(sheet?.id ?? 0, { ...CONTENT, subject }));
			const sealId = (last?.id ?? 0) + 1;
			const [acted] = await tx.all<{ id: number }>(sql`SELECT coalesce(max(id), 0) AS id FROM sheet_acts`);
			const acts = ['drafted', 'decided', 'acknowledged', 'signed_leader', 'signed_hr'] as const;
			await tx.insert(sheetActs).values(
				acts.map((act, index) => ({
					...{ id: (acted?.id ?? 0) + 1 + index, sheetId: sheet?.id ?? 0, at, act, reason: null },
					...{ actorId: act, actorName: act, actorRole: 'hr', details: { contentHash: '', sealId } }
				}))
			);
			await tx.insert(seals).values({
				...{ id: sealId, sheetId: sheet?.id ?? 0, sealedAt: at, body },
				...{ hash: hash(body), checkpoint: 1 }
			});
		}
	});
console.log(JSON.stringify({ periodId: period.id, sheets: list.length }));
process.exit(0);
