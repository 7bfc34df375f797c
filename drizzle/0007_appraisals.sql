CREATE TABLE `appeal_acts` (
	`id` integer PRIMARY KEY NOT NULL,
	`appealId` integer NOT NULL,
	`at` integer NOT NULL,
	`act` text NOT NULL,
	`actorId` text NOT NULL,
	`actorName` text NOT NULL,
	`actorRole` text NOT NULL,
	`body` text,
	`entryId` integer,
	`erasedAt` integer,
	FOREIGN KEY (`appealId`) REFERENCES `appeals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `appeal_acts_appeal` ON `appeal_acts` (`appealId`);--> statement-breakpoint
CREATE TABLE `appeal_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`rules` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `appeals` (
	`id` integer PRIMARY KEY NOT NULL,
	`ratingId` text NOT NULL,
	`officerId` integer NOT NULL,
	`ground` text NOT NULL,
	`filedAt` integer NOT NULL,
	`dueAt` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`overdueToldAt` integer,
	FOREIGN KEY (`ratingId`) REFERENCES `ratings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `appeals_once` ON `appeals` (`ratingId`,`officerId`);--> statement-breakpoint
CREATE INDEX `appeals_officer` ON `appeals` (`officerId`);--> statement-breakpoint
CREATE INDEX `appeals_state` ON `appeals` (`state`,`dueAt`);--> statement-breakpoint
CREATE TABLE `replies` (
	`id` integer PRIMARY KEY NOT NULL,
	`ratingId` text NOT NULL,
	`officerId` integer NOT NULL,
	`at` integer NOT NULL,
	`body` text,
	`erasedAt` integer,
	FOREIGN KEY (`ratingId`) REFERENCES `ratings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `replies_once` ON `replies` (`ratingId`,`officerId`);--> statement-breakpoint
CREATE INDEX `replies_officer` ON `replies` (`officerId`);--> statement-breakpoint
CREATE TABLE `draft_runs` (
	`id` integer PRIMARY KEY NOT NULL,
	`periodId` integer NOT NULL,
	`startedAt` integer NOT NULL,
	`startedBy` text NOT NULL,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`finishedAt` integer,
	`failed` text,
	FOREIGN KEY (`periodId`) REFERENCES `periods`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `peer_groups` (
	`id` integer PRIMARY KEY NOT NULL,
	`periodId` integer NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`periodId`) REFERENCES `periods`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `peer_groups_once` ON `peer_groups` (`periodId`,`name`);--> statement-breakpoint
CREATE TABLE `periods` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`fromDay` text NOT NULL,
	`toDay` text NOT NULL,
	`subject` text NOT NULL,
	`mode` text NOT NULL,
	`ruleSetVersionId` integer NOT NULL,
	`grouping` text NOT NULL,
	`ackDays` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`openedAt` integer,
	`closedAt` integer,
	FOREIGN KEY (`ruleSetVersionId`) REFERENCES `rule_set_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "periods_span" CHECK("periods"."toDay" > "periods"."fromDay")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `periods_once` ON `periods` (`subject`,`fromDay`,`toDay`,`ruleSetVersionId`);--> statement-breakpoint
CREATE TABLE `seals` (
	`id` integer PRIMARY KEY NOT NULL,
	`sheetId` integer NOT NULL,
	`sealedAt` integer NOT NULL,
	`body` text,
	`hash` text NOT NULL,
	`checkpoint` integer NOT NULL,
	`erasedAt` integer,
	FOREIGN KEY (`sheetId`) REFERENCES `sheets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `seals_hash_unique` ON `seals` (`hash`);--> statement-breakpoint
CREATE INDEX `seals_sheet` ON `seals` (`sheetId`);--> statement-breakpoint
CREATE TABLE `sheet_acts` (
	`id` integer PRIMARY KEY NOT NULL,
	`sheetId` integer NOT NULL,
	`at` integer NOT NULL,
	`act` text NOT NULL,
	`actorId` text NOT NULL,
	`actorName` text NOT NULL,
	`actorRole` text NOT NULL,
	`reason` text,
	`details` text NOT NULL,
	FOREIGN KEY (`sheetId`) REFERENCES `sheets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sheet_acts_sheet` ON `sheet_acts` (`sheetId`);--> statement-breakpoint
CREATE TABLE `sheets` (
	`id` integer PRIMARY KEY NOT NULL,
	`periodId` integer NOT NULL,
	`officerId` integer,
	`unitId` integer,
	`branchId` integer NOT NULL,
	`peerGroup` text NOT NULL,
	`content` text,
	`contentHash` text,
	`draftedAt` integer,
	`state` text DEFAULT 'waiting' NOT NULL,
	FOREIGN KEY (`periodId`) REFERENCES `periods`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unitId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sheets_subject" CHECK(("sheets"."officerId" IS NULL) <> ("sheets"."unitId" IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sheets_officer` ON `sheets` (`periodId`,`officerId`);--> statement-breakpoint
CREATE UNIQUE INDEX `sheets_unit` ON `sheets` (`periodId`,`unitId`);--> statement-breakpoint
CREATE INDEX `sheets_state` ON `sheets` (`periodId`,`state`);--> statement-breakpoint
CREATE INDEX `sheets_whose` ON `sheets` (`officerId`);--> statement-breakpoint
CREATE TABLE `fairness_labels` (
	`dimension` text NOT NULL,
	`officerId` integer NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`dimension`, `officerId`),
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `fairness_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`isOn` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `erased_officers` (
	`officerId` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `legal_holds` (
	`id` integer PRIMARY KEY NOT NULL,
	`officerId` integer NOT NULL,
	`reason` text NOT NULL,
	`setAt` integer NOT NULL,
	`setBy` text NOT NULL,
	`liftedAt` integer,
	`liftedBy` text,
	`liftedReason` text,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `retention_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`rules` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rule_set_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`ruleSetId` integer NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`fromDay` text NOT NULL,
	`publishedAt` integer,
	`publishedBy` text,
	FOREIGN KEY (`ruleSetId`) REFERENCES `rule_sets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_set_versions_version` ON `rule_set_versions` (`ruleSetId`,`version`);--> statement-breakpoint
CREATE TABLE `rule_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`shipped` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rule_sets_code_unique` ON `rule_sets` (`code`);