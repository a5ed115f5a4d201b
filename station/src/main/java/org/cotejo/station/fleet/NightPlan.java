package org.cotejo.station.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotejo.model.PollingStation;

/// What happens to every station of a night: the same for the same seed, stations and conditions,
/// on every machine. Shares are exact; areas without network are as many as it takes to reach
/// theirs.
public final class NightPlan {
  private static final Duration FIRST_CLOSING = Duration.ofMinutes(30);
  private static final Duration CLOSINGS = Duration.ofHours(6);

  /// Stations with as many voters or more take longest.
  private static final long LARGE_STATION = 1500;

  private static final Duration SHORTEST_WAY = Duration.ofHours(2);
  private static final Duration LONGEST_WAY = Duration.ofHours(12);
  private static final Duration SECOND_COPY = Duration.ofHours(1);
  private static final Duration WORST_CLOCK = Duration.ofDays(3650);
  private static final int STATIONS_OF_COURIER = 40;
  private static final int SHEETS_OF_PHOTOGRAPHER = 25;

  /// So many failures in a row a flapping link has at most.
  private static final int MAX_FLAPS = 6;

  private final long seed;
  private final List<PollingStation> stations;
  private final Conditions conditions;
  private final Route[] routes;
  private final BitSet darkAreas;
  private final BitSet flapping;
  private final BitSet wrongClocks;
  private final BitSet twice;

  /// What a number is drawn for, so that one draw says nothing about another.
  private enum Draw {
    AREA(1),
    ROUTE(2),
    CLOSING(3),
    RETURN(4),
    FLAPPING(5),
    LINK(6),
    CLOCK(7),
    TWICE(8),
    COURIER(9),
    PHOTOGRAPHER(10);

    private final long salt;

    Draw(long number) {
      this.salt = number * 0xD1B54A32D192ED03L;
    }
  }

  /// How a link does, one try of it.
  public enum Link {
    WHOLE,
    /// Nothing arrives.
    DEAD,
    /// The log hears, and its answer does not arrive.
    BREAKS_BEFORE_THE_ANSWER
  }

  private NightPlan(long seed, List<PollingStation> stations, Conditions conditions) {
    this.seed = seed;
    this.stations = List.copyOf(stations);
    this.conditions = conditions;
    this.routes = routes();
    this.darkAreas = darkAreas();
    this.flapping = drawn(Draw.FLAPPING, conditions.flapping());
    this.wrongClocks = drawn(Draw.CLOCK, conditions.wrongClocks());
    this.twice = drawn(Draw.TWICE, conditions.twice());
  }

  /// @param stations of the election, in the order of its package
  public static NightPlan of(long seed, List<PollingStation> stations, Conditions conditions) {
    return new NightPlan(seed, stations, conditions);
  }

  private SplittableRandom chance(Draw draw, long item) {
    return new SplittableRandom(seed + draw.salt + item * 0xDABA0B6EB09322E3L);
  }

  /// All of these in an order that is chance.
  private List<Integer> shuffled(Draw draw, IntStream items) {
    return items
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(item -> chance(draw, item).nextLong())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private BitSet drawn(Draw draw, int share) {
    var set = new BitSet();
    shuffled(draw, IntStream.range(0, size()))
        .subList(0, Conditions.of(share, size()))
        .forEach(set::set);
    return set;
  }

  private Route[] routes() {
    var all = new Route[size()];
    int carried = Conditions.of(conditions.couriers(), size());
    int photographed = Conditions.of(conditions.photographs(), size());
    List<Integer> order = shuffled(Draw.ROUTE, IntStream.range(0, size()));
    for (int i = 0; i < all.length; i++) {
      all[order.get(i)] =
          i < carried
              ? Route.COURIER
              : i < carried + photographed ? Route.PHOTOGRAPH : Route.NETWORK;
    }
    return all;
  }

  private BitSet darkAreas() {
    Map<Integer, Integer> sizes = new HashMap<>();
    stations.forEach(station -> sizes.merge(station.area(), 1, Integer::sum));
    var dark = new BitSet();
    int left = Conditions.of(conditions.cutOff(), size());
    for (int area : shuffled(Draw.AREA, sizes.keySet().stream().mapToInt(Integer::intValue))) {
      if (left > 0) {
        dark.set(area);
        left -= sizes.getOrDefault(area, 0);
      }
    }
    return dark;
  }

  /// How many stations there are.
  public int size() {
    return stations.size();
  }

  /// @param station its index
  public Course course(int station) {
    return new Course(
        routes[station],
        closes(station),
        networkReturns(stations.get(station).area()),
        flapping.get(station),
        wrongClocks.get(station)
            ? between(chance(Draw.CLOCK, station), WORST_CLOCK.negated(), WORST_CLOCK)
            : Duration.ZERO,
        twice.get(station) ? 2 : 1);
  }

  /// Most stations close some time after the first and before the last: a sum of three draws, and
  /// the more voters the later.
  private Duration closes(int station) {
    SplittableRandom random = chance(Draw.CLOSING, station);
    long span = CLOSINGS.toMillis();
    long drawn = (random.nextLong(span) + random.nextLong(span) + random.nextLong(span)) / 3;
    long voters = Math.min(LARGE_STATION, stations.get(station).registeredVoters());
    return FIRST_CLOSING.plusMillis((4 * drawn + span * voters / LARGE_STATION) / 5);
  }

  private Duration networkReturns(int area) {
    return darkAreas.get(area)
        ? between(chance(Draw.RETURN, area), conditions.outage(), longestOutage())
        : Duration.ZERO;
  }

  /// When the network is back everywhere, at the latest.
  Duration longestOutage() {
    return conditions.outage().plus(conditions.outage().dividedBy(10));
  }

  private static Duration between(SplittableRandom random, Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  /// How a station's link does when it is tried, its area having a network.
  ///
  /// @param attempt of this station's, from 0
  public Link linkOf(int station, int attempt) {
    if (!flapping.get(station) || attempt >= MAX_FLAPS) {
      return Link.WHOLE;
    }
    Link[] links = Link.values();
    return links[chance(Draw.LINK, (long) station * MAX_FLAPS + attempt).nextInt(links.length)];
  }

  /// When each copy of each station's records comes to the log, in order, were every link whole and
  /// the log never busy.
  public List<PlannedArrival> arrivals() {
    Stream<PlannedArrival> sent =
        IntStream.range(0, size())
            .filter(station -> routes[station] == Route.NETWORK)
            .mapToObj(this::sent)
            .flatMap(List::stream);
    Stream<PlannedArrival> carried =
        loads().stream()
            .flatMap(load ->
                load.all().stream().map(station -> new PlannedArrival(load.arrives(), station)));
    return Stream.concat(sent, carried)
        .sorted(
            Comparator.comparing(PlannedArrival::moment).thenComparingInt(PlannedArrival::station))
        .toList();
  }

  private List<PlannedArrival> sent(int station) {
    Course course = course(station);
    Duration first = course.isCutOff() ? course.networkReturns() : course.closes();
    return IntStream.range(0, course.copies())
        .mapToObj(copy -> new PlannedArrival(first.plus(SECOND_COPY.multipliedBy(copy)), station))
        .toList();
  }

  /// What is carried, each station of such a route in one load, and in the next one as well if its
  /// records are sent twice.
  public List<Load> loads() {
    var loads = new ArrayList<Load>();
    loads.addAll(loads(Route.COURIER, STATIONS_OF_COURIER, Draw.COURIER));
    loads.addAll(loads(Route.PHOTOGRAPH, SHEETS_OF_PHOTOGRAPHER, Draw.PHOTOGRAPHER));
    return loads;
  }

  private List<Load> loads(Route route, int most, Draw draw) {
    ToIntFunction<Integer> area = station -> stations.get(station).area();
    List<Integer> all =
        IntStream.range(0, size())
            .filter(station -> routes[station] == route)
            .boxed()
            .sorted(Comparator.comparingInt(area).thenComparing(Comparator.naturalOrder()))
            .toList();
    int count = Math.ceilDiv(all.size(), most);
    return IntStream.range(0, count)
        .mapToObj(number -> {
          List<Integer> before =
              count == 1 ? List.of() : part(all, (number + count - 1) % count, most);
          Duration way = between(chance(draw, number), SHORTEST_WAY, LONGEST_WAY);
          return load(route, number, way, part(all, number, most), before);
        })
        .toList();
  }

  private static List<Integer> part(List<Integer> all, int number, int most) {
    return all.subList(number * most, Math.min((number + 1) * most, all.size()));
  }

  private Load load(
      Route route, int number, Duration way, List<Integer> own, List<Integer> before) {
    List<Integer> again = before.stream().filter(twice::get).toList();
    Duration closed =
        Stream.concat(own.stream(), again.stream())
            .map(this::closes)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new Load(route, number, closed.plus(way), own, again);
  }
}
