package org.cotejo.audit.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;

class SourceReadersFuzzTest {
  private static final ElectionPackage ELECTION =
      ((PackageOutcome.Read)
              ElectionPackageReader.read(new SyntheticElection(4, 1, 1).packageFiles().files()))
          .electionPackage();
  private static final Path FILE = file();

  private static Path file() {
    try {
      Path file = Files.createTempFile("source", "");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first byte says which reader; the rest is the file, of a workbook the rows of its sheet.
  @FuzzTest
  void isRefusedOrMakesRowsOfCounts(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    try {
      byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
      Files.write(FILE, content);
      switch (bytes[0] & 7) {
        case 0, 1 -> require(CdfSource.read(FILE, "f", false, ELECTION, "cdf"));
        case 2 -> require(CdfSource.read(FILE, "f", true, ELECTION, "cdf"));
        case 3, 4 -> require(EmlSource.read(FILE, "f", ELECTION, "eml"));
        case 5, 6 -> require(SheetsSource.read(FILE, "f", ELECTION, "sheets"));
        default -> {
          WorkbookTest.workbook(FILE, new String(content, UTF_8));
          Workbook.forEach(FILE, Optional.of("second"), (line, fields) -> {});
        }
      }
    } catch (MalformedException refused) {
      // One of many that are no source.
    } catch (IOException refused) {
      // One that begins as gzip or an old workbook does; who is told so is told which file.
      if (!String.valueOf(refused.getMessage()).startsWith(FILE + ": ")) {
        throw refused;
      }
    }
  }

  private static void require(Source source) {
    for (int station = 0; station < 4; station++) {
      for (long figure : source.row(0, station)) {
        if (figure < Cells.ABSENT) {
          throw new AssertionError("no count: " + figure);
        }
      }
    }
  }
}
