/** Runs tasks in their order, a few at a time, and gives what comes of each by its name. */
export class Pool<Answer> {
  private readonly answers = new Map<string, Promise<Answer>>();

  /** @param groups tasks by their names; none of a group begins before all of the group before it have ended */
  constructor(limit: number, groups: readonly ReadonlyMap<string, () => Promise<Answer>>[]) {
    let before = Promise.resolve();
    for (const group of groups) {
      const lanes: Promise<void>[] = Array.from({ length: limit }, () => before);
      [...group].forEach(([name, task], index) => {
        const answer = lanes[index % limit]?.then(task) ?? task();
        this.answers.set(name, answer);
        // The caller gets the error with the result; without a caller it is ignored.
        lanes[index % limit] = answer.then(nothing, nothing);
      });
      before = Promise.all(lanes).then(nothing);
    }
  }

  /** @throws what its task has thrown */
  async of(name: string): Promise<Answer> {
    const answer = this.answers.get(name);
    if (!answer) throw new Error(`there is no task ${name}`);
    return answer;
  }

  /** Waits until every task has come to its end, whatever that is. */
  async finished(): Promise<void> {
    await Promise.allSettled(this.answers.values());
  }
}

const nothing = (): void => undefined;
