package org.cotejo.cli.terminal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A terminal taken over for pages that replace each other, and given back as it was.
public final class LiveScreen implements AutoCloseable {
  /// Another screen than the one with the shell's lines, without a cursor, and lines that end at
  /// its edge (xterm).
  private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";

  private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String TO_END_OF_LINE = "\033[K";
  private static final String TO_END_OF_SCREEN = "\033[J";
  private static final int CONTROL_C = 3;
  private static final int CONTROL_D = 4;
  private static final int ESCAPE = 27;
  private static final int GONE = -1;
  private static final long MILLIS_WITHIN_A_KEY = 50;

  private final Terminal terminal;
  private final Attributes before;
  private final Thread hook;
  private Page page = (columns, rows) -> List.of();
  private boolean isOpen = true;

  /// What is shown, for the room there is.
  @FunctionalInterface
  public interface Page {
    /// @return lines that are not longer and not more than this
    List<String> lines(int columns, int rows);
  }

  private LiveScreen(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
    var raw = new Attributes(terminal.getAttributes());
    // Ctrl-C as a key like q, so that there is one way to leave.
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    this.hook = new Thread(this::restore);
    Runtime.getRuntime().addShutdownHook(hook);
    terminal.writer().print(ENTER);
    var _ = terminal.handle(Terminal.Signal.WINCH, signal -> draw());
  }

  /// Takes the terminal over; empty if there is none that can show pages.
  public static Optional<LiveScreen> open() {
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
      if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        return Optional.of(new LiveScreen(terminal));
      }
      terminal.close();
      return Optional.empty();
    } catch (IOException | IllegalStateException e) {
      // How the library says that input or output is no terminal.
      return Optional.empty();
    }
  }

  /// The letters that it can show.
  public Letters letters() {
    return Letters.of(terminal.outputEncoding());
  }

  /// Shows a page, and shows it again whenever the terminal changes its size.
  public void show(Page next) {
    synchronized (this) {
      page = next;
    }
    draw();
  }

  private synchronized void draw() {
    if (!isOpen) {
      return;
    }
    Size size = terminal.getSize();
    String lines =
        String.join(TO_END_OF_LINE + "\r\n", page.lines(size.getColumns(), size.getRows()));
    terminal.writer().print(HOME + lines + TO_END_OF_LINE + TO_END_OF_SCREEN);
    terminal.flush();
  }

  /// Waits for a key, but not for ever.
  ///
  /// @return whether it was one to leave by, or the terminal is gone
  public boolean isLeft(long millis) throws IOException {
    return switch (terminal.reader().read(Math.max(1, millis))) {
      case 'q', 'Q', CONTROL_C, CONTROL_D, GONE -> true;
      default -> false;
    };
  }

  /// Waits for a key. Arrows and the like arrive as several letters that follow each other at once.
  public Key key() throws IOException {
    int first = terminal.reader().read();
    if (first != ESCAPE) {
      return Key.of(first);
    }
    int second = terminal.reader().read(MILLIS_WITHIN_A_KEY);
    if (second != '[' && second != 'O') {
      return Key.Named.OTHER;
    }
    int last = terminal.reader().read(MILLIS_WITHIN_A_KEY);
    while (last >= '0' && last <= ';') {
      last = terminal.reader().read(MILLIS_WITHIN_A_KEY);
    }
    return Key.ofSequence(last);
  }

  private synchronized void restore() {
    if (isOpen) {
      isOpen = false;
      terminal.writer().print(LEAVE);
      terminal.flush();
      terminal.setAttributes(before);
    }
  }

  @Override
  public void close() throws IOException {
    restore();
    terminal.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
      return;
    }
  }
}
