declare module '*/@sindresorhus/transliterate/replacements.js' {
  /** What each letter, or group of letters, is spelled with. */
  const replacements: ReadonlyMap<string, string>;

  // biome-ignore lint/style/noDefaultExport: the package's file has no other
  export default replacements;
}
