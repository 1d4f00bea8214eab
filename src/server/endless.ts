/** What is answered without an end: server-sent events. The socket gives such an answer no time limit, and the application no length. */
export const EVENTS_TYPE = 'text/event-stream';
