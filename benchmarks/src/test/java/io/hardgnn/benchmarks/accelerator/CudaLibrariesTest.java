package io.hardgnn.benchmarks.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The libraries of NVIDIA in a process")
class CudaLibrariesTest {

  private static final String MAPS =
      """
      55d0c0a00000-55d0c0a01000 r--p 00000000 08:01 123    /usr/lib/jvm/bin/java
      7f2a00000000-7f2a00100000 r-xp 00000000 08:01 124    /opt/cuda/lib/libcudart.so.12.6.77
      7f2a00100000-7f2a00200000 r--p 00100000 08:01 124    /opt/cuda/lib/libcudart.so.12.6.77
      7f2a00200000-7f2a00300000 r-xp 00000000 08:01 125    /opt/with space/libcublasLt.so.12
      7f2a00300000-7f2a00400000 r-xp 00000000 08:01 126    /opt/cuda/lib/libcudnn_ops.so.9
      7f2a00400000-7f2a00500000 r-xp 00000000 08:01 127    /usr/lib/libcuda.so.570.86.15
      7f2a00500000-7f2a00600000 r-xp 00000000 08:01 128    /opt/lib/libcudart_extra.txt
      7f2a00600000-7f2a00700000 rw-p 00000000 00:00 0
      """;

  @Test
  @DisplayName("are read from the list of mapped files, each once, with the version in its name")
  void parse() {
    assertThat(CudaLibraries.parse(MAPS.lines()))
        .containsOnly(
            Map.entry("libcuda", "/usr/lib/libcuda.so.570.86.15"),
            Map.entry("libcudart", "/opt/cuda/lib/libcudart.so.12.6.77"),
            Map.entry("libcublasLt", "/opt/with space/libcublasLt.so.12"),
            Map.entry("libcudnn_ops", "/opt/cuda/lib/libcudnn_ops.so.9"));
  }

  @Test
  @DisplayName("that TensorFlow needs and are not there are named")
  void missing() {
    assertThat(CudaLibraries.missing(CudaLibraries.parse(MAPS.lines())))
        .containsExactly("libcublas", "libcufft", "libcusolver", "libcusparse", "libcudnn");
  }
}
