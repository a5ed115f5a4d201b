package org.cotejo.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The password of a file, or the PIN of a token: typed unseen, or in a file. It never stands in a
/// command, where others on the machine could read it.
final class Password {
  private static final int MAX_BYTES = 1 << 10;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "Password or PIN, in the first line of a file (default: ask for it on the terminal).")
  private @Nullable Path file;

  /// The password of what is there.
  char[] read(String what) throws IOException {
    return file == null ? ask(new Words().say("password", what)) : first(file);
  }

  /// A new password, typed twice where it is typed.
  char[] choose(String what) throws IOException {
    if (file != null) {
      return first(file);
    }
    var words = new Words();
    char[] once = ask(words.say("password.new", what));
    if (!Arrays.equals(once, ask(words.say("password.again")))) {
      throw new IOException(words.say("password.differ"));
    }
    return once;
  }

  private static char[] ask(String prompt) throws IOException {
    Console console =
        Screen.console()
            .orElseThrow(() -> new IOException("no terminal to ask on; give --password-file"));
    char[] typed = console.readPassword("%s", prompt);
    if (typed == null || typed.length == 0) {
      throw new IOException("no password was given");
    }
    return typed;
  }

  private static char[] first(Path file) throws IOException {
    byte[] bytes = InputFile.read(file, MAX_BYTES);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(file + ": longer than a password; write it alone in the first line");
    }
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
    int length = 0;
    while (length < text.length() && text.charAt(length) != '\n' && text.charAt(length) != '\r') {
      length++;
    }
    if (length == 0) {
      throw new IOException(file + ": its first line is empty; write the password there");
    }
    char[] password = new char[length];
    text.get(password);
    return password;
  }
}
