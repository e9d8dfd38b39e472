package io.hardgnn.examples;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.InteractionLog;
import java.net.URL;

/**
 * MovieLens-1M (Harper and Konstan, 2015): a million ratings of films, here taken as interactions.
 * It comes to the class path as a resource of the Maven artifact {@code com.github.ferortega:cf4j}
 * and is for research use.
 */
final class MovieLens {

  private static final String RESOURCE = "/datasets/movielens/ratings.dat";

  private MovieLens() {}

  static InteractionLog read() {
    URL ratings = MovieLens.class.getResource(RESOURCE);
    if (ratings == null) {
      throw new DataException(
          "MovieLens-1M is not on the class path; add com.github.ferortega:cf4j:1.1.0, which holds "
              + RESOURCE);
    }
    return DelimitedReader.movieLens().read(ratings);
  }
}
