package io.hardgnn.transitions;

import java.util.Arrays;

/** Selection of the greatest values of an array, kept in the order of the array. */
final class Strongest {

  private Strongest() {}

  /**
   * Returns the ascending places of the {@code most} greatest values; of equal ones those that come
   * first.
   */
  static int[] places(float[] values, int most) {
    int[] places = new int[Math.min(most, values.length)];
    if (places.length == values.length) {
      Arrays.setAll(places, place -> place);
      return places;
    }
    float least = greatest(values.clone(), most);
    int equal = most;
    for (float value : values) {
      equal -= value > least ? 1 : 0;
    }
    int size = 0;
    for (int place = 0; size < places.length; place++) {
      if (values[place] > least || (values[place] == least && equal-- > 0)) {
        places[size++] = place;
      }
    }
    return places;
  }

  /**
   * Returns the value of which {@code rank - 1} are greater or equal, by quickselect in the array
   * itself.
   */
  private static float greatest(float[] values, int rank) {
    int wanted = values.length - rank;
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
      int left = low;
      int right = high;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          float swapped = values[left];
          values[left++] = values[right];
          values[right--] = swapped;
        }
      }
      if (wanted <= right) {
        high = right;
      } else if (wanted >= left) {
        low = left;
      } else {
        return values[wanted];
      }
    }
    return values[wanted];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
