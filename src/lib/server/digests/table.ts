// Who wants which digest. A leader with a mail address gets both unless a row here says otherwise.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { DIGESTS } from '../../shared/digest';
import { people } from '../auth/table';

export const digestWishes = sqliteTable(
	'digest_wishes',
	{
		personId: text()
			.notNull()
			.references(() => people.id),
		kind: text({ enum: DIGESTS }).notNull(),
		isWanted: integer({ mode: 'boolean' }).notNull()
	},
	(table) => [primaryKey({ columns: [table.personId, table.kind] })]
);
