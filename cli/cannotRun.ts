/** A command that could not begin; the message is one line that says what to do. It ends in 2. */
export class CannotRun extends Error {}
