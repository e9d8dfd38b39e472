package io.hardgnn;

/**
 * One item of a list of recommendations.
 *
 * @param item id of the item
 * @param score the model's score, comparable within one list only
 */
public record Recommendation(String item, float score) {}
