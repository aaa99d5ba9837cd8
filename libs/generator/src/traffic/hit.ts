/**
 * One request before it is a line: indexes of texts in a `Site`, and numbers. The same record is
 * filled again for every hit, so nothing is allocated.
 */
export class Hit {
  host = 0;
  client = 0;
  user = 0;
  method = 0;
  url = 0;
  query = 0;
  protocol = 0;
  status = 0;
  /** Size of the body. */
  bytes = 0;
  referrer = 0;
  agent = 0;
}
