package io.hardgnn.examples.service;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Pictures of whole pages, in the folder that {@code hardgnn.screenshots} names. */
final class Pictures {

  private static final int WIDE = 1200;
  private static final int NARROW = 375;

  private final ChromeDriver browser;
  private final Path folder;

  private Pictures(ChromeDriver browser, Path folder) {
    this.browser = browser;
    this.folder = folder;
  }

  /** Skips the test where the property is not set. */
  static Pictures of(ChromeDriver browser) throws IOException {
    String folder = System.getProperty("hardgnn.screenshots", "");
    assumeFalse(folder.isEmpty(), "-Dhardgnn.screenshots=DIR says where pictures are wanted");
    return new Pictures(browser, Files.createDirectories(Path.of(folder)));
  }

  /** Returns where they are written. */
  Path folder() {
    return folder;
  }

  /** Takes what is shown on a wide and on a narrow window, in light and in dark colours. */
  void take(String name) throws IOException {
    tell("Emulation.setScrollbarsHidden", Map.of("hidden", true)); // they would be cut off
    for (int width : new int[] {WIDE, NARROW}) {
      for (String colours : new String[] {"light", "dark"}) {
        tell(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        tell(
            "Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        Object picture =
            tell("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        Files.write(
            folder.resolve(name + "-" + width + "-" + colours + ".png"),
            Base64.getDecoder().decode(String.valueOf(picture)));
      }
    }
    tell("Emulation.setScrollbarsHidden", Map.of("hidden", false));
    tell("Emulation.clearDeviceMetricsOverride", Map.of());
    tell("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  private Map<String, Object> tell(String command, Map<String, Object> parameters) {
    return browser.executeCdpCommand(command, parameters);
  }
}
