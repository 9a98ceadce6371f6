import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.support.allow.WordAllows;
import com.github.houbb.sensitive.word.support.ignore.SensitiveWordCharIgnores;
import com.github.houbb.sensitive.word.support.result.WordResultHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import toolgood.words.IllegalWordsSearch;
import toolgood.words.StringSearchEx2;

/** houbb and ToolGood: `Peers MATCHER SECONDS WORDS MESSAGES...`; the protocol is in bench/peers/README.md. */
public class Peers {
  private static final double ROUND_SECONDS = 0.002;
  private static final double COMPILER_SECONDS = 8;  // until the JVM has compiled what is measured
  private static final String HOUBB = "0.25.0";
  private static final String TOOLGOOD = "3.1.0.1";
  private static String version;
  private static long used;

  private static ToIntFunction<String> houbb(List<String> words, boolean folds) {
    SensitiveWordBs matcher =
        SensitiveWordBs.newInstance()
            .wordDeny(() -> words)
            .wordAllow(WordAllows.empty())
            .ignoreCase(folds)
            .ignoreWidth(folds)
            .ignoreNumStyle(folds)
            .ignoreChineseStyle(folds)
            .ignoreEnglishStyle(folds)
            .ignoreRepeat(folds)
            .charIgnore(folds ? SensitiveWordCharIgnores.specialChars() : SensitiveWordCharIgnores.none())
            .enableNumCheck(false)
            .enableEmailCheck(false)
            .enableUrlCheck(false)
            .enableIpv4Check(false)
            .init();
    version = HOUBB;
    return text -> matcher.findAll(text, WordResultHandlers.raw()).size();
  }

  private static ToIntFunction<String> build(String name, List<String> words) {
    version = TOOLGOOD;
    switch (name) {
      case "toolgood-raw":
        StringSearchEx2 raw = new StringSearchEx2();
        raw.SetKeywords(words);
        return text -> raw.FindAll(text).size();
      case "toolgood-folds":
        IllegalWordsSearch folding = new IllegalWordsSearch();
        folding.SetKeywords(words);
        return text -> folding.FindAll(text).size();
      case "houbb-raw":
        return houbb(words, false);
      case "houbb-folds":
        return houbb(words, true);
      default:
        throw new IllegalArgumentException("unknown matcher " + name);
    }
  }

  private static void pass(ToIntFunction<String> matcher, List<String> messages) {
    for (String message : messages) used += matcher.applyAsInt(message);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Nanoseconds a message, one figure a round; a round is as many passes as fill two milliseconds. */
  private static List<Double> time(ToIntFunction<String> matcher, List<String> messages, double seconds) {
    int passes = 0;
    long warm = System.nanoTime();
    for (; passes == 0 || secondsSince(warm) < 2 * seconds; ++passes) pass(matcher, messages);
    int passesARound = (int) Math.max(1, passes * ROUND_SECONDS / secondsSince(warm));
    List<Double> rounds = new ArrayList<>();
    for (long start = System.nanoTime(); rounds.size() < 3 || secondsSince(start) < seconds; ) {
      long begin = System.nanoTime();
      for (int i = 0; i < passesARound; ++i) pass(matcher, messages);
      rounds.add(secondsSince(begin) * 1e9 / ((double) passesARound * messages.size()));
    }
    return rounds;
  }

  public static void main(String[] args) throws Exception {
    double seconds = Double.parseDouble(args[1]);
    List<String> words = Files.readAllLines(Path.of(args[2]));
    long start = System.nanoTime();
    ToIntFunction<String> matcher = build(args[0], words);
    long buildMs = Math.round(secondsSince(start) * 1e3);
    List<String> all = new ArrayList<>();
    for (String path : Arrays.copyOfRange(args, 3, args.length)) all.addAll(Files.readAllLines(Path.of(path)));
    for (start = System.nanoTime(); seconds > 0 && secondsSince(start) < COMPILER_SECONDS; ) pass(matcher, all);
    List<String> sets = new ArrayList<>();
    for (String path : Arrays.copyOfRange(args, 3, args.length)) {
      List<String> messages = Files.readAllLines(Path.of(path));
      List<Integer> hits = messages.stream().map(matcher::applyAsInt).collect(Collectors.toList());
      sets.add("{\"hits\": " + hits + ", \"ns\": " + time(matcher, messages, seconds) + "}");
    }
    System.out.println("{\"version\": \"" + version + "\", \"build_ms\": " + buildMs + ", \"sets\": " + sets + "}");
    if (used < 0) System.err.println(used);
  }
}
