package io.hardgnn.onnx;

/**
 * What a {@link BundleRefresher} did.
 *
 * @param events events that were taken into histories
 * @param leftOut events that were not: older than the bundle's data, of an item in the user's
 *     history already, or of an item with too few users
 * @param newUsers users that the bundle did not know
 * @param newItems items that the bundle did not know
 * @param itemsWithoutNeighbours new items that occur with no item that the bundle knew, whose
 *     vector, before propagation, is 0: bias and counts recommend them
 * @param grownUsers known users whose history has grown
 * @param propagated whether the encoder's node phase was run again, over graphs with the new edges;
 *     false for encoders without a graph, for bundles that do not keep it, and where it was not
 *     wanted or could not be
 * @param seconds time that it took
 */
public record RefreshReport(
    int events,
    int leftOut,
    int newUsers,
    int newItems,
    int itemsWithoutNeighbours,
    int grownUsers,
    boolean propagated,
    double seconds) {}
