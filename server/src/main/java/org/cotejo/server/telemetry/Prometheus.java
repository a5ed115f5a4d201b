package org.cotejo.server.telemetry;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// The counters as Prometheus asks for them. It reads the same counters as everything else here: a
/// second set of them on the hot path would cost as much again and could disagree.
public final class Prometheus implements MultiCollector {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  private final Telemetry telemetry;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public Prometheus(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// All metrics in the text format.
  public byte[] text() {
    var bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, collect());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /// The content type of [#text].
  public String contentType() {
    return writer.getContentType();
  }

  @Override
  public MetricSnapshots collect() {
    Map<Lane, Totals> lanes = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      lanes.put(lane, telemetry.lane(lane).totals());
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(counter("connections", "Connections accepted", lanes, Counts::connections));
    all.metricSnapshot(gauge("open_connections", "Connections open", lanes, Counts::open));
    all.metricSnapshot(counter("requests", "Requests begun", lanes, Counts::requests));
    all.metricSnapshot(counter("received_bytes", "Bytes received", lanes, Counts::bytes));
    all.metricSnapshot(refusals(lanes));
    all.metricSnapshot(answers(lanes));
    all.metricSnapshot(networks());
    gauges(all);
    return all.build();
  }

  private static CounterSnapshot counter(
      String name, String help, Map<Lane, Totals> lanes, ToLongFunction<Counts> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name("cotejo_" + name).help(help);
    lanes.forEach((lane, totals) ->
        counter.dataPoint(
            CounterDataPointSnapshot.builder()
                .labels(of(lane))
                .value((double) value.applyAsLong(totals.counts()))
                .build()));
    return counter.build();
  }

  private static GaugeSnapshot gauge(
      String name, String help, Map<Lane, Totals> lanes, ToLongFunction<Counts> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("cotejo_" + name).help(help);
    lanes.forEach(
        (lane, totals) -> gauge.dataPoint(point(of(lane), value.applyAsLong(totals.counts()))));
    return gauge.build();
  }

  /// Also reasons that did not occur yet: a rate needs the 0 that it began from.
  private static CounterSnapshot refusals(Map<Lane, Totals> lanes) {
    CounterSnapshot.Builder refusals =
        CounterSnapshot.builder().name("cotejo_refusals").help("Requests refused, by reason");
    lanes.forEach((lane, totals) -> {
      for (Reason reason : Reason.values()) {
        refusals.dataPoint(
            CounterDataPointSnapshot.builder()
                .labels(Labels.of("lane", lane.label(), "reason", reason.label()))
                .value((double) totals.counts().refused(reason))
                .build());
      }
    });
    return refusals.build();
  }

  private static HistogramSnapshot answers(Map<Lane, Totals> lanes) {
    HistogramSnapshot.Builder answers =
        HistogramSnapshot.builder()
            .name("cotejo_answer_seconds")
            .help("From the last byte of a record in to its acknowledgement out");
    lanes.forEach((lane, totals) -> {
      answers.dataPoint(answers(lane, "accepted", totals.accepted()));
      answers.dataPoint(answers(lane, "duplicate", totals.duplicates()));
    });
    return answers.build();
  }

  private static HistogramDataPointSnapshot answers(
      Lane lane, String answer, Distribution distribution) {
    long[] counts = distribution.coarse();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < Distribution.BOUNDS_MICROS.length; i++) {
      buckets.bucket(Distribution.BOUNDS_MICROS[i] / MICROS, counts[i]);
    }
    buckets.bucket(Double.POSITIVE_INFINITY, counts[counts.length - 1]);
    return HistogramDataPointSnapshot.builder()
        .labels(Labels.of("lane", lane.label(), "answer", answer))
        .classicHistogramBuckets(buckets.build())
        .sum(distribution.sumNanos() / NANOS)
        .build();
  }

  private GaugeSnapshot networks() {
    GaugeSnapshot.Builder networks =
        GaugeSnapshot.builder()
            .name("cotejo_distinct_networks")
            .help("About how many networks were seen in this minute of the clock");
    telemetry
        .snapshot()
        .lanes()
        .forEach((lane, view) -> networks.dataPoint(point(of(lane), view.thisMinute().distinct())));
    return networks.build();
  }

  private void gauges(MetricSnapshots.Builder all) {
    GaugeSnapshot.Builder queues =
        GaugeSnapshot.builder().name("cotejo_queue_depth").help("Entries waiting");
    telemetry
        .gauges()
        .forEach((name, value) -> {
          if (name.startsWith(Telemetry.QUEUE)) {
            String queue = name.substring(Telemetry.QUEUE.length());
            queues.dataPoint(point(Labels.of("queue", queue), value));
          } else {
            all.metricSnapshot(
                GaugeSnapshot.builder()
                    .name("cotejo_" + name)
                    .dataPoint(point(Labels.EMPTY, value))
                    .build());
          }
        });
    all.metricSnapshot(queues.build());
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static Labels of(Lane lane) {
    return Labels.of("lane", lane.label());
  }
}
