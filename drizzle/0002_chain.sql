ALTER TABLE `devices` RENAME COLUMN "tokenHash" TO "keyId";--> statement-breakpoint
CREATE TABLE `device_days` (
	`deviceId` integer NOT NULL,
	`day` text NOT NULL,
	`heard` text NOT NULL,
	PRIMARY KEY(`deviceId`, `day`),
	FOREIGN KEY (`deviceId`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `device_words` (
	`deviceId` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`skewMs` integer NOT NULL,
	`word` text NOT NULL,
	FOREIGN KEY (`deviceId`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `closed_days` (
	`id` integer PRIMARY KEY NOT NULL,
	`branchId` integer,
	`day` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `closed_days_day` ON `closed_days` (`day`);--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`number` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`statement` text NOT NULL,
	`hash` text NOT NULL,
	`signature` text NOT NULL,
	`publicKey` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `epochs` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`startedAt` integer NOT NULL,
	`reason` text NOT NULL,
	`position` integer NOT NULL,
	`link` text NOT NULL,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `epochs_id_unique` ON `epochs` (`id`);--> statement-breakpoint
CREATE TABLE `marks` (
	`id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`rule` text NOT NULL,
	`numbers` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`position`) REFERENCES `ratings`(`position`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `marks_once` ON `marks` (`position`,`rule`);--> statement-breakpoint
CREATE TABLE `rating_entries` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`act` text NOT NULL,
	`ratingId` text NOT NULL,
	`answersId` integer,
	`officerId` integer,
	`rule` text,
	`ground` text NOT NULL,
	`appealId` integer,
	`reason` text NOT NULL,
	`actorKind` text NOT NULL,
	`actorId` text NOT NULL,
	`actorName` text NOT NULL,
	`link` text NOT NULL,
	FOREIGN KEY (`ratingId`) REFERENCES `ratings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `rating_entries_rating` ON `rating_entries` (`ratingId`);--> statement-breakpoint
CREATE TABLE `standings` (
	`position` integer PRIMARY KEY NOT NULL,
	`struck` integer NOT NULL,
	`marked` integer NOT NULL,
	`settled` integer NOT NULL,
	`officerId` integer,
	`officerGrade` integer
);
--> statement-breakpoint
CREATE INDEX `standings_officer` ON `standings` (`officerId`);--> statement-breakpoint
DROP INDEX `devices_tokenHash_unique`;--> statement-breakpoint
ALTER TABLE `devices` ADD `publicKey` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `brightness` integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE `devices` ADD `pin` text;--> statement-breakpoint
ALTER TABLE `devices` ADD `replacedById` integer;--> statement-breakpoint
ALTER TABLE `devices` ADD `forkedAt` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `devices_keyId_unique` ON `devices` (`keyId`);--> statement-breakpoint
CREATE TABLE `__new_rollup_all` (
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	`s1` integer NOT NULL,
	`s2` integer NOT NULL,
	`s3` integer NOT NULL,
	`s4` integer NOT NULL,
	`s5` integer NOT NULL,
	`o1` integer NOT NULL,
	`o2` integer NOT NULL,
	`o3` integer NOT NULL,
	`o4` integer NOT NULL,
	`o5` integer NOT NULL,
	PRIMARY KEY(`grain`, `span`, `scale`, `marked`)
);
--> statement-breakpoint
DROP TABLE `rollup_all`;--> statement-breakpoint
ALTER TABLE `__new_rollup_all` RENAME TO `rollup_all`;--> statement-breakpoint
CREATE TABLE `__new_rollup_branch` (
	`branchId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	`s1` integer NOT NULL,
	`s2` integer NOT NULL,
	`s3` integer NOT NULL,
	`s4` integer NOT NULL,
	`s5` integer NOT NULL,
	`o1` integer NOT NULL,
	`o2` integer NOT NULL,
	`o3` integer NOT NULL,
	`o4` integer NOT NULL,
	`o5` integer NOT NULL,
	PRIMARY KEY(`branchId`, `grain`, `span`, `scale`, `marked`)
);
--> statement-breakpoint
DROP TABLE `rollup_branch`;--> statement-breakpoint
ALTER TABLE `__new_rollup_branch` RENAME TO `rollup_branch`;--> statement-breakpoint
CREATE TABLE `__new_rollup_branch_officer` (
	`branchId` integer NOT NULL,
	`officerId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	`s1` integer NOT NULL,
	`s2` integer NOT NULL,
	`s3` integer NOT NULL,
	`s4` integer NOT NULL,
	`s5` integer NOT NULL,
	`o1` integer NOT NULL,
	`o2` integer NOT NULL,
	`o3` integer NOT NULL,
	`o4` integer NOT NULL,
	`o5` integer NOT NULL,
	PRIMARY KEY(`branchId`, `grain`, `span`, `officerId`, `scale`, `marked`)
);
--> statement-breakpoint
DROP TABLE `rollup_branch_officer`;--> statement-breakpoint
ALTER TABLE `__new_rollup_branch_officer` RENAME TO `rollup_branch_officer`;--> statement-breakpoint
CREATE TABLE `__new_rollup_branch_service` (
	`branchId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	`s1` integer NOT NULL,
	`s2` integer NOT NULL,
	`s3` integer NOT NULL,
	`s4` integer NOT NULL,
	`s5` integer NOT NULL,
	`o1` integer NOT NULL,
	`o2` integer NOT NULL,
	`o3` integer NOT NULL,
	`o4` integer NOT NULL,
	`o5` integer NOT NULL,
	PRIMARY KEY(`branchId`, `grain`, `span`, `serviceId`, `scale`, `marked`)
);
--> statement-breakpoint
DROP TABLE `rollup_branch_service`;--> statement-breakpoint
ALTER TABLE `__new_rollup_branch_service` RENAME TO `rollup_branch_service`;--> statement-breakpoint
CREATE TABLE `__new_rollup_service` (
	`serviceId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	`s1` integer NOT NULL,
	`s2` integer NOT NULL,
	`s3` integer NOT NULL,
	`s4` integer NOT NULL,
	`s5` integer NOT NULL,
	`o1` integer NOT NULL,
	`o2` integer NOT NULL,
	`o3` integer NOT NULL,
	`o4` integer NOT NULL,
	`o5` integer NOT NULL,
	PRIMARY KEY(`grain`, `span`, `serviceId`, `scale`, `marked`)
);
--> statement-breakpoint
DROP TABLE `rollup_service`;--> statement-breakpoint
ALTER TABLE `__new_rollup_service` RENAME TO `rollup_service`;--> statement-breakpoint
ALTER TABLE `audit_notes` ADD `link` text;--> statement-breakpoint
ALTER TABLE `invitations` ADD `brightness` integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE `invitations` ADD `pin` text;--> statement-breakpoint
ALTER TABLE `invitations` ADD `replacesId` integer REFERENCES devices(id);--> statement-breakpoint
ALTER TABLE `branch_versions` ADD `hours` text;--> statement-breakpoint
ALTER TABLE `counter_versions` ADD `minSeconds` integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE `comments` ADD `salt` text;--> statement-breakpoint
ALTER TABLE `ratings` ADD `prev` text;--> statement-breakpoint
ALTER TABLE `ratings` ADD `claimedOfficerId` integer;--> statement-breakpoint
ALTER TABLE `ratings` ADD `claimedOfficerGrade` integer;--> statement-breakpoint
ALTER TABLE `ratings` ADD `toldSkewMs` integer;--> statement-breakpoint
ALTER TABLE `ratings` ADD `sentAt` integer;--> statement-breakpoint
ALTER TABLE `ratings` ADD `commentDigest` text;--> statement-breakpoint
ALTER TABLE `ratings` ADD `ticket` text;--> statement-breakpoint
ALTER TABLE `ratings` ADD `signature` text;--> statement-breakpoint
ALTER TABLE `ratings` ADD `link` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `comment` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `salt` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `erasedAt` integer;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `prev` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `digest` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `sentAt` integer;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `ticket` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `signature` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `settledAt` integer;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `settledAs` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `settledBy` text;--> statement-breakpoint
ALTER TABLE `refused_ratings` ADD `settledReason` text;--> statement-breakpoint
CREATE INDEX `refused_ratings_seq` ON `refused_ratings` (`deviceId`,`seq`);--> statement-breakpoint
ALTER TABLE `rollup_progress` ADD `markId` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollup_progress` ADD `entryId` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `rollup_progress` ADD `lookedPosition` integer DEFAULT 0 NOT NULL;