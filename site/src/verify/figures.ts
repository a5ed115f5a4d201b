/** Figures of a sheet, in the order in which they are published, and the largest there are. */

/** Of the whole sheet. */
export const SHEET = ['registeredVoters', 'votersAdded', 'votersAdmitted', 'ballotsReceived', 'ballotsUnused', 'ballotsSpoiled'] as const;

/** Of each channel. */
export const BOXES = ['ballotsCast', 'blankVotes', 'invalidVotes', 'validVotes'] as const;

export const COUNT = 999_999_999;
export const LAST_TIME = 253_402_300_799;
