/** Sends a document with the status that its result has; 202 names where to look for the answer. */
import type { FastifyReply } from 'fastify';

export function sendReply(reply: FastifyReply, status: number, body: object): void {
  if (status === 202 && 'location' in body) void reply.header('location', String(body.location));
  void reply.status(status).send(body);
}
