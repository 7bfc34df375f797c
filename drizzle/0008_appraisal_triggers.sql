-- What is said of appeals and sheets, seals, and settings are append-only; what people wrote can be erased, and nothing
-- else. Hand-written: see 0001_triggers.sql.
CREATE TRIGGER appeal_rules_no_update BEFORE UPDATE ON appeal_rules
BEGIN
	SELECT RAISE(ABORT, 'appeal rules are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER appeal_rules_no_delete BEFORE DELETE ON appeal_rules
BEGIN
	SELECT RAISE(ABORT, 'appeal rules are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER appeal_rules_next BEFORE INSERT ON appeal_rules
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM appeal_rules)
BEGIN
	SELECT RAISE(ABORT, 'appeal rules are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER retention_rules_no_update BEFORE UPDATE ON retention_rules
BEGIN
	SELECT RAISE(ABORT, 'retention rules are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER retention_rules_no_delete BEFORE DELETE ON retention_rules
BEGIN
	SELECT RAISE(ABORT, 'retention rules are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER retention_rules_next BEFORE INSERT ON retention_rules
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM retention_rules)
BEGIN
	SELECT RAISE(ABORT, 'retention rules are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER fairness_settings_no_update BEFORE UPDATE ON fairness_settings
BEGIN
	SELECT RAISE(ABORT, 'settings are append-only: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER fairness_settings_no_delete BEFORE DELETE ON fairness_settings
BEGIN
	SELECT RAISE(ABORT, 'settings are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER fairness_settings_next BEFORE INSERT ON fairness_settings
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM fairness_settings)
BEGIN
	SELECT RAISE(ABORT, 'settings are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER replies_only_erase BEFORE UPDATE ON replies
WHEN NEW.id IS NOT OLD.id OR NEW.ratingId IS NOT OLD.ratingId OR NEW.officerId IS NOT OLD.officerId OR NEW.at IS NOT OLD.at OR NEW.body IS NOT NULL OR NEW.erasedAt IS NULL
BEGIN
	SELECT RAISE(ABORT, 'replies are not changed: what was written can only be erased');
END;
--> statement-breakpoint
CREATE TRIGGER replies_no_delete BEFORE DELETE ON replies
BEGIN
	SELECT RAISE(ABORT, 'replies are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER replies_next BEFORE INSERT ON replies
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM replies)
BEGIN
	SELECT RAISE(ABORT, 'replies are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER appeals_no_delete BEFORE DELETE ON appeals
BEGIN
	SELECT RAISE(ABORT, 'appeals are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER appeals_next BEFORE INSERT ON appeals
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM appeals)
BEGIN
	SELECT RAISE(ABORT, 'appeals are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER appeals_fixed BEFORE UPDATE ON appeals
WHEN NEW.id <> OLD.id OR NEW.ratingId <> OLD.ratingId OR NEW.officerId <> OLD.officerId OR NEW.ground <> OLD.ground
	OR NEW.filedAt <> OLD.filedAt OR NEW.dueAt <> OLD.dueAt OR (OLD.state <> 'open' AND NEW.state <> OLD.state)
BEGIN
	SELECT RAISE(ABORT, 'an appeal is not changed: it is decided or withdrawn, once');
END;
--> statement-breakpoint
CREATE TRIGGER appeal_acts_only_erase BEFORE UPDATE ON appeal_acts
WHEN NEW.id IS NOT OLD.id OR NEW.appealId IS NOT OLD.appealId OR NEW.at IS NOT OLD.at OR NEW.act IS NOT OLD.act OR NEW.actorId IS NOT OLD.actorId OR NEW.actorRole IS NOT OLD.actorRole OR NEW.entryId IS NOT OLD.entryId OR (NEW.actorName IS NOT OLD.actorName AND NEW.actorName <> '') OR (NEW.body IS NOT OLD.body AND NEW.body IS NOT NULL)
BEGIN
	SELECT RAISE(ABORT, 'acts are not changed: what was written can only be erased');
END;
--> statement-breakpoint
CREATE TRIGGER appeal_acts_no_delete BEFORE DELETE ON appeal_acts
BEGIN
	SELECT RAISE(ABORT, 'acts are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER appeal_acts_next BEFORE INSERT ON appeal_acts
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM appeal_acts)
BEGIN
	SELECT RAISE(ABORT, 'acts are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER sheet_acts_only_erase BEFORE UPDATE ON sheet_acts
WHEN NEW.id IS NOT OLD.id OR NEW.sheetId IS NOT OLD.sheetId OR NEW.at IS NOT OLD.at OR NEW.act IS NOT OLD.act OR NEW.actorId IS NOT OLD.actorId OR NEW.actorRole IS NOT OLD.actorRole OR NEW.details IS NOT OLD.details OR (NEW.actorName IS NOT OLD.actorName AND NEW.actorName <> '') OR NEW.reason IS NOT NULL AND NEW.reason IS NOT OLD.reason
BEGIN
	SELECT RAISE(ABORT, 'acts are not changed: what was written can only be erased');
END;
--> statement-breakpoint
CREATE TRIGGER sheet_acts_no_delete BEFORE DELETE ON sheet_acts
BEGIN
	SELECT RAISE(ABORT, 'acts are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER sheet_acts_next BEFORE INSERT ON sheet_acts
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM sheet_acts)
BEGIN
	SELECT RAISE(ABORT, 'acts are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER seals_only_erase BEFORE UPDATE ON seals
WHEN NEW.id IS NOT OLD.id OR NEW.sheetId IS NOT OLD.sheetId OR NEW.sealedAt IS NOT OLD.sealedAt OR NEW.hash IS NOT OLD.hash OR NEW.checkpoint IS NOT OLD.checkpoint OR NEW.body IS NOT NULL OR NEW.erasedAt IS NULL
BEGIN
	SELECT RAISE(ABORT, 'seals are not changed: what was written can only be erased');
END;
--> statement-breakpoint
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN
	SELECT RAISE(ABORT, 'seals are append-only: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER seals_next BEFORE INSERT ON seals
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM seals)
BEGIN
	SELECT RAISE(ABORT, 'seals are append-only: this number is taken or leaves a gap');
END;
--> statement-breakpoint
CREATE TRIGGER rule_set_versions_final_update BEFORE UPDATE ON rule_set_versions
WHEN OLD.publishedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a published rule set never changes: no UPDATE');
END;
--> statement-breakpoint
CREATE TRIGGER rule_set_versions_final_delete BEFORE DELETE ON rule_set_versions
WHEN OLD.publishedAt IS NOT NULL
BEGIN
	SELECT RAISE(ABORT, 'a published rule set never changes: no DELETE');
END;
--> statement-breakpoint
CREATE TRIGGER rule_set_versions_final_replace BEFORE INSERT ON rule_set_versions
WHEN EXISTS (
	SELECT 1 FROM rule_set_versions
	WHERE publishedAt IS NOT NULL
		AND (id = NEW.id OR (ruleSetId = NEW.ruleSetId AND version = NEW.version))
)
BEGIN
	SELECT RAISE(ABORT, 'a published rule set never changes: no REPLACE');
END;
--> statement-breakpoint
CREATE TRIGGER periods_fixed BEFORE UPDATE ON periods
WHEN OLD.openedAt IS NOT NULL AND (NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.fromDay <> OLD.fromDay
	OR NEW.toDay <> OLD.toDay OR NEW.subject <> OLD.subject OR NEW.mode <> OLD.mode
	OR NEW.ruleSetVersionId <> OLD.ruleSetVersionId OR NEW.openedAt IS NOT OLD.openedAt)
BEGIN
	SELECT RAISE(ABORT, 'a period that was announced keeps its days, mode and rule set');
END;
