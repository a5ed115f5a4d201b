package org.cotejo.cli.desk;

import java.io.IOException;
import java.util.Optional;
import org.cotejo.cli.terminal.LiveScreen;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;
import org.cotejo.station.entry.BlankSheet;

/// Has a form filled in on the terminal. When it ends, however it ends, the figures are gone from
/// the screen, so that the next person does not see them.
public final class FormScreen {
  private final BlankSheet sheet;
  private final Words words;

  public FormScreen(BlankSheet sheet, Words words) {
    this.sheet = sheet;
    this.words = words;
  }

  /// @return the form, kept or left; empty if there is no terminal
  public Optional<EntryForm> fill(EntryForm empty, FormPage.Heading heading) throws IOException {
    Optional<LiveScreen> opened = LiveScreen.open();
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (LiveScreen screen = opened.get()) {
      var page =
          new FormPage(
              words,
              Paint.ofEnvironment(),
              screen.letters(),
              new SheetWords(sheet, words),
              heading);
      EntryForm form = empty;
      while (form.state() == EntryForm.State.OPEN) {
        EntryForm shown = form;
        screen.show((columns, rows) -> page.of(shown, columns, rows));
        form = form.press(screen.key());
      }
      return Optional.of(form);
    }
  }
}
