// The questions that are asked three ways: of the rollups, through the functions that the screens use; by plain GROUP
// BY of the ledger in the same file; and of PostgreSQL. A new question is one more entry.

const DAY_MS = 86_400_000;

/**
 * @typedef {{ from: string, to: string }} Days
 * @typedef {{ first: string, last: string, branch: number, officer: number, service: number }} Facts
 * @typedef {{ name: string, scope: 'department' | 'branch', figure: object, sqlite: string, postgres: string }} Query
 */

/** What is grouped by: as SQLite and as PostgreSQL say it. */
const KEYS = {
	nothing: ["''", "''"],
	day: ['day', 'day'],
	span: ['substr(day, 1, 7)', "date_trunc('month', day)"],
	branch: ['branchId', 'branch_id'],
	service: ['serviceId', 'service_id'],
	officer: ['officerId', 'officer_id'],
	slot: ["CAST(strftime('%w', day) AS INTEGER) * 24 + (tappedAt + skewMs + 25200000) / 3600000 % 24", 'slot']
};

/**
 * @param {Facts} facts
 * @returns {Query[]}
 */
export function queries({ first, last, branch, officer, service }) {
	const all = { from: first, to: last };
	const days = (/** @type {number} */ count) => ({ from: before(last, count - 1), to: last });
	// Officers and hours are kept by whole weeks and months.
	const allMonths = months(first, last);
	const year = months(before(last, 364), last);
	const here = { branch };
	return [
		tally('distribution of all, all time', all, 'nothing'),
		tally('each day, all time', all, 'day'),
		tally('distribution of all, 365 days', days(365), 'nothing'),
		tally('each branch, all time', all, 'branch'),
		tally('each branch, 90 days', days(90), 'branch'),
		tally('each service, all time', all, 'service'),
		tally('each officer, all whole months', allMonths, 'officer'),
		tally('each officer, whole months of a year', year, 'officer'),
		tally('one service each day, 365 days', days(365), 'day', { service }),
		both('each branch and service, 90 days', days(90)),
		hours('hour of the week, whole months of a year', year),
		reasons('reasons, 365 days', days(365)),
		tally('a branch: distribution, all time', all, 'nothing', here),
		tally('a branch: each day, 365 days', days(365), 'day', here),
		tally('a branch: each service, 365 days', days(365), 'service', here),
		tally('a branch: each officer, all whole months', allMonths, 'officer', here),
		hours('a branch: hour of the week, whole months of a year', year, here),
		reasons('a branch: reasons, 365 days', days(365), here),
		tally('an officer: each month', allMonths, 'span', { officer })
	];
}

/** @typedef {{ branch?: number, service?: number, officer?: number }} Chosen */

/**
 * @param {string} name
 * @param {Days} days
 * @param {keyof typeof KEYS} by
 * @param {Chosen} [chosen]
 * @returns {Query}
 */
function tally(name, days, by, chosen = {}) {
	return {
		name,
		...about(chosen),
		figure: { what: 'tally', by, cut: cut(days, chosen) },
		...sql([by], days, chosen)
	};
}

/**
 * @param {string} name
 * @param {Days} days
 * @returns {Query}
 */
function both(name, days) {
	const figure = { what: 'mixed', by: 'branch', cut: cut(days, {}) };
	return { name, scope: 'department', figure, ...sql(['branch', 'service'], days, {}) };
}

/**
 * @param {string} name
 * @param {Days} days
 * @param {Chosen} [chosen]
 * @returns {Query}
 */
function hours(name, days, chosen = {}) {
	return {
		name,
		...about(chosen),
		figure: { what: 'hours', cut: cut(days, chosen) },
		...sql(['slot'], days, chosen)
	};
}

/**
 * @param {string} name
 * @param {Days} days
 * @param {Chosen} [chosen]
 * @returns {Query}
 */
function reasons(name, days, chosen = {}) {
	const [sqlite, postgres] = where(days, chosen);
	return {
		name,
		...about(chosen),
		figure: { what: 'reasons', cut: cut(days, chosen) },
		sqlite: `SELECT reason.value, count(*) FROM ratings CROSS JOIN json_each(reasons) reason WHERE ${sqlite} GROUP BY 1`,
		postgres: `SELECT code, count(*) FROM reasons WHERE ${postgres} GROUP BY 1`
	};
}

/** @param {Chosen} chosen */
function about(chosen) {
	/** @type {'branch' | 'department'} */
	const scope = Object.keys(chosen).some((key) => key !== 'service') ? 'branch' : 'department';
	return { scope };
}

/**
 * @param {Days} days
 * @param {Chosen} chosen
 */
function cut(days, { branch, service, officer }) {
	const branches = branch === undefined ? 'all' : [branch];
	const chosen = { serviceId: service ?? null, counterId: null, officerId: officer ?? null };
	return { ...days, branches, ...chosen, marked: true };
}

/**
 * @param {(keyof typeof KEYS)[]} by
 * @param {Days} days
 * @param {Chosen} chosen
 */
function sql(by, days, chosen) {
	const [here, there] = where(days, chosen);
	const keys = (/** @type {0 | 1} */ which) => by.map((one) => KEYS[one][which]).join(', ');
	const groups = [...by, 'scale'].map((_, index) => index + 1).join(', ');
	const grades = [1, 2, 3, 4, 5];
	const sums = grades.map((grade) => `sum(serviceGrade = ${grade}), sum(officerGrade = ${grade})`);
	const filters = grades.map(
		(grade) =>
			`count(*) FILTER (WHERE service_grade = ${grade}), count(*) FILTER (WHERE officer_grade = ${grade})`
	);
	return {
		sqlite: `SELECT ${keys(0)}, scale, count(*), ${sums.join(', ')} FROM ratings WHERE ${here} GROUP BY ${groups}`,
		postgres: `SELECT ${keys(1)}, scale, count(*), ${filters.join(', ')} FROM ratings WHERE ${there} GROUP BY ${groups}`
	};
}

/**
 * @param {Days} days
 * @param {Chosen} chosen
 * @returns {[sqlite: string, postgres: string]}
 */
function where({ from, to }, chosen) {
	const parts = Object.entries(chosen);
	const days = `day BETWEEN '${from}' AND '${to}'`;
	return [
		[...parts.map(([key, id]) => `${key}Id = ${id}`), days].join(' AND '),
		[...parts.map(([key, id]) => `${key}_id = ${id}`), days].join(' AND ')
	];
}

/**
 * The whole months of some days.
 * @param {string} from
 * @param {string} to
 */
function months(from, to) {
	const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
	const first = new Date(Date.UTC(year, month - (day === 1 ? 1 : 0), 1)).toISOString().slice(0, 10);
	const [lastYear = 0, lastMonth = 0] = before(to, -1).split('-').map(Number);
	return {
		from: first,
		to: before(new Date(Date.UTC(lastYear, lastMonth - 1, 1)).toISOString().slice(0, 10), 1)
	};
}

/**
 * @param {string} day
 * @param {number} count
 */
export function before(day, count) {
	return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}
