/** Figures of a sheet, in the order in which they are published. */

/** Of the whole sheet. */
export const SHEET = ['registeredVoters', 'votersAdded', 'votersAdmitted', 'ballotsReceived', 'ballotsUnused', 'ballotsSpoiled'] as const;

/** Of each channel. */
export const BOXES = ['ballotsCast', 'blankVotes', 'invalidVotes', 'validVotes'] as const;
