-- The chain, the entries, the marks, the epochs and the checkpoints are append-only like the ledger. Hand-written:
-- see 0001_triggers.sql.
DROP TRIGGER ratings_next;
--> statement-breakpoint
CREATE TRIGGER ratings_next BEFORE INSERT ON ratings
BEGIN
	SELECT RAISE(ABORT, 'ratings are append-only: this position is taken or leaves a gap')
	WHERE NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM ratings);
	SELECT RAISE(ABORT, 'ratings are append-only: this id is taken')
	WHERE EXISTS (SELECT 1 FROM ratings WHERE id = NEW.id);
	SELECT RAISE(ABORT, 'ratings are append-only: this sequence number of the device is taken')
	WHERE NEW.deviceId IS NOT NULL
		AND EXISTS (SELECT 1 FROM ratings WHERE deviceId = NEW.deviceId AND seq = NEW.seq);
	SELECT RAISE(ABORT, 'a rating has its link in the chain') WHERE NEW.link IS NULL;
END;
--> statement-breakpoint
DROP TRIGGER comments_only_erase;
--> statement-breakpoint
CREATE TRIGGER comments_only_erase BEFORE UPDATE ON comments
WHEN NEW.ratingId <> OLD.ratingId OR NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erasedAt IS NULL
	OR OLD.erasedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a comment is not changed: it can only be erased, once');
END;
--> statement-breakpoint
DROP TRIGGER refused_ratings_no_update;
--> statement-breakpoint
CREATE TRIGGER refused_ratings_no_update BEFORE UPDATE ON refused_ratings
WHEN NEW.id <> OLD.id OR NEW.deviceId <> OLD.deviceId OR NEW.receivedAt <> OLD.receivedAt OR NEW.code <> OLD.code
	OR NEW.details <> OLD.details OR NEW.body <> OLD.body OR NEW.bodyHash <> OLD.bodyHash
	OR NEW.seq IS NOT OLD.seq OR NEW.prev IS NOT OLD.prev OR NEW.digest IS NOT OLD.digest
	OR NEW.sentAt IS NOT OLD.sentAt OR NEW.ticket IS NOT OLD.ticket OR NEW.signature IS NOT OLD.signature
	OR (OLD.erasedAt IS NOT NULL AND NEW.erasedAt IS NOT OLD.erasedAt)
	OR (NEW.comment IS NOT OLD.comment AND NOT (NEW.comment IS NULL AND NEW.salt IS NULL AND NEW.erasedAt IS NOT NULL))
	OR (NEW.salt IS NOT OLD.salt AND NOT (NEW.comment IS NULL AND NEW.salt IS NULL AND NEW.erasedAt IS NOT NULL))
	OR (OLD.settledAt IS NOT NULL AND (NEW.settledAt IS NOT OLD.settledAt OR NEW.settledAs IS NOT OLD.settledAs
		OR NEW.settledBy IS NOT OLD.settledBy OR NEW.settledReason IS NOT OLD.settledReason))
BEGIN
	SELECT RAISE(ABORT, 'refused ratings are kept as they came: they can only be settled, and their comment erased, once');
END;
--> statement-breakpoint
CREATE TRIGGER rating_entries_no_update BEFORE UPDATE ON rating_entries
BEGIN
	SELECT RAISE(ABORT, 'entries about ratings are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER rating_entries_no_delete BEFORE DELETE ON rating_entries
BEGIN
	SELECT RAISE(ABORT, 'entries about ratings are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER rating_entries_next BEFORE INSERT ON rating_entries
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM rating_entries)
BEGIN
	SELECT RAISE(ABORT, 'entries about ratings are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER marks_no_update BEFORE UPDATE ON marks
BEGIN
	SELECT RAISE(ABORT, 'marks are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER marks_no_delete BEFORE DELETE ON marks
BEGIN
	SELECT RAISE(ABORT, 'marks are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER marks_next BEFORE INSERT ON marks
WHEN EXISTS (SELECT 1 FROM marks WHERE id = NEW.id OR (position = NEW.position AND rule = NEW.rule))
BEGIN
	SELECT RAISE(ABORT, 'marks are append-only: this one is taken');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_no_update BEFORE UPDATE ON epochs
BEGIN
	SELECT RAISE(ABORT, 'epochs are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_no_delete BEFORE DELETE ON epochs
BEGIN
	SELECT RAISE(ABORT, 'epochs are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER epochs_next BEFORE INSERT ON epochs
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM epochs)
BEGIN
	SELECT RAISE(ABORT, 'epochs are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
BEGIN
	SELECT RAISE(ABORT, 'checkpoints are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
BEGIN
	SELECT RAISE(ABORT, 'checkpoints are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_next BEFORE INSERT ON checkpoints
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM checkpoints)
BEGIN
	SELECT RAISE(ABORT, 'checkpoints are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
-- Ratings as they count today: struck ones are out, and where a person has said who served, that holds.
CREATE VIEW counted_ratings AS
SELECT r.position, r.id, r.channel, r.deviceId, r.branchId, r.counterId, r.serviceId,
	CASE WHEN s.settled = 1 THEN s.officerId ELSE r.officerId END AS officerId,
	r.questionnaireId, r.scale, r.serviceGrade,
	CASE WHEN s.settled = 1 THEN s.officerGrade ELSE r.officerGrade END AS officerGrade,
	r.reasons, r.language, r.tappedAt, r.zone, r.skewMs, r.day, r.receivedAt, r.tookMs,
	coalesce(s.marked, 0) AS marked
FROM ratings AS r LEFT JOIN standings AS s ON s.position = r.position
WHERE coalesce(s.struck, 0) = 0;
--> statement-breakpoint
-- Ratings that arrived ten minutes or more after the tap, by day: few, and counted for every overview
-- (ratings/counts.ts has the same condition).
CREATE INDEX ratings_late ON ratings (day) WHERE receivedAt - tappedAt - skewMs >= 600000;
--> statement-breakpoint
-- The rollups have a further key now; they are folded again from the ledger.
UPDATE rollup_progress SET position = 0 WHERE id = 1;
--> statement-breakpoint
-- A new ledger begins its first epoch here; one that has ratings already is adopted by ratings/epoch.ts.
INSERT INTO epochs (number, id, startedAt, reason, position, link, details)
SELECT 1, lower(hex(randomblob(16))), unixepoch() * 1000, 'founded', 0, 'LU-e2hy__dDM25fJTw_qCuseLG0HICzQEFWbN_bwyxs', '{}'
WHERE NOT EXISTS (SELECT 1 FROM ratings);
