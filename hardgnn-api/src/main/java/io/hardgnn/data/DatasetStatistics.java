package io.hardgnn.data;

import java.time.Instant;

/**
 * Counts and time range of a dataset.
 *
 * @param users number of users
 * @param items number of items
 * @param interactions number of interactions, all splits together
 * @param shortestSequence fewest interactions of a user
 * @param medianSequence median number of interactions of a user
 * @param longestSequence most interactions of a user
 * @param repeatedPairs interactions whose (user, item) pair occurred before
 * @param begin time of the first interaction
 * @param end time of the last interaction
 */
public record DatasetStatistics(
    int users,
    int items,
    long interactions,
    int shortestSequence,
    int medianSequence,
    int longestSequence,
    long repeatedPairs,
    Instant begin,
    Instant end) {}
