// Ratings as a tablet of the town would send them.
import { randomUUID } from 'node:crypto';
import type { Db } from '../src/lib/server/db/open';
import * as intake from '../src/lib/server/intake/intake';
import * as news from '../src/lib/server/ratings/news';
import type { Rating } from '../src/lib/shared/rating';
import { NOW, ZONE, type Town } from './town';

/** A good rating from counter A1: "Đăng ký tờ khai", officer Anh, both grades 5, tapped a minute before NOW. */
export function rating(town: Town, seq: number, changed: Partial<Rating> = {}): Rating {
	return {
		form: 1,
		id: randomUUID(),
		seq,
		counterId: town.counters.a1,
		serviceId: town.services.declare,
		officerId: town.officers.anh,
		questionnaireId: town.questionnaire.versionId,
		scale: 5,
		serviceGrade: 5,
		officerGrade: 5,
		reasons: [],
		comment: null,
		language: 'vi',
		tappedAt: NOW - 60_000,
		zone: ZONE,
		tookMs: 6_000,
		...changed
	};
}

/** The sender that intake knows for one of the town's tablets. */
export function sender(town: Town, which: keyof Town['devices'] = 'a1'): intake.Sender {
	return { id: town.devices[which].id, counterId: town.counters[which] };
}

/** Takes ratings in through the real intake, as if sent and received at `at`. */
export function take(db: Db, from: intake.Sender, ratings: unknown[], at = NOW): Promise<intake.Judged[]> {
	return intake.make(db, news.make()).take(from, ratings, { receivedAt: at, sentAt: at });
}
