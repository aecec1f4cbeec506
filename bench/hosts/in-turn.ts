/**
 * Measures each subject once a round, every other round in reverse order, so that whatever else the machine does
 * falls on all of them alike.
 *
 * @returns what was measured of each subject, by its name, a figure a round
 */
export async function inTurn<Subject extends { name: string }, Figure>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Figure>,
): Promise<Map<string, Figure[]>> {
  const figures = new Map<string, Figure[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      figures.get(subject.name)?.push(await measure(subject));
    }
  }
  return figures;
}
