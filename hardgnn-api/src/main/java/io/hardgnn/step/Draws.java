package io.hardgnn.step;

/**
 * What a loss asks a batch to hold beside graphs, sequences and targets; what all losses of an
 * objective ask for is drawn once.
 *
 * @param perQuery random negatives for each query, none of them a training item of its user:
 *     {@link io.hardgnn.step.StepInputs#PAIR_NEGATIVES}
 * @param shared distinct random items that all queries of the step share, fewer if there are not
 *     that many items: {@link io.hardgnn.step.StepInputs#SHARED_NEGATIVES}
 * @param marksShared whether it is marked which shared items are training items of which user:
 *     {@link io.hardgnn.step.StepInputs#SHARED_EXCLUDED}
 * @param marksCatalogue whether the training items of the step's users are listed:
 *     {@link io.hardgnn.step.StepInputs#MINING_ITEMS}
 * @param tableSteps most steps between two refreshes of a table of all items' unit vectors, or 0
 *     for no table: {@link io.hardgnn.step.StepInputs#MINING_TABLE}
 * @param intervalPairs pairs of edges in each interval for each user of the step, of any of them:
 *     {@link io.hardgnn.step.StepInputs#intervalUsers}
 * @param anchors whether the anchors of the queries are looked at
 * @param sampler what a sampler of hard negatives wants beside its pool
 * @param proposal how the negatives of a softmax are drawn
 */
public record Draws(
    int perQuery,
    int shared,
    boolean marksShared,
    boolean marksCatalogue,
    int tableSteps,
    int intervalPairs,
    boolean anchors,
    SamplerDraws sampler,
    Proposal proposal) {

  /** Creates draws for a sampler that wants nothing, and uniform ones for a softmax. */
  public Draws(
      int perQuery,
      int shared,
      boolean marksShared,
      boolean marksCatalogue,
      int tableSteps,
      int intervalPairs,
      boolean anchors) {
    this(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        SamplerDraws.NONE,
        Proposal.UNIFORM);
  }

  /** Creates draws of nothing. */
  public Draws() {
    this(0, 0, false, false, 0, 0, false);
  }

  /** Nothing. */
  public static final Draws NONE = new Draws();

  /** Returns what serves both: the larger of each number, and whatever either wants. */
  public Draws and(Draws other) {
    return new Draws(
        Math.max(perQuery, other.perQuery),
        Math.max(shared, other.shared),
        marksShared || other.marksShared,
        marksCatalogue || other.marksCatalogue,
        leastAge(tableSteps, other.tableSteps),
        Math.max(intervalPairs, other.intervalPairs),
        anchors || other.anchors,
        sampler.and(other.sampler),
        proposal.and(other.proposal));
  }

  private static int leastAge(int a, int b) {
    return a == 0 || b == 0 ? Math.max(a, b) : Math.min(a, b);
  }

  /** Returns how many items a step shares where so many exist. */
  public int sharedOf(int itemCount) {
    return Math.min(shared, itemCount);
  }

  /** Returns these draws with negatives for each query. */
  public Draws perQuery(int value) {
    return new Draws(
        value,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with items that the step shares. */
  public Draws shared(int value) {
    return new Draws(
        perQuery,
        value,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with or without marks on the shared items. */
  public Draws marksShared(boolean value) {
    return new Draws(
        perQuery,
        shared,
        value,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with or without a list of training items. */
  public Draws marksCatalogue(boolean value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        value,
        tableSteps,
        intervalPairs,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with a table, or 0 for none. */
  public Draws tableSteps(int value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        value,
        intervalPairs,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with pairs of edges. */
  public Draws intervalPairs(int value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        value,
        anchors,
        sampler,
        proposal);
  }

  /** Returns these draws with or without a look at the anchors. */
  public Draws anchors(boolean value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        value,
        sampler,
        proposal);
  }

  /** Returns these draws with what a sampler wants. */
  public Draws sampler(SamplerDraws value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        value,
        proposal);
  }

  /** Returns these draws with another way to draw the negatives of a softmax. */
  public Draws proposal(Proposal value) {
    return new Draws(
        perQuery,
        shared,
        marksShared,
        marksCatalogue,
        tableSteps,
        intervalPairs,
        anchors,
        sampler,
        value);
  }
}
