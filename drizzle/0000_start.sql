CREATE TABLE `audit_notes` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actorKind` text NOT NULL,
	`actorId` text NOT NULL,
	`actorName` text NOT NULL,
	`act` text NOT NULL,
	`subject` text NOT NULL,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_notes_subject` ON `audit_notes` (`subject`,`at`);--> statement-breakpoint
CREATE INDEX `audit_notes_actor` ON `audit_notes` (`actorId`,`at`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`accountId` text NOT NULL,
	`providerId` text NOT NULL,
	`userId` text NOT NULL,
	`accessToken` text,
	`refreshToken` text,
	`idToken` text,
	`accessTokenExpiresAt` integer,
	`refreshTokenExpiresAt` integer,
	`scope` text,
	`password` text,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	FOREIGN KEY (`userId`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `accounts_user` ON `accounts` (`userId`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`emailVerified` integer DEFAULT false NOT NULL,
	`image` text,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`username` text,
	`displayUsername` text,
	`role` text NOT NULL,
	`language` text DEFAULT 'vi' NOT NULL,
	`officerId` integer,
	`closedAt` integer,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `people_username_unique` ON `people` (`username`);--> statement-breakpoint
CREATE TABLE `person_branches` (
	`personId` text NOT NULL,
	`branchId` integer NOT NULL,
	PRIMARY KEY(`personId`, `branchId`),
	FOREIGN KEY (`personId`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`expiresAt` integer NOT NULL,
	`token` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`ipAddress` text,
	`userAgent` text,
	`userId` text NOT NULL,
	FOREIGN KEY (`userId`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_unique` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`userId`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expiresAt` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `devices` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`counterId` integer NOT NULL,
	`tokenHash` text NOT NULL,
	`languages` text NOT NULL,
	`defaultLanguage` text NOT NULL,
	`idleSeconds` integer NOT NULL,
	`countdownSeconds` integer NOT NULL,
	`pairedAt` integer NOT NULL,
	`retiredAt` integer,
	`seenAt` integer,
	`skewMs` integer,
	`userAgent` text,
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_tokenHash_unique` ON `devices` (`tokenHash`);--> statement-breakpoint
CREATE INDEX `devices_counter` ON `devices` (`counterId`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` integer PRIMARY KEY NOT NULL,
	`codeHash` text NOT NULL,
	`deviceName` text NOT NULL,
	`counterId` integer NOT NULL,
	`languages` text NOT NULL,
	`defaultLanguage` text NOT NULL,
	`idleSeconds` integer NOT NULL,
	`countdownSeconds` integer NOT NULL,
	`invitedBy` text NOT NULL,
	`invitedAt` integer NOT NULL,
	`expiresAt` integer NOT NULL,
	`usedAt` integer,
	`deviceId` integer,
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invitedBy`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deviceId`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_codeHash_unique` ON `invitations` (`codeHash`);--> statement-breakpoint
CREATE TABLE `branch_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`branchId` integer NOT NULL,
	`fromDay` text NOT NULL,
	`untilDay` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`parentId` integer,
	`zone` text NOT NULL,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parentId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "branch_versions_span" CHECK("branch_versions"."untilDay" IS NULL OR "branch_versions"."untilDay" > "branch_versions"."fromDay")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branch_versions_from` ON `branch_versions` (`branchId`,`fromDay`);--> statement-breakpoint
CREATE TABLE `branches` (
	`id` integer PRIMARY KEY NOT NULL,
	`closedDay` text,
	`successorId` integer
);
--> statement-breakpoint
CREATE TABLE `counter_services` (
	`counterId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	PRIMARY KEY(`counterId`, `serviceId`),
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`serviceId`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `counter_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`counterId` integer NOT NULL,
	`fromDay` text NOT NULL,
	`untilDay` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`branchId` integer NOT NULL,
	`officerMode` text NOT NULL,
	`questionnaireId` integer NOT NULL,
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`questionnaireId`) REFERENCES `questionnaires`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "counter_versions_span" CHECK("counter_versions"."untilDay" IS NULL OR "counter_versions"."untilDay" > "counter_versions"."fromDay")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `counter_versions_from` ON `counter_versions` (`counterId`,`fromDay`);--> statement-breakpoint
CREATE INDEX `counter_versions_branch` ON `counter_versions` (`branchId`);--> statement-breakpoint
CREATE TABLE `counters` (
	`id` integer PRIMARY KEY NOT NULL,
	`closedDay` text
);
--> statement-breakpoint
CREATE TABLE `duties` (
	`id` integer PRIMARY KEY NOT NULL,
	`officerId` integer NOT NULL,
	`counterId` integer NOT NULL,
	`fromAt` integer NOT NULL,
	`untilAt` integer,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "duties_span" CHECK("duties"."untilAt" IS NULL OR "duties"."untilAt" > "duties"."fromAt")
);
--> statement-breakpoint
CREATE INDEX `duties_counter` ON `duties` (`counterId`,`fromAt`);--> statement-breakpoint
CREATE INDEX `duties_officer` ON `duties` (`officerId`,`fromAt`);--> statement-breakpoint
CREATE TABLE `officer_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`officerId` integer NOT NULL,
	`fromDay` text NOT NULL,
	`untilDay` text,
	`code` text NOT NULL,
	`fullName` text NOT NULL,
	`post` text NOT NULL,
	`branchId` integer NOT NULL,
	`photoId` text,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "officer_versions_span" CHECK("officer_versions"."untilDay" IS NULL OR "officer_versions"."untilDay" > "officer_versions"."fromDay")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `officer_versions_from` ON `officer_versions` (`officerId`,`fromDay`);--> statement-breakpoint
CREATE INDEX `officer_versions_branch` ON `officer_versions` (`branchId`);--> statement-breakpoint
CREATE TABLE `officers` (
	`id` integer PRIMARY KEY NOT NULL,
	`closedDay` text
);
--> statement-breakpoint
CREATE TABLE `photos` (
	`id` text PRIMARY KEY NOT NULL,
	`dataUrl` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `questionnaire_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`questionnaireId` integer NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`publishedAt` integer,
	FOREIGN KEY (`questionnaireId`) REFERENCES `questionnaires`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `questionnaire_versions_version` ON `questionnaire_versions` (`questionnaireId`,`version`);--> statement-breakpoint
CREATE TABLE `questionnaires` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`serviceId` integer NOT NULL,
	`fromDay` text NOT NULL,
	`untilDay` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`serviceId`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "service_versions_span" CHECK("service_versions"."untilDay" IS NULL OR "service_versions"."untilDay" > "service_versions"."fromDay")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_versions_from` ON `service_versions` (`serviceId`,`fromDay`);--> statement-breakpoint
CREATE TABLE `services` (
	`id` integer PRIMARY KEY NOT NULL,
	`closedDay` text
);
--> statement-breakpoint
CREATE TABLE `comments` (
	`ratingId` text PRIMARY KEY NOT NULL,
	`body` text,
	`erasedAt` integer,
	FOREIGN KEY (`ratingId`) REFERENCES `ratings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `ratings` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`form` integer NOT NULL,
	`channel` text NOT NULL,
	`deviceId` integer,
	`seq` integer,
	`branchId` integer NOT NULL,
	`counterId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	`officerId` integer,
	`questionnaireId` integer NOT NULL,
	`scale` integer NOT NULL,
	`serviceGrade` integer NOT NULL,
	`officerGrade` integer,
	`reasons` text NOT NULL,
	`language` text NOT NULL,
	`tappedAt` integer NOT NULL,
	`zone` text NOT NULL,
	`skewMs` integer NOT NULL,
	`day` text NOT NULL,
	`receivedAt` integer NOT NULL,
	`tookMs` integer NOT NULL,
	`visitRef` text,
	`digest` text NOT NULL,
	FOREIGN KEY (`deviceId`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`branchId`) REFERENCES `branches`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`counterId`) REFERENCES `counters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`serviceId`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`officerId`) REFERENCES `officers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`questionnaireId`) REFERENCES `questionnaire_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ratings_scale" CHECK("ratings"."scale" IN (3, 4, 5)),
	CONSTRAINT "ratings_service_grade" CHECK("ratings"."serviceGrade" BETWEEN 1 AND "ratings"."scale"),
	CONSTRAINT "ratings_officer_grade" CHECK("ratings"."officerGrade" IS NULL OR ("ratings"."officerId" IS NOT NULL AND "ratings"."officerGrade" BETWEEN 1 AND "ratings"."scale")),
	CONSTRAINT "ratings_position" CHECK("ratings"."position" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ratings_id_unique` ON `ratings` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ratings_device_seq` ON `ratings` (`deviceId`,`seq`);--> statement-breakpoint
CREATE INDEX `ratings_officer_day` ON `ratings` (`officerId`,`day`);--> statement-breakpoint
CREATE TABLE `refused_ratings` (
	`id` integer PRIMARY KEY NOT NULL,
	`deviceId` integer NOT NULL,
	`receivedAt` integer NOT NULL,
	`code` text NOT NULL,
	`details` text NOT NULL,
	`body` text NOT NULL,
	`bodyHash` text NOT NULL,
	FOREIGN KEY (`deviceId`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refused_ratings_once` ON `refused_ratings` (`deviceId`,`bodyHash`);--> statement-breakpoint
CREATE TABLE `rollup_all` (
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
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
	PRIMARY KEY(`grain`, `span`, `scale`)
);
--> statement-breakpoint
CREATE TABLE `rollup_branch` (
	`branchId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
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
	PRIMARY KEY(`branchId`, `grain`, `span`, `scale`)
);
--> statement-breakpoint
CREATE TABLE `rollup_branch_officer` (
	`branchId` integer NOT NULL,
	`officerId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
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
	PRIMARY KEY(`branchId`, `grain`, `span`, `officerId`, `scale`)
);
--> statement-breakpoint
CREATE TABLE `rollup_branch_service` (
	`branchId` integer NOT NULL,
	`serviceId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
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
	PRIMARY KEY(`branchId`, `grain`, `span`, `serviceId`, `scale`)
);
--> statement-breakpoint
CREATE TABLE `rollup_progress` (
	`id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rollup_service` (
	`serviceId` integer NOT NULL,
	`grain` text NOT NULL,
	`span` text NOT NULL,
	`scale` integer NOT NULL,
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
	PRIMARY KEY(`grain`, `span`, `serviceId`, `scale`)
);
