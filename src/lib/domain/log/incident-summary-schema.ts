/** The schema of an incident as lists show it: part of the start page, so nothing else of incidents is imported here. */
import * as v from 'valibot';
import { boundedText, instantSchema } from '../phone-data/content-schemas';
import type { IncidentId } from './entry';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const incidentIdSchema = v.pipe(
	v.string(),
	v.check((value) => UUID.test(value), 'badId'),
	v.transform((value) => value as IncidentId)
);
export const incidentModeSchema = v.picklist(['real', 'exercise']);

export const incidentSummarySchema = v.strictObject({
	incidentId: incidentIdSchema,
	title: boundedText(200),
	mode: incidentModeSchema,
	planId: boundedText(200),
	planFingerprint: boundedText(200),
	openedAt: instantSchema,
	closedAt: v.nullable(instantSchema)
});
