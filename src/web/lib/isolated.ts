/** Letters that are written from the right, and characters that turn the text around. */
const TURNS = /[\p{Bidi_Control}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** A name for the middle of a sentence: set apart where it would turn the words around it. Left as it is otherwise. */
export function isolated(name: string): string {
  return TURNS.test(name) ? `\u2068${name}\u2069` : name;
}
