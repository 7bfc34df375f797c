CREATE TABLE `alert_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`branchId` integer NOT NULL,
	`kind` text NOT NULL,
	`numbers` text NOT NULL,
	`isMailed` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`closedAt` integer,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `alert_rules_branch` ON `alert_rules` (`branchId`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY NOT NULL,
	`ruleId` integer NOT NULL,
	`branchId` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`found` text NOT NULL,
	`openedAt` integer NOT NULL,
	`seenAt` integer NOT NULL,
	`acknowledgedAt` integer,
	`acknowledgedBy` text,
	`closedAt` integer,
	`closedBy` text,
	`note` text,
	FOREIGN KEY (`ruleId`) REFERENCES `alert_rules`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`acknowledgedBy`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closedBy`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`ruleId`,`subject`) WHERE "alerts"."closedAt" IS NULL;--> statement-breakpoint
CREATE INDEX `alerts_branch` ON `alerts` (`branchId`,`openedAt`);--> statement-breakpoint
CREATE TABLE `annotations` (
	`id` integer PRIMARY KEY NOT NULL,
	`branchId` integer,
	`fromDay` text NOT NULL,
	`toDay` text NOT NULL,
	`body` text NOT NULL,
	`writtenBy` text NOT NULL,
	`at` integer NOT NULL,
	`removedAt` integer,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`writtenBy`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "annotations_span" CHECK("annotations"."toDay" >= "annotations"."fromDay")
);
--> statement-breakpoint
CREATE INDEX `annotations_day` ON `annotations` (`fromDay`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`use` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`branchIds` text,
	`ownerId` text NOT NULL,
	`createdAt` integer NOT NULL,
	`expiresAt` integer,
	`lastUsedAt` integer,
	`revokedAt` integer,
	FOREIGN KEY (`ownerId`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_owner` ON `api_keys` (`ownerId`);--> statement-breakpoint
CREATE TABLE `digest_wishes` (
	`personId` text NOT NULL,
	`kind` text NOT NULL,
	`isWanted` integer NOT NULL,
	PRIMARY KEY(`personId`, `kind`),
	FOREIGN KEY (`personId`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `privacy_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`rules` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`channel` text NOT NULL,
	`about` text NOT NULL,
	`branchId` integer,
	`address` text,
	`webhookId` integer,
	`content` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`nextAt` integer,
	`answer` text,
	`createdAt` integer NOT NULL,
	`sentAt` integer,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`webhookId`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_key_unique` ON `deliveries` (`key`);--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`nextAt`) WHERE "deliveries"."nextAt" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_about` ON `deliveries` (`about`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`branchId` integer,
	`createdAt` integer NOT NULL,
	`closedAt` integer,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rollup_all_reason` (
	`serviceId` integer NOT NULL,
	`versionId` integer NOT NULL,
	`code` text NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`grain`, `span`, `serviceId`, `versionId`, `code`, `scale`, `marked`)
);
--> statement-breakpoint
CREATE TABLE `rollup_desk` (
	`branchId` integer NOT NULL,
	`counterId` integer NOT NULL,
	`officerId` integer NOT NULL,
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
	PRIMARY KEY(`branchId`, `grain`, `span`, `counterId`, `officerId`, `serviceId`, `scale`, `marked`)
);
--> statement-breakpoint
CREATE TABLE `rollup_hour` (
	`branchId` integer NOT NULL,
	`slot` integer NOT NULL,
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
	PRIMARY KEY(`branchId`, `grain`, `span`, `slot`, `scale`, `marked`)
);
--> statement-breakpoint
CREATE TABLE `rollup_place` (
	`officerId` integer NOT NULL,
	`branchId` integer NOT NULL,
	PRIMARY KEY(`officerId`, `branchId`)
);
--> statement-breakpoint
CREATE TABLE `rollup_reason` (
	`branchId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	`versionId` integer NOT NULL,
	`code` text NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
	`marked` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`branchId`, `grain`, `span`, `serviceId`, `versionId`, `code`, `scale`, `marked`)
);
--> statement-breakpoint
CREATE TABLE `rollup_service_hour` (
	`serviceId` integer NOT NULL,
	`slot` integer NOT NULL,
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
	PRIMARY KEY(`grain`, `span`, `serviceId`, `slot`, `scale`, `marked`)
);
--> statement-breakpoint
CREATE TABLE `rollup_zones` (
	`zone` text NOT NULL,
	`fromDay` text NOT NULL,
	`offsetMs` integer NOT NULL,
	PRIMARY KEY(`zone`, `fromDay`)
);
--> statement-breakpoint
CREATE TABLE `comment_rows` (
	`id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`branchId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	`day` text NOT NULL,
	`language` text NOT NULL,
	`scale` integer NOT NULL,
	`grade` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comment_rows_position_unique` ON `comment_rows` (`position`);--> statement-breakpoint
CREATE INDEX `comment_rows_branch` ON `comment_rows` (`branchId`,`id`);--> statement-breakpoint
CREATE TABLE `visit_counts` (
	`branchId` integer NOT NULL,
	`day` text NOT NULL,
	`serviceId` integer NOT NULL,
	`officerId` integer DEFAULT 0 NOT NULL,
	`count` integer NOT NULL,
	`source` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`branchId`, `day`, `serviceId`, `officerId`),
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`serviceId`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "visit_counts_count" CHECK("visit_counts"."count" >= 0)
);
--> statement-breakpoint
ALTER TABLE `people` ADD `mail` text;--> statement-breakpoint
ALTER TABLE `rollup_progress` ADD `commentId` integer DEFAULT 0 NOT NULL;