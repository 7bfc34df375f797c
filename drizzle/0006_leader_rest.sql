-- The full-text index of comments: words only, folded by ratings/texts.ts, under the rowid of `comments`.
CREATE VIRTUAL TABLE comment_words USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
--> statement-breakpoint
-- What was erased must not lie on in the index's pages.
INSERT INTO comment_words(comment_words, rank) VALUES('secure-delete', 1);
--> statement-breakpoint
CREATE TRIGGER privacy_rules_no_update BEFORE UPDATE ON privacy_rules
BEGIN
	SELECT RAISE(ABORT, 'privacy rules are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER privacy_rules_no_delete BEFORE DELETE ON privacy_rules
BEGIN
	SELECT RAISE(ABORT, 'privacy rules are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER privacy_rules_next BEFORE INSERT ON privacy_rules
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM privacy_rules)
BEGIN
	SELECT RAISE(ABORT, 'privacy rules are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
-- The rollups have other keys now; they are folded again from the ledger.
DELETE FROM rollup_all;
--> statement-breakpoint
DELETE FROM rollup_branch;
--> statement-breakpoint
DELETE FROM rollup_service;
--> statement-breakpoint
DELETE FROM rollup_branch_service;
--> statement-breakpoint
DELETE FROM standings;
--> statement-breakpoint
UPDATE rollup_progress SET position = 0, markId = 0, entryId = 0 WHERE id = 1;
