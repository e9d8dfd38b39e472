package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Needs Chromium and its driver, Debian's packages {@code chromium} and {@code chromium-driver}. */
@DisplayName("In a browser")
final class BrowserTest {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  @TempDir static Path folder;
  private static ChromeDriver browser;
  private static RecommenderService service;
  private static String user = "";
  private static List<String> items = List.of();

  @BeforeAll
  static void open() throws IOException {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "no " + BROWSER + " and " + DRIVER);
    Path bundle = SmallBundle.export(folder);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      items = recommender.items().ids();
      user = recommender.users().id(0);
    }
    service = RecommenderService.open(new RecommenderService.Settings(bundle));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    File driver = DRIVER.toFile();
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(driver).build(), options);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
    if (service != null) {
      service.close();
    }
  }

  private static void show(int port, int width) {
    browser.manage().window().setSize(new Dimension(width, 900));
    browser.get("http://127.0.0.1:" + port + "/");
  }

  private static void waitFor(String what, Predicate<ChromeDriver> there) {
    new WebDriverWait(browser, Duration.ofSeconds(20))
        .withMessage(() -> what + "; the page says: " + text("body"))
        .until(driver -> there.test(browser));
  }

  private static String text(String css) {
    return browser.findElement(By.cssSelector(css)).getText();
  }

  private static int count(String css) {
    return browser.findElements(By.cssSelector(css)).size();
  }

  private static void press(CharSequence... keys) {
    browser.switchTo().activeElement().sendKeys(keys);
  }

  /** Goes on by the tabulator until what has the focus contains a text. */
  private static void tabTo(String text) {
    for (int tabs = 0; tabs < 60; tabs++) {
      press(Keys.TAB);
      WebElement focused = browser.switchTo().activeElement();
      if (focused.getText().contains(text)) {
        return;
      }
    }
    throw new AssertionError("the tabulator never reaches '" + text + "'");
  }

  private static boolean fits() {
    JavascriptExecutor page = browser;
    Object wider =
        page.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    return Boolean.FALSE.equals(wider);
  }

  @Test
  @DisplayName("the explorer recommends to a user who is searched and chosen by keyboard alone")
  void keyboard() {
    show(service.port(), 1200);
    waitFor("the model is named", page -> !text("#model").isEmpty());
    press("/");
    press(user);
    waitFor("the user is found", page -> count("#users button") > 0);
    tabTo(user);
    press(Keys.ENTER);
    waitFor("ten recommendations", page -> count("#recommended li") == 10);
    assertThat(count("#history li")).isPositive();
    tabTo("imilar");
    press(Keys.ENTER);
    waitFor("similar items", page -> count("#similar li") > 0);
    assertThat(browser.manage().logs().get("browser").getAll()).as("errors").isEmpty();
  }

  @Test
  @DisplayName("the explorer fits on a phone, and builds a history by clicks")
  void phone() {
    show(service.port(), 375);
    waitFor("the model is named", page -> !text("#model").isEmpty());
    assertThat(fits()).as("nothing is wider than the window").isTrue();
    browser.findElement(By.id("query")).sendKeys(items.get(0));
    waitFor("the item is found", page -> count("#items button") > 0);
    browser.findElement(By.cssSelector("#items button")).click();
    waitFor("a history of one", page -> count("#history li") == 1);
    waitFor("recommendations", page -> count("#recommended li") == 10);
    assertThat(fits()).isTrue();
    browser.findElement(By.id("clear")).click();
    waitFor("an empty history", page -> count("#history li") == 0);
  }

  @Test
  @DisplayName("the page of a training run grows with its log, and tells its end")
  void training() throws IOException {
    Path log = Files.createFile(folder.resolve("training.jsonl"));
    try (TrainingPage page = TrainingPage.open(log, "127.0.0.1", 0)) {
      show(page.port(), 375);
      waitFor("it waits", any -> text("#state").startsWith("Waiting"));
      append(log, "{'event':'start','time':'T','epochs':9,'stepsPerEpoch':2,'firstEpoch':1}");
      append(log, epoch(1, 0.5, true));
      append(log, epoch(2, 0.4, false));
      waitFor("two epochs", any -> count("#epochs tr") == 2);
      assertThat(text("#state")).startsWith("Training epoch 3 of 9; at most ").contains("epoch 1.");
      assertThat(count("figure")).as("validation, loss, a term, the rate").isEqualTo(4);
      assertThat(count("circle.best")).isEqualTo(4);
      assertThat(fits()).isTrue();
      append(log, epoch(3, 0.6, true));
      append(log, "{'event':'end','time':'T','bestEpoch':3}");
      waitFor("its end", any -> text("#state").equals("Ended after epoch 3. Epoch 3 was kept."));
      assertThat(text("#epochs tr.best")).startsWith("3 ");
      assertThat(browser.manage().logs().get("browser").getAll()).as("errors").isEmpty();
    }
  }

  private static String epoch(int epoch, double ndcg, boolean best) {
    return "{'event':'epoch','time':'2026-01-01T00:00:00Z','epoch':"
        + epoch
        + ",'steps':2,'loss':1.5,'terms':{'bce':1.5},'validation':{'NDCG@10':"
        + ndcg
        + "},'learningRate':0.001,'trainSeconds':1.5,'waitSeconds':0,'validationSeconds':0.5,'best':"
        + best
        + "}";
  }

  private static void append(Path log, String event) throws IOException {
    String time = Instant.now().toString();
    String line = event.replace('\'', '"').replace("\"T\"", '"' + time + '"') + "\n";
    Files.writeString(log, line, StandardOpenOption.APPEND);
  }
}
