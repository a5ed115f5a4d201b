package org.cotejo.publication.bulk;

import java.util.List;
import java.util.stream.Stream;
import org.cotejo.publication.bulk.DataPackage.Field;

/// The columns of the tables among the bulk data, with what they mean.
public final class Tables {
  private static final String TEXT = "string";
  private static final String COUNT = "integer";

  private static final Field MODE =
      new Field("mode", TEXT, "real, rehearsal or re-enactment; only the first is an election");
  private static final Field CONTEST = new Field("contest", TEXT, "Code; see contests.csv");
  private static final Field CHANNEL =
      new Field(
          "channel",
          TEXT,
          "Way the votes were counted; empty for a figure of the whole sheet or of the package");
  private static final Field SELECTION =
      new Field("selection", TEXT, "Code, for votes; see selections.csv");
  private static final Field COUNTED = new Field("count", COUNT, "How many");

  public static final List<Field> RESULTS =
      List.of(
          MODE,
          CONTEST,
          new Field("station", TEXT, "Code; see stations.csv"),
          new Field("area", TEXT, "Code of the area the station stands in; see areas.csv"),
          new Field(
              "state",
              TEXT,
              "NOT_RECEIVED, COUNTED, CONFLICT, HELD, CORRECTED or ANNULLED; COUNTED, CONFLICT and"
                  + " CORRECTED are in the totals"),
          new Field(
              "entry", COUNT, "Index in the log of the entry in force; empty if there is none"),
          CHANNEL,
          new Field(
              "figure",
              TEXT,
              "registered: voters on the roll, from the package, one row for every station;"
                  + " registeredVoters to ballotsSpoiled: of the sheet; ballotsCast, blankVotes,"
                  + " invalidVotes, validVotes, votes: of a channel"),
          SELECTION,
          COUNTED);

  public static final List<Field> TOTALS =
      List.of(
          MODE,
          CONTEST,
          new Field(
              "area", TEXT, "Code; see areas.csv. Areas contain each other: do not add them up"),
          new Field(
              "part",
              TEXT,
              "all, or disputed: the part of all that comes from stations in CONFLICT"),
          CHANNEL,
          new Field(
              "figure",
              TEXT,
              "stations and registered, in all and by state; then sums of the figures of stations"),
          SELECTION,
          COUNTED);

  public static final List<Field> AREAS =
      List.of(
          new Field("area", TEXT, "Code"),
          new Field("parent", TEXT, "Code of the area it is in; empty for the first"),
          new Field("level", TEXT, "What kind of area"),
          new Field("name", TEXT, "Name"),
          new Field("nameLatin", TEXT, "Name in Latin letters"));

  public static final List<Field> STATIONS =
      List.of(
          new Field("station", TEXT, "Code"),
          new Field("area", TEXT, "Code of the area it stands in"),
          new Field("registered", COUNT, "Voters on the roll when the package was made"),
          new Field("latitude", "number", "Degrees, WGS 84"),
          new Field("longitude", "number", "Degrees, WGS 84"),
          new Field("name", TEXT, "Place or address"));

  public static final List<Field> CONTESTS =
      List.of(
          new Field("contest", TEXT, "Code"),
          new Field("area", TEXT, "Code of the area it is held in"),
          new Field("name", TEXT, "Name"),
          new Field("nameLatin", TEXT, "Name in Latin letters"),
          new Field("validVotesBase", TEXT, "Whether a vote for none of these is a valid vote"));

  private static final List<Field> SELECTIONS =
      List.of(
          new Field("contest", TEXT, "Code"),
          new Field("selection", TEXT, "Code, unique in its contest"),
          new Field("type", TEXT, "list, candidate, answer, independent or none-of-these"),
          new Field("area", TEXT, "Code of the area in which it is on the ballot"),
          new Field("name", TEXT, "Name"),
          new Field("nameLatin", TEXT, "Name in Latin letters"));

  private static final Field COLOUR =
      new Field("colour", TEXT, "In which it is drawn, #rrggbb; may be empty");

  private Tables() {}

  /// The columns of `selections.csv`, of which a package may leave out the last.
  public static List<Field> selections(boolean hasColours) {
    return hasColours ? Stream.concat(SELECTIONS.stream(), Stream.of(COLOUR)).toList() : SELECTIONS;
  }

  static List<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).toList();
  }
}
