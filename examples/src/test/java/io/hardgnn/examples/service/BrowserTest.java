package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.BundleRefresher;
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
import java.util.stream.Stream;
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

/**
 * Needs Chromium and its driver, Debian's packages {@code chromium} and {@code chromium-driver}.
 */
@DisplayName("In a browser")
final class BrowserTest {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Duration FOLLOW = Duration.ofMillis(100);

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
    Path bundle = SmallBundle.withTransitionsAndTimes(folder);
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

  /** All at once: the page may put others in their place between two questions. */
  @SuppressWarnings("unchecked") // a script that maps to texts gives a list of texts
  private static List<String> texts(String css) {
    return (List<String>)
        browser.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)", css);
  }

  @Test
  @DisplayName("the explorer leaves out what is clicked away by keyboard, and takes it back")
  void notThis() {
    show(service.port(), 1200);
    browser.get("http://127.0.0.1:" + service.port() + "/#user=" + user);
    waitFor("ten recommendations", page -> count("#recommended li") == 10);
    List<String> before = texts("#recommended .name");
    tabTo("not this");
    press(Keys.ENTER);
    waitFor(
        "the first is gone",
        page -> texts("#filters li").equals(List.of("not " + before.get(0) + " ×")));
    waitFor(
        "ten others",
        page -> texts("#recommended .name").subList(0, 9).equals(before.subList(1, 10)));
    assertThat(browser.getCurrentUrl()).endsWith("&without=" + before.get(0));
    waitFor(
        "the focus is on the next",
        page -> page.switchTo().activeElement().getText().equals("not this"));
    press(Keys.ENTER);
    waitFor("two are gone", page -> count("#filters li") == 2);
    browser.navigate().refresh();
    waitFor("the address holds both", page -> count("#filters li") == 2);
    browser.findElement(By.cssSelector("#filters button")).click();
    waitFor("the first is back", page -> texts("#recommended .name").contains(before.get(0)));
    assertThat(texts("#recommended .name")).doesNotContain(before.get(1));
    assertThat(browser.manage().logs().get("browser").getAll()).as("errors").isEmpty();
  }

  @Test
  @DisplayName("the explorer filters by ids that are typed, on a phone, and says which are unknown")
  void typedFilters() {
    show(service.port(), 375);
    browser.get("http://127.0.0.1:" + service.port() + "/#user=" + user);
    waitFor("ten recommendations", page -> count("#recommended li") == 10);
    List<String> before = texts("#recommended .name");
    WebElement ids = browser.findElement(By.id("filter-ids"));
    ids.sendKeys(before.get(3) + ", " + before.get(5) + " ,no such item");
    browser.findElement(By.id("only-these")).click();
    waitFor(
        "two are left",
        page -> texts("#recommended .name").equals(List.of(before.get(3), before.get(5))));
    assertThat(texts("#filters li")).contains("only no such item, which the model does not know ×");
    assertThat(fits()).as("nothing is wider than the window").isTrue();
    ids.sendKeys(before.get(3), Keys.ENTER); // what was said last holds
    waitFor("one is left", page -> texts("#recommended .name").equals(List.of(before.get(5))));
    assertThat(texts("#filters li")).contains("not " + before.get(3) + " ×").hasSize(3);
    browser.findElement(By.cssSelector("#recommended .not")).click();
    waitFor("none is left", page -> text("#status").endsWith("No item is left."));
    browser.findElement(By.id("clear")).click();
    waitFor("no filters", page -> count("#filters li") == 0 && count("#recommended li") == 0);
    assertThat(browser.manage().logs().get("browser").getAll()).as("errors").isEmpty();
  }

  @Test
  @DisplayName("the explorer names the transition that leads to a recommendation")
  void transitions() {
    show(service.port(), 375);
    browser.get("http://127.0.0.1:" + service.port() + "/#user=" + user);
    waitFor("ten recommendations", page -> count("#recommended li") == 10);
    assertThat(texts("#recommended .reason"))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .matches(
                        "strongest transition: from i\\d+, \\d+ % of what leads here from this"
                            + " history"));
    assertThat(fits()).isTrue();
  }

  @Test
  @DisplayName("the explorer takes over a long history whole, and says where it is cut")
  void longHistory() throws IOException {
    InteractionLog.Builder events = InteractionLog.builder();
    for (int n = 0; n < 1100; n++) {
      events.add(user, "new" + n, (1L << 41) + n);
    }
    Path grown = folder.resolve("long");
    BundleRefresher.defaults()
        .itemInteractions(1)
        .refresh(folder.resolve("bundle"), events.build(), grown);
    try (RecommenderService other =
        RecommenderService.open(new RecommenderService.Settings(grown))) {
      show(other.port(), 1200);
      browser.get(other.url() + "#user=" + user);
      waitFor("ten recommendations", page -> count("#recommended li") == 10);
      assertThat(text("#history-title")).contains("newest first, the newest 1,000 of 1,1");
      assertThat(count("#history li")).isEqualTo(1000);
      browser.findElement(By.cssSelector("#recommended li button:nth-of-type(2)")).click();
      waitFor(
          "the history of nobody", page -> text("#history-title").equals("History, newest first"));
      waitFor("ten others", page -> text("#status").startsWith("By the model, for this history"));
      assertThat(count("#history li")).isEqualTo(1000);
      assertThat(texts("#history .name").get(1)).isEqualTo("new1099");
    }
  }

  @Test
  @DisplayName("the explorer shows what is similar to the item that was asked for last")
  void lateAnswer() {
    show(service.port(), 1200);
    browser.get(service.url() + "#user=" + user);
    waitFor("ten recommendations", page -> count("#recommended li") == 10);
    browser.executeScript(
        """
        const real = window.fetch;
        let late = true;
        window.fetch = async (...asked) => {
          if (!late || !String(asked[0]).startsWith('similar')) {
            return real(...asked);
          }
          late = false;
          await new Promise(go => setTimeout(go, 1000));
          const answer = await real(...asked);
          setTimeout(() => document.body.dataset.late = 'yes', 500);
          return answer;
        };
        """);
    List<WebElement> rows = browser.findElements(By.cssSelector("#recommended li"));
    rows.get(0).findElement(By.tagName("button")).click();
    rows.get(1).findElement(By.tagName("button")).click();
    waitFor("items similar to the second", page -> count("#similar li") > 0);
    List<String> second = texts("#similar .name");
    waitFor("the answer for the first", page -> count("body[data-late]") == 1);
    assertThat(texts("#similar .name")).isEqualTo(second);
  }

  @Test
  @DisplayName("the explorer searches once for what is typed without a pause")
  void typing() {
    show(service.port(), 1200);
    waitFor("the model is named", page -> !text("#model").isEmpty());
    browser.executeScript(
        """
        const real = window.fetch;
        document.body.dataset.asked = '';
        window.fetch = (...asked) => {
          document.body.dataset.asked += asked[0] + ' ';
          return real(...asked);
        };
        const query = document.getElementById('query');
        for (const letter of arguments[0]) {
          query.value += letter;
          query.dispatchEvent(new Event('input'));
        }
        """,
        "u12");
    waitFor("the users are found", page -> count("#users button") > 0);
    assertThat(browser.findElement(By.tagName("body")).getAttribute("data-asked").split(" "))
        .containsExactly("users?q=u12&n=8", "items?q=u12&n=8");
  }

  @Test
  @DisplayName(
      "the explorer names the bundle that answers, and what that knows, after another came")
  void anotherBundle() throws IOException {
    Path swapped = folder.resolve("swapped");
    BundleRefresher refresher = BundleRefresher.defaults().itemInteractions(1);
    refresher.refresh(folder.resolve("bundle"), events("first"), swapped);
    RecommenderService.Settings settings =
        new RecommenderService.Settings(
            swapped, "127.0.0.1", 0, Path.of(""), 2, 9, Duration.ofSeconds(9), FOLLOW);
    try (RecommenderService other = RecommenderService.open(settings)) {
      show(other.port(), 1200);
      browser.get(other.url() + "#user=" + user + "&without=second");
      waitFor("ten recommendations", page -> count("#recommended li") == 10);
      assertThat(texts("#filters li"))
          .containsExactly("not second, which the model does not know ×");
      String before = text("#model");
      refresher.refresh(swapped, events("second"));
      waitFor(
          "the new bundle",
          page -> {
            browser.findElement(By.id("unseen")).click();
            return !text("#model").equals(before);
          });
      waitFor("it is known", page -> texts("#filters li").equals(List.of("not second ×")));
    }
  }

  private static InteractionLog events(String item) {
    InteractionLog.Builder events = InteractionLog.builder();
    for (int n = 0; n < 3; n++) {
      events.add(user, item, (1L << 41) + n);
    }
    return events.build();
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
      assertThat(text("#state")).startsWith("Training epoch 3 of 9.").contains("epoch 1.");
      assertThat(text("#left")).startsWith("At most ");
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

  @Test
  @DisplayName("the page of a training run with a budget of time tells what is left of it")
  void budget() throws IOException {
    Path log = Files.createFile(folder.resolve("budget.jsonl"));
    try (TrainingPage page = TrainingPage.open(log, "127.0.0.1", 0)) {
      show(page.port(), 1200);
      append(
          log,
          "{'event':'start','time':'T','epochs':9000,'stepsPerEpoch':2,'firstEpoch':1,'timeBudgetSeconds':1800.5}");
      waitFor("its budget", any -> text("#state").equals("Training epoch 1 of 9000."));
      assertThat(text("#left")).isEqualTo("At most 30 minutes left.");
      append(log, epoch(1, 0.5, true));
      waitFor("an epoch", any -> count("#epochs tr") == 1);
      assertThat(text("#state")).startsWith("Training epoch 2 of 9000.");
      assertThat(text("#left")).isEqualTo("At most 30 minutes left.");
    }
  }

  @Test
  @DisplayName("both pages have their pictures taken, where they are wanted")
  void pictures() throws IOException {
    Pictures pictures = Pictures.of(browser);
    List<String> words = List.of("The ", "long ", "night ", "of ", "an owl, ", "retold ", "(1999)");
    StringBuilder titles = new StringBuilder();
    for (int item = 0; item < items.size(); item++) {
      String title = String.join("", words.subList(item % 3, words.size() - item % 2));
      titles.append(items.get(item)).append('\t').append(title).append('\n');
    }
    Path file = Files.writeString(folder.resolve("titles.tsv"), titles);
    RecommenderService.Settings settings =
        new RecommenderService.Settings(
            folder.resolve("bundle"), "127.0.0.1", 0, file, 2, 9, Duration.ofSeconds(9), FOLLOW);
    try (RecommenderService titled = RecommenderService.open(settings)) {
      show(titled.port(), 1200);
      waitFor("the model is named", page -> !text("#model").isEmpty());
      pictures.take("explorer-empty");
      browser.get(titled.url() + "#user=" + user + "&without=none&without=" + items.get(0));
      waitFor("ten recommendations", page -> count("#recommended li") == 10);
      browser.findElement(By.id("query")).sendKeys("owl");
      waitFor("items are found", page -> count("#items button") > 0);
      browser.findElement(By.cssSelector("#recommended li button")).click();
      waitFor("similar items", page -> count("#similar li") > 0);
      pictures.take("explorer");
    }
    Path log = Files.createFile(folder.resolve("pictures.jsonl"));
    try (TrainingPage page = TrainingPage.open(log, "127.0.0.1", 0)) {
      append(log, "{'event':'start','time':'T','epochs':30,'stepsPerEpoch':2,'firstEpoch':1}");
      for (int epoch = 1; epoch <= 20; epoch++) {
        append(log, epoch(epoch, 0.4 - 0.3 / epoch, epoch % 3 == 1));
      }
      show(page.port(), 1200);
      waitFor("twenty epochs", any -> count("#epochs tr") == 20);
      pictures.take("training");
    }
    try (Stream<Path> taken = Files.list(pictures.folder())) {
      assertThat(taken).hasSizeGreaterThanOrEqualTo(12);
    }
  }

  private static String epoch(int epoch, double ndcg, boolean best) {
    return "{'event':'epoch','time':'T','epoch':"
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
