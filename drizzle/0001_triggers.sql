-- The ledger, its comments, the audit trail and published questionnaires are append-only. These triggers are
-- hand-written; a generated migration that rebuilds a table drops its triggers silently, which the check at start
-- (src/lib/server/db/sound.ts) and the tests notice.
--
-- INSERT OR REPLACE would pass a DELETE trigger on a connection without recursive_triggers, so taken ids,
-- positions and sequence numbers are refused before the insert as well.
CREATE TRIGGER ratings_no_update BEFORE UPDATE ON ratings
BEGIN
	SELECT RAISE(ABORT, 'ratings are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER ratings_no_delete BEFORE DELETE ON ratings
BEGIN
	SELECT RAISE(ABORT, 'ratings are append-only: no DELETE');
END;
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
END;
--> statement-breakpoint
CREATE TRIGGER comments_no_delete BEFORE DELETE ON comments
BEGIN
	SELECT RAISE(ABORT, 'comments are not deleted: they are erased');
END;
--> statement-breakpoint
CREATE TRIGGER comments_only_erase BEFORE UPDATE ON comments
WHEN NEW.ratingId <> OLD.ratingId OR NEW.body IS NOT NULL OR NEW.erasedAt IS NULL OR OLD.erasedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a comment is not changed: it can only be erased, once');
END;
--> statement-breakpoint
CREATE TRIGGER comments_once BEFORE INSERT ON comments
WHEN EXISTS (SELECT 1 FROM comments WHERE ratingId = NEW.ratingId)
BEGIN
	SELECT RAISE(ABORT, 'this rating has its comment already');
END;
--> statement-breakpoint
CREATE TRIGGER refused_ratings_no_update BEFORE UPDATE ON refused_ratings
BEGIN
	SELECT RAISE(ABORT, 'refused ratings are kept as they came: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER refused_ratings_no_delete BEFORE DELETE ON refused_ratings
BEGIN
	SELECT RAISE(ABORT, 'refused ratings are kept as they came: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER audit_notes_no_update BEFORE UPDATE ON audit_notes
BEGIN
	SELECT RAISE(ABORT, 'the audit trail is append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER audit_notes_no_delete BEFORE DELETE ON audit_notes
BEGIN
	SELECT RAISE(ABORT, 'the audit trail is append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER audit_notes_next BEFORE INSERT ON audit_notes
WHEN NEW.id IS NOT NULL AND EXISTS (SELECT 1 FROM audit_notes WHERE id = NEW.id)
BEGIN
	SELECT RAISE(ABORT, 'the audit trail is append-only: this line is taken');
END;
--> statement-breakpoint
CREATE TRIGGER questionnaire_versions_final_update BEFORE UPDATE ON questionnaire_versions
WHEN OLD.publishedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a published questionnaire never changes: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER questionnaire_versions_final_delete BEFORE DELETE ON questionnaire_versions
WHEN OLD.publishedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a published questionnaire never changes: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER questionnaire_versions_final_replace BEFORE INSERT ON questionnaire_versions
WHEN EXISTS (
	SELECT 1 FROM questionnaire_versions
	WHERE publishedAt IS NOT NULL
		AND (id = NEW.id OR (questionnaireId = NEW.questionnaireId AND version = NEW.version))
)
BEGIN
	SELECT RAISE(ABORT, 'a published questionnaire never changes: no REPLACE');
END;
--> statement-breakpoint
INSERT INTO rollup_progress (id, position) VALUES (1, 0);
