/**
 * A text as a cell of a CSV file (RFC 4180), for people who open it in a spreadsheet: what that would take for a formula
 * begins with an apostrophe.
 */
export function csvCell(text: string | number): string {
  const plain = typeof text === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : String(text);
  return /^[\w .@-]*$/.test(plain) ? plain : `"${plain.replaceAll('"', '""')}"`;
}
