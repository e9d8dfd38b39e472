package io.hardgnn.onnx.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Requests, look-ups and closing, interleaved in every way that a few threads allow,")
@Tag("thorough") // thousands of interleavings
class RequestGateModelTest {

  @Test
  @DisplayName("are as if one came after the other, and no request is answered from what is gone")
  void gate() {
    options().check(Gated.class);
  }

  @Test
  @DisplayName("are found out where there is no gate")
  void noGate() {
    assertThatThrownBy(() -> options().check(Ungated.class)).isInstanceOf(AssertionError.class);
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(10)
        .invocationsPerIteration(200);
  }

  /** What a recommender does with its gate. */
  public static class Gated {
    private final RequestGate gate = new RequestGate();
    private boolean gone;

    @Operation
    public String request() {
      try {
        return gate.pass(() -> answer());
      } catch (IllegalStateException e) {
        return "refused";
      }
    }

    private String answer() {
      boolean before = gone;
      return before || gone ? "answered from what is gone" : "answered";
    }

    /** A request that starts another one, which belongs to it: closed meanwhile or not. */
    @Operation
    public String nested() {
      try {
        return gate.pass(() -> answer() + " and inside " + request() + " and " + lookUp());
      } catch (IllegalStateException e) {
        return "refused";
      }
    }

    /** Needs nothing that can be gone. */
    @Operation
    public String lookUp() {
      try {
        gate.check();
        return "found";
      } catch (IllegalStateException e) {
        return "refused";
      }
    }

    @Operation
    public void close() {
      gate.close(() -> gone = true);
    }
  }

  /** The same with a flag that is looked at once. */
  public static class Ungated {
    private volatile boolean closed;
    private volatile boolean gone;

    @Operation
    public String request() {
      if (closed) {
        return "refused";
      }
      return gone ? "answered from what is gone" : "answered";
    }

    @Operation
    public void close() {
      closed = true;
      gone = true;
    }
  }
}
