/** A query that can't be answered as it was asked; the message is for the person and names the cure. Becomes `bad-query`. */
export class QueryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QueryError';
  }
}
