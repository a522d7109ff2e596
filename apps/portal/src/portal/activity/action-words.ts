/** `portal_session.begin` as words: the action's own name, read aloud. */
export function actionWords(action: string): string {
  const words = action.replaceAll('_', ' ').replaceAll('.', ': ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
