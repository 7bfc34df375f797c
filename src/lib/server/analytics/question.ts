// Asks several things of the database at once: one round trip, one snapshot. Figures that stand side by side on a
// screen must be of the same instant, or their sums would not agree while ratings arrive.
import type { InValue, Row } from '@libsql/client';
import type { SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import type { Db } from '../db/open';

export type Question<T> = { statement: SQL; read: (rows: Row[]) => T };
type Answers<Q extends readonly unknown[]> = { [K in keyof Q]: Q[K] extends Question<infer T> ? T : never };

const dialect = new SQLiteAsyncDialect();

/** The answers to some questions, in their order, all read from one snapshot. */
export async function ask<const Q extends readonly Question<unknown>[]>(
	db: Db,
	...questions: Q
): Promise<Answers<Q>> {
	const statements = questions.map(({ statement }) => {
		const { sql, params } = dialect.sqlToQuery(statement);
		return { sql, args: params as InValue[] };
	});
	const results = await db.guard.batch(statements, 'read');
	return questions.map(({ read }, index) => read(results[index]?.rows ?? [])) as unknown as Answers<Q>;
}
