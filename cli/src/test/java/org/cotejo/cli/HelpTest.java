package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Help and words of every command: there, in both languages, and of use as they stand.
class HelpTest {
  private static List<CommandLine> commands(CommandLine parent) {
    var all = new ArrayList<CommandLine>(List.of(parent));
    parent.getSubcommands().values().forEach(command -> all.addAll(commands(command)));
    return all;
  }

  @Test
  void everyHelpHasExamplesAndEveryOptionIsDescribed() {
    for (CommandLine command : commands(Cotejo.commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      if (name.equals("cotejo help")) {
        continue;
      }
      assertThat(command.getUsageMessage()).as(name).contains("Example").contains("cotejo ");
      command
          .getCommandSpec()
          .options()
          .forEach(option ->
              assertThat(option.description()).as(name + " " + option.longestName()).isNotEmpty());
    }
  }

  /// An example whose line is broken by the help is not the command any more.
  @ParameterizedTest
  @ValueSource(strings = {"en", "es"})
  void everyExampleCanBeCopied(String language) {
    for (CommandLine command : commands(inLanguage(language))) {
      assertThat(command.getCommandSpec().usageMessage().footer())
          .as(command.getCommandSpec().qualifiedName())
          .filteredOn(line -> line.startsWith("  cotejo ") || line.startsWith("      "))
          .allMatch(line -> line.length() < 80);
    }
  }

  private static CommandLine inLanguage(String language) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of(language));
      return Cotejo.commandLine();
    } finally {
      Locale.setDefault(before);
    }
  }

  /// Every text of a command's help that is in a language.
  private static Map<String, String> helpTexts(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Map<String, String> texts = new TreeMap<>();
    texts.put("description", String.join(" ", spec.usageMessage().description()));
    for (OptionSpec option : spec.options()) {
      texts.put(option.longestName(), String.join(" ", option.description()));
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      texts.put(parameter.paramLabel(), String.join(" ", parameter.description()));
    }
    return texts;
  }

  @Test
  void helpIsThereInBothLanguages() {
    List<CommandLine> english = commands(inLanguage("en"));
    List<CommandLine> spanish = commands(inLanguage("es"));
    assertThat(spanish).hasSameSizeAs(english);
    for (int i = 0; i < english.size(); i++) {
      String name = english.get(i).getCommandSpec().qualifiedName();
      Map<String, String> own = helpTexts(spanish.get(i));
      Map<String, String> other = helpTexts(english.get(i));
      assertThat(own.keySet()).isEqualTo(other.keySet());
      // The formats of an import are names, the same in any language.
      own.remove("FORMAT");
      own.forEach(
          (what, text) -> assertThat(text).as(name + " " + what).isNotEqualTo(other.get(what)));
      assertThat(spanish.get(i).getUsageMessage()).as(name).doesNotContain("Example", "Usage");
    }
  }

  /// What is filled in, in whatever order.
  private static List<String> blanks(String text) {
    return Pattern.compile("\\{[0-9]")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .sorted()
        .toList();
  }

  @Test
  void wordsAreThereInBothLanguages() {
    ResourceBundle english =
        ResourceBundle.getBundle("org.cotejo.cli.terminal.words", Locale.ENGLISH);
    ResourceBundle spanish =
        ResourceBundle.getBundle("org.cotejo.cli.terminal.words", Locale.of("es"));
    assertThat(spanish.keySet()).isEqualTo(english.keySet());
    for (String key : english.keySet()) {
      assertThat(blanks(spanish.getString(key))).as(key).isEqualTo(blanks(english.getString(key)));
    }
  }

  @Test
  void aloneItShowsItsHelp() {
    Run run = Run.cotejo();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("demo", "verify", "serve", "witness", "election", "package", "key");
  }
}
